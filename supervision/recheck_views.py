"""The pages of draws (抽查) and re-checks (回头看)."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from coordination.models import Matter
from organizations.models import Role
from supervision import recheck_draws, recheck_forms
from supervision.models import Problem, Recheck, RecheckDraw
from supervision.models.recheck_draw import DRAWERS
from supervision.recheck_guards import GOES_ON
from supervision.recheck_population import population, rank, usual_range
from workflow.act_views import visible_or_404
from workflow.authority import posts_for
from workflow.birth_views import BirthView
from workflow.local_rules import house_of
from workflow.models import Policy
from workflow.paging import page_of
from workflow.record_page import record_context
from workflow.steps import declaration_of

BESIDE = 20  # earlier draws shown beside one


@require_GET
def draw_list(request):
    """Draws that the actor may see, keyset pages, each with how its re-checks stand."""
    rows = RecheckDraw.objects.visible_to(request.actor).select_related("dossier", "commission", "drawn_by")
    page = page_of(rows, order=[("moved_at", True)], cursor=request.GET.get("after"), size=50)
    standing = _standing(page.rows, request.actor)
    shown = {
        "lines": [(row, standing.get(row.pk, {})) for row in page.rows], "pager": page.pager(request),
        "can_draw": house_of(request.actor, *DRAWERS.roles) is not None, "headings": Recheck.State.labels,
    }  # fmt: skip
    return render(request, "supervision/recheckdraw_list.html", shown)


def _standing(draws, actor):
    """{draw: [(state, how many of its re-checks rest in it)]}; one query."""
    found = {row.pk: dict.fromkeys(Recheck.State.values, 0) for row in draws}
    rows = Recheck.objects.visible_to(actor).filter(draw__in=found).order_by()
    for draw_id, state, number in rows.values_list("draw", "state").annotate(Count("pk")):
        found[draw_id][state] = number
    return {
        draw_id: list(zip(Recheck.State.labels, counted.values(), strict=True)) for draw_id, counted in found.items()
    }


@require_GET
def draw(request, public_id):
    """A draw: what it was made from, whether it is as recorded, its re-checks, and earlier draws over the same days."""
    record = visible_or_404(RecheckDraw, request, public_id)
    rows = record.rechecks.select_related("draw__commission", "problem__matter", "checker").order_by("place")
    shown = record_context(request, record) | {
        "lines": [(row, not row.is_covered_from(request.actor)) for row in rows], "total": len(record.population),
        "is_as_recorded": record.is_as_recorded, "before": _over_the_same_days(record, request.actor),
    }  # fmt: skip
    return render(request, "supervision/recheckdraw.html", shown)


def _over_the_same_days(draw, actor):
    rows = RecheckDraw.objects.visible_to(actor).filter(commission=draw.commission_id).exclude(pk=draw.pk)
    same = rows.filter(resolved_from__lte=draw.resolved_until, resolved_until__gte=draw.resolved_from)
    return list(same.select_related("drawn_by", "commission").order_by("-moved_at")[:BESIDE])


@require_GET
def draw_population(request, public_id, model=RecheckDraw):
    """What was drawn from, in the order of chance, as plain text: whoever wants to can compute it again."""
    record = visible_or_404(model, request, public_id)
    drawn = set(record.picked_ids)
    ordered = sorted((rank(record.seed, each), each) for each in record.population)
    lines = [
        record.words, f"总体摘要 {record.population_digest}", f"种子 {record.seed}",
        "逐件计算 SHA-256(种子:标识)，由小到大排列，取前若干件。", f"总体{len(ordered)}件，抽取{record.size}件。", "",
    ]  # fmt: skip
    lines += [f"{digest} {each}{' 抽中' if each in drawn else ''}" for digest, each in ordered]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


class Draw(BirthView):
    """The days and the share begin with what the commission's rules say; beside them stand earlier draws."""

    model, step, form = RecheckDraw, RecheckDraw.draw, recheck_forms.DrawForm
    page_template = "supervision/recheckdraw_new.html"

    def unborn(self):
        commission = house_of(self.request.actor, *DRAWERS.roles)
        return RecheckDraw(commission=commission) if commission else RecheckDraw()

    def may(self):
        return "纪委承办室主任、分管领导、书记"

    @property
    def policy(self):
        return Policy.objects.filter(commission=self.unborn().commission).in_force(self.request.actor.today).first()

    def initial(self):
        policy = self.policy
        first, last = usual_range(policy, self.request.actor.today)
        return {"resolved_from": first, "resolved_until": last, "share": policy.recheck_share}

    def act(self, form):
        given, actor = form.asked(), self.request.actor.acting_as(form.chosen_post())
        return recheck_draws.draw(actor, self.unborn().commission, act_id=form.cleaned_data["act_id"], **given)

    def more(self):
        commission, actor = self.unborn().commission, self.request.actor
        first, last = usual_range(self.policy, actor.today)
        before = RecheckDraw.objects.visible_to(actor).filter(commission=commission).select_related("drawn_by")
        return {
            "first": first, "last": last, "total": population(commission.pk, first, last, actor).count(),
            "before": before.order_by("-moved_at")[:BESIDE],
        }  # fmt: skip


@require_GET
def recheck(request, public_id):
    """A re-check: the problem and what was seen for whoever may read the problem; for others that it takes place."""
    record = visible_or_404(Recheck, request, public_id)
    shown = record_context(request, record) | follow_up_of(record, request.actor)
    return render(request, "supervision/recheck.html", shown)


def follow_up_of(recheck, actor):
    """Where a recurrence is followed up, as far as it is this actor's: the problem's own page, or a new matter."""
    if recheck.is_covered_from(actor) or recheck.state != Recheck.State.RECURRED:
        return {"new_matter": _seen(recheck.new_matter, actor)}
    goes_on, found = recheck.problem.matter.state in GOES_ON, {}
    if goes_on and not recheck.is_reopened:
        declaration = declaration_of(Problem.reopen, recheck.problem.state)
        if declaration and posts_for(declaration.by, recheck.problem, actor):
            found["reopen_url"] = reverse("problem_step", args=[recheck.problem.public_id, "reopen"])
    elif not goes_on and actor.holds(recheck.draw.commission_id, Role.OFFICER, Role.OFFICE_DIRECTOR, Role.SECRETARY):
        found["matter_url"] = reverse("matter_new")
    return found


def _seen(matter, actor):
    return Matter.objects.visible_to(actor).filter(pk=matter.pk).first() if matter else None


def rechecks_of(problem, actor):
    """The re-checks of a problem, for its page: those of the draws that the actor sees."""
    rows = Recheck.objects.visible_to(actor).filter(problem=problem)
    return list(rows.select_related("checker", *Recheck.within).order_by("pk"))
