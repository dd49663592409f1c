"""The pages of urgings, explanations and urge orders."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from coordination.models import Assignment, Matter
from supervision import urging_forms as forms
from supervision.models import Colour, Explanation, UrgeOrder, Urging
from supervision.models.of_clock import OfClock
from workflow import access, births, clocks
from workflow.act_views import visible_or_404
from workflow.articles import rests_on
from workflow.birth_views import BirthView
from workflow.models import Clock
from workflow.paging import page_of
from workflow.record_page import record_context
from workflow.views import subject_or_404


@require_GET
def beside_its_clock(request, public_id, model):
    """An urging or explanation is shown beside its clock, on the page of its task or matter."""
    record = visible_or_404(model, request, public_id)
    seen = Assignment.objects.visible_to(request.actor).filter(pk=record.assignment_id).exists()
    return redirect(record.assignment if seen else record.matter)


class OfClockView(BirthView):
    """The birth of a record about one clock: ``clocks/<subject>/<name>/…``; hidden and nonexistent clocks answer alike."""

    model, parent, relation = OfClock, Matter, "matter"

    def dispatch(self, request, *args, subject_id, name, **kwargs):
        if not hasattr(self, request.method.lower()):
            return self.http_method_not_allowed(request)
        held = Clock.objects.filter(
            dossier__in=access.visible_dossiers(request.actor), subject_id=subject_id, name=name
        )
        self.clock = held.select_related("policy", "owed_organisation").order_by("-pk").first()
        self.subject = subject_or_404(self.clock, request, subject_id)
        if not isinstance(self.subject.root, Matter) or not self.subject.shows_work_to(request.actor):
            raise Http404
        self.above = self.subject.root
        return super(BirthView, self).dispatch(request, *args, **kwargs)

    def unborn(self):
        return self.model.about(self.clock, self.subject, self.above)

    def fields(self, given):
        begun = self.unborn()
        return {"clock": begun.clock, "assignment": begun.assignment}

    def after(self, record):
        return self.subject.get_absolute_url()

    def more(self):
        beside = [
            model.beside_clocks([(self.clock, self.subject)], self.above, self.request.actor)
            for model in (Urging, Explanation)
        ]
        return {
            "record": self.subject, "clock": self.clock, "light": clocks.light(self.clock, self.request.actor.today),
            "lines": [line for said in beside for line in said[self.clock.pk].lines],
        }  # fmt: skip


class Urge(OfClockView):
    model, step, form = Urging, Urging.urge, forms.UrgingForm
    page_template = "supervision/urging_new.html"


class Explain(OfClockView):
    """Beside the form stands the way to another date, where the house knows one."""

    model, step, form = Explanation, Explanation.explain, forms.ExplanationForm
    page_template = "supervision/explanation_new.html"

    def more(self):
        begun, _ = births.within(self.subject, self.request.actor)
        later = reverse("extension_new", args=[self.subject.public_id])
        return super().more() | {"extensions": [each for each in begun if each["url"] == later]}


@rests_on("规定 8", "规定 12", label="督办单")
@require_GET
def urge_order_list(request):
    """Urge orders that the actor may see: by colour, state and department, keyset pages."""
    rows = UrgeOrder.objects.visible_to(request.actor).select_related(
        "dossier", "assignment__matter", *UrgeOrder.within
    )
    form = forms.UrgeOrderFilterForm(request.GET, actor=request.actor)
    wanted = form.cleaned_data if form.is_valid() else {}
    for name in ("colour", "state", "addressee"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    page = page_of(rows, order=[("moved_at", True)], cursor=request.GET.get("after"), size=50)
    shown = {"page": page, "pager": page.pager(request), "form": form}
    return render(request, "supervision/urge_order_list.html", shown)


@require_GET
def urge_order(request, public_id):
    """An urge order: what is asked, what was answered, and the rounds before and after it."""
    record = visible_or_404(UrgeOrder, request, public_id)
    return render(
        request, "supervision/urgeorder.html", record_context(request, record) | rounds_of(record, request.actor)
    )


def rounds_of(order, actor):
    """The rounds of the same matter or task that the actor sees, and the task if he sees it."""
    same = UrgeOrder.objects.visible_to(actor).filter(matter=order.matter_id, assignment=order.assignment_id)
    rounds = same.exclude(pk=order.pk).select_related(*UrgeOrder.within).order_by("pk")
    return {
        "rounds": list(rounds),
        "task": Assignment.objects.visible_to(actor).filter(pk=order.assignment_id).select_related("matter").first(),
    }


@require_GET
def print_page(request, public_id):
    """The urge order as it is printed."""
    record = visible_or_404(UrgeOrder, request, public_id)
    if record.is_covered_from(request.actor):
        raise Http404
    return render(request, "supervision/urge_order_print.html", {"record": record} | rounds_of(record, request.actor))


class DraftUrgeOrder(BirthView):
    """Drafted on a task or on a matter as a whole; the address names either."""

    model, step, parent, relation, form = UrgeOrder, UrgeOrder.draft, Matter, "matter", forms.UrgeOrderForm
    page_template = "supervision/urge_order_new.html"

    def dispatch(self, request, *args, public_id, **kwargs):
        if not hasattr(self, request.method.lower()):
            return self.http_method_not_allowed(request)
        task = Assignment.objects.visible_to(request.actor).filter(public_id=public_id).exists()
        self.about = visible_or_404(Assignment if task else Matter, request, public_id)
        self.above = self.about.root
        return super(BirthView, self).dispatch(request, *args, **kwargs)

    def unborn(self):
        return UrgeOrder.begun_within(self.about, self.request.actor)

    def fields(self, given):
        begun = self.unborn()
        return {"assignment": begun.assignment, "addressee": begun.addressee}

    def initial(self):
        return {"colour": Colour.BLUE}

    def more(self):
        return {"record": self.about, "addressee": self.unborn().addressee}
