"""Several records as one act of a person: what a page offers as one button."""

from django.db import transaction

from coordination.models import Assignment, Resolution, WrittenReport
from organizations.models import Post, Role
from workflow import clocks
from workflow.door import NotPermitted, open_record
from workflow.steps import NEW, declaration_of, posts_for, who


@transaction.atomic
def draft_from_resolutions(matter, *, actor):
    """Turn every recorded resolution of the matter into a drafted assignment, without retyping; returns them.

    A department with exactly one head, or one liaison, gets that person; what is still missing is shown on the matter.
    Who may not draft is refused also when there is nothing to draft.
    """
    declaration = declaration_of(Assignment.draft, NEW)
    if not posts_for(declaration.by, Assignment(matter=matter), actor):
        raise NotPermitted(
            declaration.label, declaration.article, "、".join(who(declaration.by, Assignment(matter=matter)))
        )
    rows = Resolution.objects.visible_to(actor).filter(meeting__matter=matter, state="recorded")
    rows = rows.select_related("lead_department").prefetch_related("participating_departments").order_by("pk")
    return [
        open_record(
            Assignment, Assignment.draft, actor=actor, dossier=matter.dossier, matter=matter, resolution=resolution,
            content=resolution.content, requirements=resolution.requirements, lead_department=resolution.lead_department,
            due_on=resolution.due_on, participating_departments=list(resolution.participating_departments.all()),
            responsible_leader=only_holder(resolution.lead_department, Role.DEPARTMENT_HEAD),
            liaison=only_holder(resolution.lead_department, Role.LIAISON),
        )
        for resolution in rows
    ]  # fmt: skip


def only_holder(organisation, role):
    """The one person in a post today, ``None`` when there are several or nobody."""
    posts = (
        Post.objects.in_force(clocks.today()).filter(organisation=organisation, role=role).select_related("person")[:2]
    )
    found = list(posts)
    return found[0].person if len(found) == 1 else None


def plan_words(matter):
    """The elements of 规定 11 as the plan says them, to be edited in a document."""
    rows = matter.assignments.exclude(state="cancelled").select_related("lead_department").order_by("number")
    division = [
        f"{row.number}. {row.content}（牵头：{row.lead_department}；完成时限：{row.due_on or '待定'}）" for row in rows
    ]
    others = [department.short_name for department in matter.departments[1:]]
    return {
        "title": f"关于{matter.title}的实施意见"[:120],
        "subject": f"{matter.title}。{matter.grounds}",
        "lead": matter.lead_department.short_name if matter.lead_department else "",
        "participants": "、".join(others),
        "division": "\n".join(division),
        "requirements": "\n".join(f"{row.number}. {row.requirements}" for row in rows if row.requirements),
    }


def report_words(matter):
    """What the report to the committee is assembled from: the accepted reports, task by task."""
    rows = matter.assignments.exclude(state="cancelled").select_related("lead_department").order_by("number")
    accepted = {
        report.assignment_id: report
        for report in WrittenReport._base_manager.filter(assignment__matter=matter, state="accepted").order_by("number")
    }
    told = [
        f"{row.number}. {row.content}（{row.lead_department}）\n{accepted[row.pk].content if row.pk in accepted else '尚未报告'}"
        for row in rows
    ]
    return {
        "title": f"关于{matter.title}完成情况的报告"[:120],
        "subject": f"{matter.title}。{matter.grounds}",
        "division": "\n".join(told),
    }
