"""The pages of the registers of a unit (线索、过问干预、意见), of dual reports and of case reviews: one list for each, one page, how each begins."""

from functools import partial

from django.shortcuts import render
from django.views.decorators.http import require_GET

from dispatch import clue_guards
from dispatch import register_forms as forms
from dispatch.lights import dated
from dispatch.models import (
    CaseRecusal,
    CaseReview,
    Clue,
    DualReport,
    Interference,
    RegisteredCase,
    UnitFeedback,
)
from dispatch.paper_views import FromTheAuthority, FromTheUnit, PaperBirth, begun
from dispatch.parties import authority_of, recipients_of, unit_in_being, units_now
from dispatch.unit_births import OnUnit
from organizations.models import Kind, Role
from workflow.act_views import visible_or_404
from workflow.birth_views import BirthView
from workflow.paging import PARAMETER, page_of
from workflow.record_page import facts_to_act_on, record_context

# and whose houses have any use for each
REGISTERS = {
    Clue: (Kind.DISPATCHED_UNIT, Kind.COMMISSION),
    Interference: (Kind.DISPATCHED_UNIT, Kind.COMMISSION),
    UnitFeedback: (Kind.DISPATCHED_UNIT, Kind.COMMISSION, Kind.DEPARTMENT),
    DualReport: (Kind.DISPATCHED_UNIT, Kind.LOWER_BODY, Kind.PARTY_COMMITTEE),
    CaseReview: (Kind.DISPATCHED_UNIT, Kind.COMMISSION, Kind.WORK_COMMITTEE),
    CaseRecusal: (Kind.DISPATCHED_UNIT, Kind.COMMISSION),
}

# what the list of each says of it
SAID = {
    Clue: "只写代号，不写案情和姓名。在派驻机构的页面上登记。",
    Interference: "只写代号和职务，不写案情。在派驻机构的页面上登记。",
    DualReport: "同时报告同级党组（党委）和派驻机构，两方各自签收。只写代号。",
    CaseReview: "在已办结案件的页面上评查，不写案情。",
    CaseRecusal: "在案件登记的页面上办理。",
}


@require_GET
def register_list(request, model):
    """One register, as far as the actor sees it: by state and unit, keyset pages; beside it the others that concern his houses."""
    rows = model.objects.visible_to(request.actor).select_related("dossier", *model.within)
    form = forms.RegisterFilterForm(request.GET, model=model)
    wanted = form.cleaned_data if form.is_valid() else {}
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    if wanted.get("unit"):
        rows = rows.filter(**{f"{getattr(model, 'unit_path', 'unit')}__public_id": wanted["unit"]})
    page = page_of(rows, order=[("moved_at", True)], cursor=request.GET.get(PARAMETER, ""), size=50)
    kinds = {post.organisation.kind for post in request.actor.posts}
    shown = {
        "lines": dated(page.rows, request.actor.today), "pager": page.pager(request), "form": form, "kind": model._meta.verbose_name,
        "listing": model.listing(), "leads_to_cases": model is CaseReview, "said": SAID.get(model, ""),
        "tabs": [each.listing() | {"is_here": each is model} for each, houses in REGISTERS.items() if kinds & set(houses)],
        "births": [(view.address, view.label) for view in map(partial(begun, request=request), BIRTHS) if view.model is model and view.posts()],
    }  # fmt: skip
    return render(request, "dispatch/register_list.html", shown)


@require_GET
def register_record(request, public_id, model, template="workflow/record.html"):
    """One record: what it says as far as it is filled in, whom it waits for, its history."""
    record = visible_or_404(model, request, public_id)
    shown = record_context(request, record) | {"facts": facts_to_act_on(record, request.actor)}
    return render(request, template, shown)


class RegisterClue(OnUnit):
    """Whoever is no keeper is told so before he writes."""

    model, step, form = Clue, Clue.register, forms.ClueForm

    def open_posts(self, posts):
        actor = self.request.actor.acting_as(posts[0])
        found = clue_guards.its_keeper_registers_it.obstacle(self.unborn(), {"actor": actor})
        return posts, [found] if found else []


class EnterInterference(OnUnit):
    """Whoever is asked says on one form whether the head is to read it or the authority; what the head enters the authority reads."""

    model, step, form, title = Interference, Interference.report, forms.EntryForm, "登记过问、干预"
    label = title

    def step_for(self, post, given):
        directly = given.pop("directly") or post.role == Role.UNIT_HEAD
        return Interference.report if directly else Interference.record


class ReviewCase(BirthView):
    model, step, parent, relation = CaseReview, CaseReview.review, RegisteredCase, "case"
    form = forms.CaseReviewForm

    def fields(self, given):
        begun = CaseReview.begun_within(self.above, self.request.actor)
        return {"house": begun.house} if begun.house_id else {}


class GiveFeedback(FromTheAuthority):
    address, model, step, form_class = "unitfeedback_new", UnitFeedback, UnitFeedback.give, forms.FeedbackForm


class SuggestToUnit(PaperBirth):
    """The leadership of a host; of several units it chooses one."""

    address, of, roles = "unitfeedback_suggest", Kind.DEPARTMENT, (Role.LIAISON, Role.DEPARTMENT_HEAD)
    model, step, form_class = UnitFeedback, UnitFeedback.suggest, forms.HostFeedbackForm

    def fields(self, given):
        if not units_now(self.writer.organisation):
            return {}
        return {"host": self.writer.organisation} | looked_after(given.get("unit"))

    def may(self):
        return "有派驻机构的驻在单位的联络员、部门负责人"


class TakeDown(FromTheUnit):
    address, model, step = "unitfeedback_take_down", UnitFeedback, UnitFeedback.take_down
    form_class = forms.PublicFeedbackForm

    def fields(self, given):
        return super().fields(given) | looked_after(self.writer.organisation)


def looked_after(organisation):
    """The authority, the office and the leader that look after a unit today."""
    unit = unit_in_being(organisation) if organisation else None
    names = ("commission", "office", "deputy_in_charge")
    return {name: getattr(unit, name) for name in names} if unit else {}


class DraftDualReport(PaperBirth):
    """A lower body tells the party group beside it and the unit at its superior."""

    address, of, roles = "dualreport_new", Kind.LOWER_BODY, (Role.HEAD, Role.OFFICER)
    model, step, form_class = DualReport, DualReport.draft, forms.DualReportForm

    def fields(self, given):
        unit = given.get("unit") or recipients_of(self.writer.organisation)["unit"].first()
        return {"body": self.writer.organisation, "commission": authority_of(unit)} if unit else {}

    def may(self):
        return "上级单位有派驻机构的下级纪检机构的负责人、承办人"


BIRTHS = (GiveFeedback, SuggestToUnit, TakeDown, DraftDualReport)
