"""The pages of a unit's daily work: what it records, whom it lists, tells and advises, what it is asked, what is looked at again."""

from functools import partial

from django.shortcuts import render
from django.views.decorators.http import require_GET

from dispatch import watch_births as births
from dispatch.models import (
    Advice,
    AdviceDraw,
    AdviceRecheck,
    Guidance,
    IntegrityOpinion,
    KeyPerson,
    LeaderNotice,
    Submission,
    SupervisionRecord,
)
from dispatch.paper_views import concerns_houses, paper_list
from supervision.recheck_views import draw_population
from workflow.act_views import visible_or_404
from workflow.paging import PARAMETER, page_of
from workflow.record_page import record_context

KINDS = (SupervisionRecord, KeyPerson, Guidance, Advice, AdviceDraw, LeaderNotice, IntegrityOpinion)
population = partial(draw_population, model=AdviceDraw)


def tabs(actor, here):
    """The lists of this part that concern the actor's houses."""
    return [each.listing() | {"is_here": each is here} for each in KINDS if concerns_houses(each, actor)]


@require_GET
def watch_list(request, model):
    """Papers of one kind."""
    return paper_list(request, model, kinds=KINDS, births=births.BIRTHS)


@require_GET
def of_units(request, model):
    """Key persons, or draws: they begin on the page of a unit."""
    rows = model.objects.visible_to(request.actor).select_related("dossier", *model.within)
    if unit := births.uuid_of(request.GET.get("unit")):
        rows = rows.filter(unit__public_id=unit)
    page = page_of(rows, order=[("moved_at", True)], cursor=request.GET.get(PARAMETER, ""), size=50)
    shown = {
        "page": page,
        "pager": page.pager(request),
        "kind": model._meta.verbose_name,
        "tabs": tabs(request.actor, model),
    }
    return render(request, "dispatch/of_units.html", shown)


def _filled(facts):
    """Of the facts of a page those that say something."""
    return [fact for fact in facts if fact["value"]]


@require_GET
def plain(request, public_id, model):
    """A record that says all by its fields."""
    record = visible_or_404(model, request, public_id)
    shown = record_context(request, record)
    return render(request, "workflow/record.html", shown | {"facts": _filled(shown["facts"])})


@require_GET
def supervision_record(request, public_id):
    """How a unit looked at its host and what it saw, the report and the advices that came of it."""
    record, actor = visible_or_404(SupervisionRecord, request, public_id), request.actor
    shown, reports = record_context(request, record), Submission.objects.visible_to(actor)
    more = [
        {"label": "监督检查的情况", "value": record.points_words},
        {"label": "三重一大", "value": "涉及“三重一大”事项" if record.is_major else ""},
        {"label": "决策程序", "value": "不合规" if record.is_irregular else ""},
    ]
    return render(request, "dispatch/supervisionrecord.html", shown | {
        "facts": _filled(shown["facts"] + more),
        "report": reports.filter(pk=record.report_id).first() if record.report_id else None,
        "advices": list(Advice.objects.visible_to(actor).filter(finding=record).select_related(*Advice.within).order_by("pk")),
        "may_advise": record.awaits_advice and births.DraftAdvice.opens_to(request),
    })  # fmt: skip


@require_GET
def advice(request, public_id):
    """An advice: what is to be put right, what was, what it rests on, and whether it was looked at again."""
    record, actor = visible_or_404(Advice, request, public_id), request.actor
    shown = record_context(request, record)
    again = AdviceRecheck.objects.visible_to(actor).filter(advice=record).select_related(*AdviceRecheck.within)
    findings = SupervisionRecord.objects.visible_to(actor).filter(pk=record.finding_id)
    return render(request, "dispatch/advice.html", shown | {
        "facts": _filled(shown["facts"]),
        "finding": findings.select_related(*SupervisionRecord.within).first() if record.finding_id else None,
        "rechecks": list(again.order_by("pk")),
    })  # fmt: skip


@require_GET
def opinion(request, public_id):
    """An opinion; to whoever asked it is open again once it is replied."""
    record = visible_or_404(IntegrityOpinion, request, public_id)
    shown = record_context(request, record)
    facts = {"facts": _filled(shown["facts"]), "is_open": record.is_open_to(request.actor)}
    return render(request, "dispatch/integrityopinion.html", shown | facts)


@require_GET
def draw(request, public_id):
    """A draw of closed advices: from what, whether it is as recorded, and what became of what was drawn."""
    record = visible_or_404(AdviceDraw, request, public_id)
    rows = (
        AdviceRecheck.objects.visible_to(request.actor)
        .filter(draw=record)
        .select_related("checked_by", *AdviceRecheck.within)
    )
    return render(request, "dispatch/advicedraw.html", record_context(request, record) | {
        "rows": list(rows.order_by("place")), "total": len(record.population), "is_as_recorded": record.is_as_recorded,
    })  # fmt: skip


@require_GET
def recheck(request, public_id):
    """Whether an advice that was closed is still kept to; the advice it was drawn for stands above."""
    record = visible_or_404(AdviceRecheck, request, public_id)
    shown = record_context(request, record)
    return render(request, "dispatch/advicerecheck.html", shown | {"facts": _filled(shown["facts"])})
