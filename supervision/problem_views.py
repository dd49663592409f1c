"""The pages of problems: one problem with the table of positions, and the list."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from coordination.models import Assignment, Contact, Invitation, Meeting, OfficialDocument
from supervision import problem_forms as forms
from supervision.models import Inspection, Problem
from supervision.problem_words import position_words
from supervision.recheck_views import rechecks_of
from workflow.act_views import visible_or_404
from workflow.articles import rests_on
from workflow.births import posts_to_begin
from workflow.paging import page_of
from workflow.record_page import record_context
from workflow.steps import declaration_of


@require_GET
def problem(request, public_id):
    """A problem: what it is, what was done, each party's position beside the others, its documents, and what may follow."""
    record = visible_or_404(Problem, request, public_id)
    shown = record_context(request, record) | about(record, request.actor)
    shown["births"] += links(record, request.actor)
    return render(request, "supervision/problem.html", shown)


def about(problem, actor):
    """What the actor may see of the records that a problem rests on."""
    positions = Invitation.objects.visible_to(actor).filter(meeting=problem.meeting_id)
    positions = positions.select_related("department", "meeting__matter").order_by("pk")
    return {
        "positions": [(row, position_words(row)) for row in positions] if problem.meeting_id else [],
        "documents": _seen(OfficialDocument, actor, problem.request_id, problem.report_id),
        "sources": [
            *_seen(Inspection, actor, problem.inspection_id),
            *_seen(Contact, actor, problem.contact_id),
        ],
        "task": next(iter(_seen(Assignment, actor, problem.assignment_id)), None),
        "meeting": next(iter(_seen(Meeting, actor, problem.meeting_id)), None),
        "survivor": next(iter(_seen(Problem, actor, problem.merged_into_id)), None),
        "rechecks": rechecks_of(problem, actor),
        "merged": list(Problem.objects.visible_to(actor).filter(merged_into=problem).select_related("matter")),
    }


def _seen(model, actor, *keys):
    """Of these rows those that the actor sees; nothing is asked where there are none."""
    named = [key for key in keys if key is not None]
    if not named:
        return []
    return list(model.objects.visible_to(actor).filter(pk__in=named).select_related(*model.within))


def links(problem, actor):
    """The pages on which this actor may call the problem's meeting and draft its documents."""
    if problem.is_covered_from(actor):
        return []
    found, coordinates = [], declaration_of(Problem.coordinate, problem.state)
    meeting, document = Meeting(matter=problem.matter), OfficialDocument(matter=problem.matter)
    if coordinates and _may(meeting, Meeting.call, problem, actor):
        found.append(("problem_meeting", "召集协调会议", "会议"))
    if _may(document, OfficialDocument.draft, problem, actor):
        if problem.state == "coordinating" and problem.lacks_its_request:
            found.append(("problem_request", "起草请示", "公文"))
        if problem.state in forms.UNDER_WAY and problem.lacks_its_report:
            found.append(("problem_report", "起草重要问题报告", "公文"))
    return [
        {"label": label, "url": reverse(name, args=[problem.public_id]), "kind": kind} for name, label, kind in found
    ]


def _may(begun, step, problem, actor):
    begun.dossier = problem.dossier
    posts, barred = posts_to_begin(begun, step, actor)
    return bool(posts) and not barred


@rests_on("规定 7", "规定 12、13", label="问题清单")
@require_GET
def problem_list(request):
    """Problems that the actor may see: by state, severity and department, keyset pages."""
    rows = Problem.objects.visible_to(request.actor).select_related(
        "dossier", "department", "assignment__matter", "matter"
    )
    form = forms.ProblemFilterForm(request.GET, actor=request.actor)
    wanted = form.cleaned_data if form.is_valid() else {}
    for name in ("state", "severity", "department"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    page = page_of(rows, order=[("moved_at", True)], cursor=request.GET.get("after"), size=50)
    shown = {"page": page, "pager": page.pager(request), "form": form}
    return render(request, "supervision/problem_list.html", shown)
