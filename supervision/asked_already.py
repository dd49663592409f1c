"""The only place that gathers what a department has been asked already, across all matters that the actor sees (减负).

It stands before a new demand on the department, so that a demand under way is used again instead.
"""

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q

from coordination.models import Assignment, SupportRequest
from supervision.guards import RUNNING
from supervision.models import Explanation, Inspection, UrgeOrder
from workflow import access, subjects
from workflow.models import Clock

AROUND = timedelta(days=30)  # before and after today
MOST = 30  # lines of one kind
OPEN_INSPECTIONS = ("planned", "under_way")


class Demand(NamedTuple):
    """One thing that a department was asked, or is to deliver. ``mergeable`` where the new demand may be joined to it."""

    on: date
    kind: str
    words: str
    within: str
    url: str
    state: str
    mergeable: bool = False


def asked_already(departments, matter, actor):
    """[(department, [Demand, …])] of the last and the next thirty days, the latest first; a question for each kind of demand."""
    ids, found = {department.pk for department in departments}, defaultdict(list)
    since, until = actor.today - AROUND, actor.today + AROUND
    for read in (_inspections, _reports_due, _urge_orders, _explanations, _support_requests):
        for department_id, demand in read(ids, since, until, matter, actor):
            found[department_id].append(demand)
    return [
        (department, sorted(found[department.pk], key=lambda demand: demand.on, reverse=True))
        for department in departments
    ]


def counted(demands):
    """How many of each kind, in words."""
    kinds = Counter(demand.kind for demand in demands)
    return "、".join(f"{kind}{count}项" for kind, count in kinds.most_common())


def _demand(row, on, kind="", mergeable=False):
    kind = kind or str(row._meta.verbose_name)
    return Demand(on, kind, row.words, row.root.words, row.get_absolute_url(), row.state_label, mergeable)


def _inspections(ids, since, until, matter, actor):
    """Those under way whenever they are planned, and those of these days."""
    theirs = Inspection.with_any(assignments__lead_department__in=ids) | Inspection.with_any(
        assignments__participations__department__in=ids
    )
    near = Q(state__in=OPEN_INSPECTIONS) | Q(state="concluded", held_on__gte=since, held_on__lte=until)
    rows = Inspection.objects.visible_to(actor).filter(theirs, near).select_related(*Inspection.within)
    for row in rows.prefetch_related("assignments__participations").order_by("-planned_on")[:MOST]:
        demand = _demand(
            row, row.held_on or row.planned_on, mergeable=row.matter_id == matter.pk and row.state == "planned"
        )
        inspected = {task.lead_department_id for task in row.assignments.all()}
        inspected |= {part.department_id for task in row.assignments.all() for part in task.participations.all()}
        yield from ((department_id, demand) for department_id in inspected & ids)


def _reports_due(ids, since, until, matter, actor):
    """Work and reports of their tasks that fall due."""
    due = Clock.objects.open().filter(
        dossier__in=access.visible_dossiers(actor), subject_type=Assignment._meta.label_lower, name__in=["work", "report"],
        owed_organisation__in=ids, due_on__gte=since, due_on__lte=until,
    )  # fmt: skip
    due = list(due.order_by("-due_on")[:MOST])
    seen = subjects.visible({(clock.subject_type, clock.subject_id) for clock in due}, actor)
    for clock in due:
        if task := seen.get(clock.subject_id):
            yield clock.owed_organisation_id, _demand(task, clock.due_on, f"{clock.label}到期")


def _urge_orders(ids, since, until, matter, actor):
    rows = UrgeOrder.objects.visible_to(actor).filter(addressee__in=ids).exclude(number="")
    rows = rows.filter(Q(state__in=RUNNING) | Q(due_on__gte=since, due_on__lte=until)).exclude(
        state__in=["withdrawn", "lapsed"]
    )
    for row in rows.select_related("assignment__matter", *UrgeOrder.within).order_by("-due_on")[:MOST]:
        yield row.addressee_id, _demand(row, row.due_on)


def _explanations(ids, since, until, matter, actor):
    rows = Explanation.objects.visible_to(actor).filter(assignment__lead_department__in=ids)
    rows = rows.filter(promised_on__gte=since, promised_on__lte=until).select_related("assignment", *Explanation.within)
    for row in rows.order_by("-promised_on")[:MOST]:
        yield row.assignment.lead_department_id, _demand(row, row.promised_on)


def _support_requests(ids, since, until, matter, actor):
    rows = SupportRequest.objects.visible_to(actor).filter(department__in=ids, state__in=["asked", "answered"])
    rows = rows.filter(Q(state="asked") | Q(moved_at__date__gte=since)).select_related(*SupportRequest.within)
    for row in rows.order_by("-pk")[:MOST]:
        yield row.department_id, _demand(row, row.moved_at.date())
