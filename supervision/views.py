"""The pages of inspections: one of them, the plan by months, and how one begins."""

from collections import defaultdict
from datetime import date

from django.shortcuts import render
from django.views.decorators.http import require_GET

from coordination.models import Assignment, Matter
from supervision import forms
from supervision.asked_already import asked_already, counted
from supervision.models import Inspection, Problem
from supervision.problem_guards import UNDER_WAY
from workflow import clocks
from workflow.act_views import visible_or_404
from workflow.birth_views import BirthView
from workflow.paging import page_of
from workflow.record_page import clocks_of, record_context


@require_GET
def inspection(request, public_id):
    """An inspection: how, by whom, what was seen and found; beside it how its tasks stand."""
    record = visible_or_404(Inspection, request, public_id)
    shown = record_context(request, record) | {
        "tasks": tasks_of(record, request.actor),
        "members": list(record.members.order_by("name")),
        "findings": list(Problem.objects.visible_to(request.actor).filter(inspection=record).select_related("matter")),
        "is_open": record.is_open_to(request.actor),
    }
    return render(request, "supervision/inspection.html", shown)


def tasks_of(inspection, actor):
    """The tasks that are looked at, as far as the actor sees them: each with its next date and its problems under way."""
    rows = Assignment.objects.visible_to(actor).filter(inspections=inspection)
    tasks = list(rows.select_related("lead_department", "matter").order_by("number"))
    running, problems = {}, defaultdict(list)
    for line in clocks_of({task.public_id: task for task in tasks}, actor.today):
        running.setdefault(line["of"], line)
    for problem in Problem.objects.visible_to(actor).filter(assignment__in=tasks, state__in=UNDER_WAY):
        problems[problem.assignment_id].append(problem)
    return [(task, running.get(task.public_id), len(problems[task.pk])) for task in tasks]


@require_GET
def inspection_plan(request):
    """The plan of inspections that the actor may see, month by month, in the order of their days."""
    first = month_of(request.GET.get("month", ""), request.actor.today)
    following, before = _shifted(first, 1), _shifted(first, -1)
    rows = Inspection.objects.visible_to(request.actor).filter(planned_on__gte=first, planned_on__lt=following)
    rows = rows.select_related("dossier", *Inspection.within).prefetch_related("assignments__lead_department")
    page = page_of(rows, order=[("planned_on", False)], cursor=request.GET.get("after"), size=50)
    ours = request.actor.organisation_ids()
    lines = [(row, departments_of(row) if row.matter.commission_id in ours else []) for row in page.rows]
    shown = {
        "lines": lines, "pager": page.pager(request), "first": first, "before": f"{before:%Y-%m}",
        "following": f"{following:%Y-%m}", "is_this_month": first == request.actor.today.replace(day=1),
    }  # fmt: skip
    return render(request, "supervision/inspection_plan.html", shown)


def departments_of(inspection):
    """The lead departments of the tasks that are looked at, each once."""
    return list({task.lead_department_id: task.lead_department for task in inspection.assignments.all()}.values())


def month_of(words, today):
    """The first day of the month ``YYYY-MM``, of this month where that is none."""
    try:
        first = date.fromisoformat(f"{words}-01")
    except ValueError:
        return today.replace(day=1)
    return first if 2000 <= first.year <= 2100 else today.replace(day=1)


def _shifted(first, by):
    """The first day of a month before or after."""
    place = first.year * 12 + first.month - 1 + by
    return date(place // 12, place % 12 + 1, 1)


class PlanInspection(BirthView):
    """Before a new demand on the departments stands what they have been asked already."""

    model, step, parent, relation, form = Inspection, Inspection.plan, Matter, "matter", forms.InspectionForm
    page_template = "supervision/inspection_new.html"

    def initial(self):
        return {"planned_on": clocks.today()}

    def more(self):
        found = asked_already(self.above.departments, self.above, self.request.actor)
        return {
            "asked": [
                {"department": department, "demands": demands, "counted": counted(demands),
                 "mergeable": any(demand.mergeable for demand in demands)}
                for department, demands in found
            ]
        }  # fmt: skip
