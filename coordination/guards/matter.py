"""Conditions of the matter's steps."""

from organizations.models import Kind, Role
from workflow import clocks
from workflow.access import is_recused
from workflow.audit import digest_of
from workflow.authority import at, person
from workflow.guards import guard, lacking
from workflow.models import Clock

OFFICER = person("handling_officer")
LEADERS = at("commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)
DIRECTOR = at("commission", Role.OFFICE_DIRECTOR)
COMMITTEE = at("committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK)
CASE_DEPUTY = at("commission", Role.CASE_DEPUTY)
ENDED = ("concluded", "archived", "declined", "terminated")
CLERKS = (Role.COMMITTEE_CLERK,)


# Digests of what a leader signs


def digest_of_documents(documents):
    """The digest of documents as shown: their elements and their files."""
    return digest_of([document.signed_content for document in documents])


def digest_of_the_plan(matter):
    """The digest of the plan as shown: the document and every assignment that is still in it."""
    assignments = [row.content_words for row in matter.assignments.order_by("number") if row.state != "cancelled"]
    changes = [change.content_words for change in matter.task_changes]
    return digest_of(digest_of_documents(matter.plan_documents), assignments, changes)


def digest_of_the_header(matter):
    """The digest of a matter as it is put before the committee."""
    names = ("title", "category", "origin", "origin_document", "grounds", "is_important", "importance_reason", "basis")
    return digest_of([getattr(matter, name) for name in names])


# Birth


@guard("部门建议应当由建议部门负责人提出", article="规定 10")
def is_no_department_suggestion(matter):
    return not matter.is_suggestion


@guard("由部门提出的应当是部门建议", article="规定 10")
def is_a_department_suggestion(matter):
    return matter.is_suggestion


@guard(
    "应当指明上一级纪委；没有上一级纪委的，写明原因", article="规定 10", mended_by=[person("drafter", of="commission")]
)
def names_its_superior(matter):
    return bool(matter.superior_id or matter.no_superior_reason)


@guard("部门建议不能由部门定为工作秘密；需要的，由纪委更正密级", article="系统规则")
def is_no_work_secret(matter):
    return matter.classification != "work_secret"


@guard("据以登记的意见建议应当是本纪委报送、党委采纳或者部分采纳的", article="规定 5")
def its_opinion_was_adopted(matter):
    opinion = matter.founded_by_opinion
    return opinion is None or (opinion.is_adopted and opinion.commission_id == matter.commission_id)


@guard("工作秘密事项应当有代号", article="系统规则", mended_by=[person("drafter", of="drafting_organisation"), OFFICER])
def a_work_secret_has_its_code_name(matter):
    return matter.classification != "work_secret" or bool(matter.code_name.strip())


@guard("更正为工作秘密的，应当有代号", article="系统规则")
def what_becomes_a_work_secret_has_its_code_name(matter, *, classification, code_name):
    return classification != "work_secret" or bool((code_name or "").strip() or matter.code_name.strip())


# ①


@lacking("事项要素不齐，缺", article="规定 10", mended_by=[person("drafter", of="drafting_organisation"), OFFICER])
def category_origin_and_grounds_are_stated(matter):
    yield from (label for value, label in (
        (matter.category, "类别"), (matter.origin, "来源"), (matter.grounds.strip(), "依据")) if not value)  # fmt: skip


@guard(
    "交办事项应当附来源文件（文号或批示）",
    article="规定 10",
    mended_by=[person("drafter", of="drafting_organisation"), OFFICER],
)
def an_assigned_origin_has_its_document(matter):
    return not matter.is_assigned or bool(matter.origin_document.strip())


@guard("尚未指定承办人", article="系统规则", mended_by=[DIRECTOR, LEADERS])
def a_handling_officer_is_named(matter):
    return matter.handling_officer_id is not None


@guard("重要事项应当先报同级党委或者党委主要负责人批准", article="规定 10", mended_by=[LEADERS])
def is_not_important_or_was_assigned_by_the_committee(matter):
    by_committee = matter.origin == "committee_assigned" and matter.origin_document.strip()
    return not matter.is_important or bool(by_committee)


@guard("纪委常委会确定的事项应当写明会议纪要", article="规定 10")
def a_standing_committee_decision_names_its_minutes(matter, *, decision_minutes):
    return matter.origin != "standing_committee" or bool((decision_minutes or "").strip())


@guard("应当写明依据", article="规定 10", mended_by=[OFFICER])
def grounds_are_stated(matter):
    return bool(matter.grounds.strip())


@guard("应当说明是重要事项（写明理由），还是报请党委决定的部门建议", article="规定 10")
def says_why_the_committee_decides(matter, *, is_important, importance_reason):
    if is_important:
        return bool((importance_reason or "").strip())
    return matter.is_suggestion and not matter.is_important


@guard("报请党委决定的部门建议，批准时应当写明党委会议纪要", article="规定 10")
def a_referred_suggestion_names_the_committees_minutes(matter, *, committee_decision):
    return matter.is_important or not matter.is_suggestion or bool((committee_decision or "").strip())


@guard("党委办公室代登党委的决定，应当写明会议纪要或者批示文号", article="规定 10")
def a_clerk_names_the_decision(matter, *, committee_decision, post):
    return post is None or post.role not in CLERKS or bool((committee_decision or "").strip())


@guard("交办事项不得不予确定", article="规定 10")
def is_not_an_assigned_matter(matter):
    return not matter.is_assigned


# ②


@lacking("尚未明确", article="规定 9(2)、11", mended_by=[OFFICER])
def departments_are_named(matter):
    if matter.lead_department_id is None:
        yield "牵头部门"


@lacking("以下部门尚未通知参加会议或者征求意见", article="规定 9(2)", mended_by=[OFFICER, DIRECTOR])
def every_department_is_invited(matter):
    called = matter.meetings.exclude(state="cancelled")
    if matter.is_case and called.filter(kind="call").exists():  # urgent or secret: those who must know were called
        return
    invited = set(called.values_list("invitations__department", flat=True))
    yield from (department.short_name for department in matter.departments if department.pk not in invited)


@lacking("研究方案的会议或征求意见尚未结束", article="规定 9(2)", mended_by=[OFFICER, DIRECTOR])
def no_meeting_on_the_plan_is_open(matter):
    yield from (meeting.title for meeting in matter.meetings.filter(state__in=["called", "held"]).order_by("pk"))


@guard("牵头部门没有到会，也没有反馈意见", article="规定 9(2)", mended_by=[OFFICER, DIRECTOR])
def the_lead_took_part(matter):
    taken_part = matter.meetings.filter(
        state="minuted",
        invitations__department=matter.lead_department_id,
        invitations__state__in=["attended", "answered"],
    )
    return taken_part.exists()


@lacking("印发文件不齐备", article="规定 11", mended_by=[OFFICER])
def one_document_with_the_five_elements_is_ready(matter):
    ready = matter.plan_documents
    if len(ready) != 1:
        yield (
            "还没有起草实施意见、工作安排意见、会议纪要等书面文件"
            if not ready
            else f"待签发的文件有{len(ready)}份，只能有1份"
        )
    for document in ready:
        yield from (f"《{document.title}》缺“{element}”" for element in document.missing_elements())


@lacking("任务分解不完整", article="规定 6、11", mended_by=[OFFICER])
def every_assignment_is_complete(matter):
    rows = [row for row in matter.assignments.select_related("lead_department") if row.state == "drafted"]
    if not rows:
        yield "还没有任务"
    for row in rows:
        if missing := row.missing_elements():
            yield f"任务{row.number}缺{'、'.join(missing)}"


@guard("只有查办违纪违法案件的事项才可以当面、电话等方式通知", article="规定 11", quiet=True)
def is_a_case_matter(matter):
    return matter.is_case


@guard("已经同意过", article="规定 11", quiet=True)
def no_consent_was_given_yet(matter):
    return matter.oral_consented_at is None


@guard("应当写明不以书面通知的理由和具体情况", article="规定 11")
def states_why_not_in_writing(matter, *, oral_ground, oral_reason):
    return bool(oral_ground and (oral_reason or "").strip())


@guard("分管办案工作的领导尚未同意", article="规定 11", mended_by=[CASE_DEPUTY], quiet=True)
def the_consent_is_on_record(matter):
    return matter.oral_consented_at is not None


@lacking("以下部门没有同意之后的通知记录", article="规定 11", mended_by=[OFFICER, CASE_DEPUTY])
def every_department_was_told_since(matter):
    told = set()
    if matter.told_from is not None:
        since = matter.oral_notices.filter(told_at__gte=matter.told_from)
        told = set(since.values_list("department", flat=True))
    yield from (department.short_name for department in matter.departments if department.pk not in told)


@guard("没有待补办的手续", article="规定 11", quiet=True)
def the_formalities_are_due(matter):
    return matter.is_notified_orally and matter.formalities_completed_at is None


@lacking("以下部门没有到会，也没有书面反馈意见", article="规定 9(2)、11", mended_by=[OFFICER, DIRECTOR])
def every_department_was_heard(matter):
    heard = matter.meetings.exclude(state="cancelled").filter(invitations__state__in=["attended", "answered"])
    taken_part = set(heard.values_list("invitations__department", flat=True))
    yield from (department.short_name for department in matter.departments if department.pk not in taken_part)


@guard("没有起草替代已印发文件的新文件", article="规定 11", mended_by=[OFFICER], quiet=True)
def a_new_version_is_under_draft(matter):
    return matter.is_being_supplemented


def departments_after(matter):
    """``{"participating_departments": …}`` of the matter once its prepared tasks are issued: nobody is dropped, new ones added."""
    known = matter.departments
    added = [department for department in _departments_of_the_new_tasks(matter) if department not in known]
    return {"participating_departments": [*known[1:], *added]} if added else {}


def _departments_of_the_new_tasks(matter):
    found = []
    for task in [*matter.task_changes, *matter.assignments.filter(state="drafted")]:
        found += [task.lead_department, *task.participating_departments.all()]
    return list(dict.fromkeys(department for department in found if department))


@lacking("以下新增部门没有征求过意见", article="规定 9(2)", mended_by=[OFFICER, DIRECTOR])
def new_departments_were_consulted(matter):
    heard = matter.meetings.exclude(state="cancelled").filter(invitations__state__in=["attended", "answered"])
    taken_part = set(heard.values_list("invitations__department", flat=True))
    known = {department.pk for department in matter.departments}
    for department in _departments_of_the_new_tasks(matter):
        if department.pk not in known | taken_part:
            yield department.short_name


# ③ ④ ⑤


@lacking("任务尚未交到部门", article="规定 9(3)、16", mended_by=[OFFICER])
def every_department_has_its_tasks(matter):
    open_rows = [
        row for row in matter.assignments.select_related("lead_department") if row.state in ("drafted", "issued")
    ]
    overdue = Clock.objects.overdue(clocks.today()).of(*open_rows).filter(name="receipt", urgings__gt=0)
    urged = set(overdue.values_list("subject_id", flat=True))
    for row in open_rows:
        if row.state == "drafted" or row.public_id not in urged:
            yield f"任务{row.number}（{row.lead_department}）{'尚未印发' if row.state == 'drafted' else '尚未签收，也没有逾期并经催办'}"


@lacking("以下任务没有经审核通过的书面报告", article="规定 9(5)、17", mended_by=[OFFICER, DIRECTOR])
def every_assignment_has_an_accepted_report(matter):
    rows = [row for row in matter.assignments.select_related("lead_department") if row.state != "cancelled"]
    if not rows:
        yield "没有任务"
    yield from (
        f"任务{row.number}（{row.lead_department}）现为“{row.state_label}”" for row in rows if row.state != "accepted"
    )


@lacking("向党委的报告不齐备", article="规定 9(6)", mended_by=[OFFICER])
def the_committee_report_is_complete(matter):
    ready = matter.committee_reports
    if len(ready) != 1:
        yield "还没有起草" if not ready else f"待签发的报告有{len(ready)}份，只能有1份"
    for document in ready:
        yield from (f"《{document.title}》缺“{element}”" for element in document.missing_elements())


# Importance raised later, merging


@guard("本事项已列为重要事项", article="规定 10", quiet=True)
def is_not_yet_important(matter):
    return not matter.is_important


@guard("应当写明列为重要事项的理由", article="规定 10")
def says_why_it_is_important(matter, *, importance_reason):
    return bool((importance_reason or "").strip())


@guard("没有待补报批准的重要事项", article="规定 10", quiet=True)
def importance_awaits_approval(matter):
    return matter.awaits_importance


@guard("部门建议尚未提请，纪委还没有收到", article="系统规则", quiet=True)
def is_known_to_the_commission(matter):
    return matter.is_before_the_commission


@guard("交办的或者党委批准的事项不能并入其他事项", article="系统规则", quiet=True)
def is_neither_assigned_nor_approved(matter):
    return not (matter.is_assigned or matter.is_committee_approved)


@guard("应当指明本纪委另一件正在办理的事项", article="系统规则")
def names_the_surviving_matter(matter, *, merged_into):
    return (
        merged_into is not None
        and merged_into.pk != matter.pk
        and merged_into.commission_id == matter.commission_id
        and merged_into.state not in ENDED
    )


# ⑥ and ends


@guard("应当写明党委的批示或者回执", article="规定 9(6)、14", mended_by=[COMMITTEE])
def the_instruction_is_recorded(matter, *, instruction):
    return bool((instruction or "").strip())


@guard("应当指明继续落实的任务和新的期限，或者说明另行交办", article="规定 13、14")
def names_what_goes_on(matter, *, assignments, due_on, new_tasks_follow):
    if not assignments:
        return bool(new_tasks_follow)
    return due_on is not None and _are_accepted_tasks(matter, assignments)


@guard("应当指明继续落实的任务（已销号的）和新的期限", article="规定 8、14")
def names_the_tasks_to_take_up(matter, *, assignments, due_on):
    return bool(assignments) and due_on is not None and _are_accepted_tasks(matter, assignments)


def _are_accepted_tasks(matter, assignments):
    named = {row.pk for row in assignments}
    return matter.assignments.filter(pk__in=named, state="accepted").count() == len(named)


@lacking("归档材料不齐备", article="系统规则", mended_by=[OFFICER])
def the_archive_list_is_complete(matter):
    drafts = matter.documents.filter(state__in=["draft", "signed"]).order_by("pk")
    yield from (f"《{document.title}》尚未印发或者作废" for document in drafts)
    meetings = matter.meetings.filter(state__in=["called", "held"]).order_by("pk")
    yield from (f"“{meeting.title}”尚未形成纪要或者取消" for meeting in meetings)
    if matter.suspensions.filter(state="requested").exists():
        yield "中止申请尚未答复"
    if matter.suspensions.filter(state="suspended").exists():
        yield "中止尚未恢复"


@guard("应当确定保管期限", article="系统规则")
def a_retention_period_is_set(matter, *, retention):
    return bool(retention)


@lacking("还有未结束的时限", article="系统规则", mended_by=[OFFICER])
def nothing_but_archiving_is_due(matter):
    open_clocks = Clock.objects.open().filter(dossier=matter.dossier_id).exclude(name="archiving").order_by("due_on")
    yield from (f"{clock.subject_words}的“{clock.label}”" for clock in open_clocks)


@guard("上级纪委交办的事项，终止应当写明上级的书面同意", article="规定 10")
def a_superiors_matter_has_its_consent(matter, *, superior_consent):
    return matter.origin != "superior_assigned" or bool((superior_consent or "").strip())


@guard("承办人应当是承办室现任承办人", article="系统规则")
def the_officer_holds_a_post_in_the_office(matter, *, officer, today):
    if officer is None or matter.handling_office_id is None:
        return False
    held = officer.posts.in_force(today).filter(
        organisation=matter.commission_id, office=matter.handling_office_id, role=Role.OFFICER
    )
    return held.exists()


@guard("该人员已回避本事项，不能担任承办人", article="系统规则")
def the_officer_is_not_recused(matter, *, officer):
    return officer is None or not is_recused(officer.pk, matter.dossier_id)


@guard("变更承办人应当写明移交的未办事项", article="系统规则")
def a_change_hands_over_open_items(matter, *, officer, handover):
    changes = (
        matter.handling_officer_id is not None and officer is not None and officer.pk != matter.handling_officer_id
    )
    return not changes or bool((handover or "").strip())


@guard("应当写明更正后的内容，且与原内容不同", article="系统规则")
def names_a_new_value(matter, *, title, code_name, category, origin, classification, lower_importance):
    given = {
        "title": title,
        "code_name": code_name,
        "category": category,
        "origin": origin,
        "classification": classification,
    }
    changes = any(value and value != getattr(matter, name) for name, value in given.items())
    return changes or bool(lower_importance and matter.is_important)


@guard("更正应当写明由谁提出，提出人不得自己办理更正", article="系统规则")
def someone_else_asked_for_it(matter, *, correction_asked_by, actor):
    return correction_asked_by is not None and (actor is None or correction_asked_by.pk not in actor.person_ids)


@lacking("该更正应当由", article="系统规则")
def a_correction_is_within_its_authors_reach(matter, *, category, origin, classification, lower_importance, post):
    weighty = lower_importance or any(
        given and given != present
        for given, present in (
            (category, matter.category), (origin, matter.origin), (classification, matter.classification))
    )  # fmt: skip
    if post is None or not weighty:
        return
    if matter.committee_decides() and post.organisation.kind != Kind.PARTY_COMMITTEE:
        yield "党委办理：类别、来源、密级、重要程度已经党委批准或者由党委交办"
    elif post.role == Role.OFFICE_DIRECTOR:
        yield "分管领导或者书记办理：承办室主任只能更正名称和笔误"
