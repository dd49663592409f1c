"""Conditions of the last step of a matter and of its other ends: the answer, the archive, a correction, a new officer."""

from organizations.models import Kind, Role
from workflow.access import is_recused
from workflow.authority import at, person
from workflow.guards import guard, lacking
from workflow.models import Clock

OFFICER = person("handling_officer")
COMMITTEE = at("committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK)


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
def names_a_new_value(matter, *, title, code_name, category, origin, origin_document, classification, lower_importance):
    given = {
        "title": title,
        "code_name": code_name,
        "category": category,
        "origin": origin,
        "origin_document": origin_document,
        "classification": classification,
    }
    changes = any(value and value != getattr(matter, name) for name, value in given.items())
    return changes or bool(lower_importance and matter.is_important)


@guard("更正应当写明由谁提出，提出人不得自己办理更正", article="系统规则")
def someone_else_asked_for_it(matter, *, correction_asked_by, actor):
    return correction_asked_by is not None and (actor is None or correction_asked_by.pk not in actor.person_ids)


@lacking("该更正应当由", article="系统规则")
def a_correction_is_within_its_authors_reach(
    matter, *, category, origin, origin_document, classification, lower_importance, post
):
    weighty = lower_importance or any(
        given and given != present
        for given, present in (
            (category, matter.category), (origin, matter.origin), (origin_document, matter.origin_document),
            (classification, matter.classification))
    )  # fmt: skip
    if post is None or not weighty:
        return
    if matter.committee_decides() and post.organisation.kind != Kind.PARTY_COMMITTEE:
        yield "党委办理：类别、来源、密级、重要程度已经党委批准或者由党委交办"
    elif post.role == Role.OFFICE_DIRECTOR:
        yield "分管领导或者书记办理：承办室主任只能更正名称和笔误"
