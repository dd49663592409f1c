"""Conditions of the second step of a matter: consulted, issued or told orally, supplemented; and what its leader signs."""

from organizations.models import Kind, Role
from workflow.audit import digest_of
from workflow.authority import at, person
from workflow.guards import guard, lacking

OFFICER = person("handling_officer")
DIRECTOR = at("commission", Role.OFFICE_DIRECTOR)
CASE_DEPUTY = at("commission", Role.CASE_DEPUTY)


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


# ②


@lacking("尚未明确", article="规定 9(2)、11", mended_by=[OFFICER], written_in=["lead_department"])
def departments_are_named(matter):
    if matter.lead_department_id is None:
        yield "牵头部门"


@lacking(
    "派驻机构不是有关部门，不作牵头部门、参与部门，请另选",
    article="系统规则",
    mended_by=[OFFICER],
    written_in=["lead_department", "participating_departments"],
)
def no_dispatched_unit_takes_part(matter):
    yield from (house.short_name for house in matter.departments if house.kind == Kind.DISPATCHED_UNIT)


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
