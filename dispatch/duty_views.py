"""The pages of duties that recur (定期职责): what is owed, one period of it, and the rules by which the periods open."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dispatch import duties
from dispatch import duty_forms as forms
from dispatch.models import DutyRule, RecurringDuty
from dispatch.models.duty_rule import SETTERS
from workflow import calendars, clocks
from workflow.act_views import visible_or_404
from workflow.articles import rests_on
from workflow.birth_views import BirthView
from workflow.local_rules import house_of
from workflow.models import Clock, Policy
from workflow.paging import PARAMETER, page_of
from workflow.record_page import record_context


@rests_on("规则 10、12、20、33、34、47", label="定期职责")
@require_GET
def duty_list(request):
    """What recurs and is owed, by the day on which it is due: the calendar of duties of every body that the actor sees."""
    rows = RecurringDuty.objects.visible_to(request.actor).select_related("dossier", *RecurringDuty.within)
    form = forms.DutyFilterForm(request.GET, actor=request.actor)
    wanted = form.cleaned_data if form.is_valid() else {}
    state = wanted.get("state") or RecurringDuty.State.OWED
    rows = rows if state == form.EVERY else rows.filter(state=state)
    for name, field in (("duty", "rule__duty"), ("house", "rule__house")):
        if wanted.get(name):
            rows = rows.filter(**{field: wanted[name]})
    page = page_of(rows, order=[("due_on", False)], cursor=request.GET.get(PARAMETER, ""), size=50)
    shown = {"lines": _with_lights(page.rows, request.actor.today), "pager": page.pager(request), "form": form}
    return render(request, "dispatch/recurringduty_list.html", shown | {"may_set": _house(request) is not None})


def _with_lights(rows, today):
    """[(duty, light or ``None``)]: one question for the clocks of all."""
    calendar = calendars.load()
    running = Clock.objects.open().of(*rows).select_related("policy") if rows else ()
    lights = {clock.subject_id: clocks.light(clock, today, calendar) for clock in running}
    return [(row, lights.get(row.public_id)) for row in rows]


@require_GET
def duty(request, public_id):
    """One period of one duty."""
    record = visible_or_404(RecurringDuty, request, public_id)
    return render(request, "dispatch/recurringduty.html", record_context(request, record))


@require_GET
def rule_list(request):
    """The rules that the actor may see: who owes what, how often, and when the next period begins."""
    rows = DutyRule.objects.visible_to(request.actor).select_related("dossier", *DutyRule.within)
    page = page_of(rows, order=[("moved_at", True)], cursor=request.GET.get(PARAMETER, ""), size=50)
    shown = {"page": page, "pager": page.pager(request), "may_set": _house(request) is not None}
    return render(request, "dispatch/dutyrule_list.html", shown)


@require_GET
def rule(request, public_id):
    """One rule with every period that it has opened."""
    record = visible_or_404(DutyRule, request, public_id)
    rows = record.duties.select_related("dossier", *RecurringDuty.within).order_by("-first_on")
    page = page_of(rows, order=[("first_on", True)], cursor=request.GET.get(PARAMETER, ""), size=20)
    shown = {"lines": _with_lights(page.rows, request.actor.today), "pager": page.pager(request)}
    return render(request, "dispatch/dutyrule.html", record_context(request, record) | shown)


def _house(request):
    """The commission for which the acting person may set rules."""
    return house_of(request.actor, *SETTERS.roles)


class SetRules(BirthView):
    """Several rules at once, all or none: who owes what of what is not set yet."""

    model, step = DutyRule, DutyRule.set_rule
    taken_words = "其中有的职责刚刚由他人设定，请核对后再办理。"

    def unborn(self):
        return DutyRule(**self.fields({}))

    def fields(self, given):
        house = _house(self.request)
        return {"commission": house} if house else {}

    def posts(self):
        return super().posts() if self.fields({}) else []

    def may(self):
        return "派出机关承办室主任、分管领导、书记"

    def form(self, *args, record, **kwargs):
        house = self.fields({})["commission"]
        policy = Policy.objects.filter(commission=house).in_force(self.request.actor.today).first()
        if policy is None:
            raise Http404
        return forms.RulesForm(*args, record=record, commission=house, policy=policy, **kwargs)

    def act(self, form):
        actor = self.request.actor.acting_as(form.chosen_post())
        return duties.set_rules(actor, form.chosen(), act_id=form.cleaned_data["act_id"])[-1]
