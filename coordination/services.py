"""Several records as one act of a person: what a page offers as one button."""

from collections import defaultdict
from itertools import chain

from django.db import transaction

from coordination.models import PLAN_KINDS, Assignment, DocumentKind, ReportPart, Resolution, WrittenReport
from organizations.models import Post, Role
from workflow import clocks
from workflow.authority import posts_for, who
from workflow.beside import Told
from workflow.door import NotPermitted, open_record
from workflow.models import NEW
from workflow.steps import declaration_of, machines

NUMERALS = "一二三四"


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


def plan_words(kind, matter):
    """The elements of 规定 11 as the plan says them, to be edited in a document."""
    rows = matter.assignments.exclude(state="cancelled").select_related("lead_department").order_by("number")
    division = [
        f"{row.number}. {row.content}（牵头：{row.lead_department}；完成时限：{row.due_on or '待定'}）" for row in rows
    ]
    others = [department.short_name for department in matter.departments[1:]]
    form = "意见" if kind == DocumentKind.OTHER_WRITTEN else DocumentKind(kind).label
    return {
        "title": f"关于{matter.title}的{form}"[:120],
        "subject": f"{matter.title}。{matter.grounds}",
        "lead": matter.lead_department.short_name if matter.lead_department else "",
        "participants": "、".join(others),
        "division": "\n".join(division),
        "requirements": "\n".join(f"{row.number}. {row.requirements}" for row in rows if row.requirements),
    }


def new_version_words(kind, matter):
    """A new version of the document of the plan begins with the words of the one in force, and with every task as it stands."""
    last = matter.documents.filter(state="issued", kind__in=PLAN_KINDS).order_by("-pk").first()
    if last is None:
        return plan_words(kind, matter)
    names = ("title", "subject", "lead", "participants", "division", "requirements")
    return {name: getattr(last, name) for name in names} | {"replaces": last.pk}


def request_words(matter):
    """What a request to the committee begins with."""
    return {"title": f"关于{matter.title}有关问题的请示"[:120], "subject": f"{matter.title}。{matter.grounds}"}


def problem_words(matter):
    """What a report of an important problem begins with."""
    return {"title": f"关于{matter.title}中重要问题的报告"[:120]}


def filing_words(matter):
    """What the superior commission is told: why the matter is important, and how it was determined and approved."""
    decided = [
        f"事项编号：{matter.number}", f"来源：{matter.get_origin_display()} {matter.origin_document}".strip(),
        f"列为重要事项的理由：{matter.importance_reason}", f"确定依据：{matter.basis}" if matter.basis else "",
        f"党委批准：{matter.committee_decision}" if matter.committee_decision else "",
    ]  # fmt: skip
    return {
        "title": f"关于{matter.title}的备案报告"[:120],
        "subject": f"{matter.title}。{matter.grounds}",
        "division": "\n".join(filter(None, decided)),
    }


def words_of(kind, matter, actor):
    """What a new document of that kind begins with, as far as its drafter may read it."""
    if kind in PLAN_KINDS:
        words = plan_words(kind, matter) if matter.state == "planning" else new_version_words(kind, matter)
        return words | {"addressees": [department.pk for department in matter.departments]}
    if kind == DocumentKind.COMMITTEE_REPORT:
        return report_words(matter, actor)
    beginnings = {
        DocumentKind.REQUEST: request_words, DocumentKind.FILING_REPORT: filing_words,
        DocumentKind.PROBLEM_REPORT: problem_words,
    }  # fmt: skip
    return beginnings[kind](matter)


def report_words(matter, actor):
    """What the report to the committee is assembled from: the accepted reports task by task, and what every machine has to tell."""
    told = defaultdict(list)
    for part, text in chain(_reported(matter), *(model.told_of(matter, actor) for model in machines())):
        told[part].append(text)
    parts = [(part, told[part]) for part in ReportPart if told[part]]
    return {
        "title": f"关于{matter.title}完成情况的报告"[:120],
        "subject": f"{matter.title}。{matter.grounds}",
        "division": "\n\n".join(
            "\n".join([f"{numeral}、{part.label}", *texts])
            for numeral, (part, texts) in zip(NUMERALS, parts, strict=False)
        ),
    }


def _reported(matter):
    """Each task with its accepted report, and what the departments mean to do next."""
    rows = matter.assignments.exclude(state="cancelled").select_related("lead_department").order_by("number")
    reports = WrittenReport._base_manager.filter(assignment__matter=matter, state="accepted").order_by("number")
    accepted = {report.assignment_id: report for report in reports}
    for row in rows:
        report = accepted.get(row.pk)
        said = report.content if report else "尚未报告"
        yield Told(ReportPart.DONE, f"{row.number}. {row.content}（{row.lead_department}）\n{said}")
        if report and report.next_steps.strip():
            yield Told(ReportPart.NEXT, f"{row.lead_department}：{report.next_steps}")
