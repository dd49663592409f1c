"""The pages of inspections: one of them, the plan by months, how one begins, and the rules of regular ones."""

from collections import defaultdict

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from coordination.models import Assignment, Matter
from supervision import forms
from supervision.asked_already import asked_already, counted
from supervision.models import Inspection, InspectionRule, Problem
from supervision.problem_guards import UNDER_WAY
from workflow import clocks
from workflow.act_views import visible_or_404
from workflow.articles import rests_on
from workflow.birth_views import BirthView
from workflow.births import begun_in, posts_to_begin
from workflow.months import month_of, months_after
from workflow.record_page import clocks_of, record_context
from workflow.sections import Section, walk


@require_GET
def inspection(request, public_id):
    """An inspection: how, by whom, what was seen and found; beside it how its tasks stand."""
    record = visible_or_404(Inspection, request, public_id)
    shown = record_context(request, record) | {
        "tasks": tasks_of(record, request.actor),
        "members": list(record.members.order_by("name")),
        "findings": list(Problem.objects.visible_to(request.actor).filter(inspection=record).select_related("matter")),
        "is_open": record.is_open_to(request.actor),
        "rule": InspectionRule.objects.visible_to(request.actor).filter(pk=record.rule_id).first() if record.rule_id else None,
    }  # fmt: skip
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


@rests_on("规定 12", label="督促检查安排")
@require_GET
def inspection_plan(request):
    """The plan that the actor may see, month by month: what is still to be planned by rule, then the inspections, each by date."""
    actor = request.actor
    first = month_of(request.GET.get("month", ""), actor.today)
    following, is_this_month = months_after(first, 1), first == actor.today.replace(day=1)
    rules = InspectionRule.objects.visible_to(actor).filter(state="in_force", next_on__lt=following)
    rules = rules if is_this_month else rules.filter(next_on__gte=first)  # what was due before is due now
    rows = Inspection.objects.visible_to(actor).filter(planned_on__gte=first, planned_on__lt=following)
    page = walk(
        [Section(_with_departments(rules), [("next_on", False)]), Section(_with_departments(rows), [("planned_on", False)])],
        request.GET.get("after", ""),
    )  # fmt: skip
    ours = actor.organisation_ids()
    lines = [
        (row, departments_of(row) if row.matter.commission_id in ours else [], isinstance(row, InspectionRule))
        for _, row in page.rows
    ]
    shown = {
        "lines": lines, "pager": page.pager(request), "first": first, "before": f"{months_after(first, -1):%Y-%m}",
        "following": f"{following:%Y-%m}", "is_this_month": is_this_month,
    }  # fmt: skip
    return render(request, "supervision/inspection_plan.html", shown)


def _with_departments(rows):
    return rows.select_related("dossier", "matter").prefetch_related("assignments__lead_department")


def departments_of(inspection):
    """The lead departments of the tasks that are looked at, each once."""
    return list({task.lead_department_id: task.lead_department for task in inspection.assignments.all()}.values())


class PlanInspection(BirthView):
    """Before a new demand on the departments stands what they have been asked already."""

    model, step, parent, relation, form = Inspection, Inspection.plan, Matter, "matter", forms.InspectionForm
    page_template = "supervision/inspection_new.html"

    def initial(self):
        """As the rule has it, where the page was opened from one."""
        rules = InspectionRule.objects.visible_to(self.request.actor).filter(matter=self.above, state="in_force")
        rule = next((row for row in rules if str(row.public_id) == self.request.GET.get("rule")), None)
        return plan_by(rule) if rule else {"planned_on": clocks.today()}

    def more(self):
        found = asked_already(self.above.departments, self.above, self.request.actor)
        return {
            "asked": [
                {"department": department, "demands": demands, "counted": counted(demands),
                 "mergeable": any(demand.mergeable for demand in demands)}
                for department, demands in found
            ]
        }  # fmt: skip


def plan_by(rule):
    """What the plan of the next inspection by a rule begins with."""
    return {
        "rule": rule.public_id, "is_regular": True, "planned_on": max(rule.next_on, clocks.today()), "method": rule.method,
        "method_name": rule.method_name, "assignments": list(rule.assignments.all()), "members": list(rule.members.all()),
    }  # fmt: skip


class SetRule(BirthView):
    """How often a matter is inspected, how, and by whom."""

    model, step, parent, relation, form = InspectionRule, InspectionRule.set_rule, Matter, "matter", forms.RuleForm


@require_GET
def inspection_rule(request, public_id):
    """A rule of regular inspections, what was planned by it, and the way to plan the next."""
    record = visible_or_404(InspectionRule, request, public_id)
    shown = record_context(request, record)
    shown["births"] += links(record, request.actor)
    shown["tasks"] = (
        Assignment.objects.visible_to(request.actor).filter(inspection_rules=record).select_related("matter")
    )
    shown["planned"] = Inspection.objects.visible_to(request.actor).filter(rule=record).select_related("matter")
    return render(request, "supervision/inspectionrule.html", shown)


def links(rule, actor):
    """Where this actor may plan the next inspection by the rule."""
    begun = begun_in(rule.matter, Inspection, actor)
    posts, barred = posts_to_begin(begun, Inspection.plan, actor)
    if rule.state != "in_force" or not posts or barred or rule.is_covered_from(actor):
        return []
    url = f"{reverse('inspection_new', args=[rule.matter.public_id])}?rule={rule.public_id}"
    return [{"label": "按规则安排检查", "url": url, "kind": "督促检查"}]
