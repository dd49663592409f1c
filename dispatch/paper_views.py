"""The pages of the papers between a unit, its authority and its hosts: one list for each kind, one page, and how each begins."""

import re
from functools import cached_property, partial

from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_GET

from coordination.models import Matter
from coordination.progress import six_steps
from dispatch import grounds, services
from dispatch import paper_forms as forms
from dispatch.lights import dated
from dispatch.models import AssignedItem, HostMaterial, Submission, SubmissionKind, UnitNotice, UnitSupportRequest
from dispatch.models.unit_paper import MEMBERS
from dispatch.parties import acting_post, authority_of, unit_in_being, units_now
from dispatch.unit_ledger import year_in_words
from organizations.models import Kind, Role
from workflow import offers
from workflow.act_views import visible_or_404
from workflow.birth_views import BirthView
from workflow.guards import Obstacle
from workflow.paging import page_of
from workflow.record_page import facts_to_act_on, record_context
from workflow.steps import declaration_of

YEAR = re.compile(r"20\d\d")
KINDS = (Submission, AssignedItem, UnitSupportRequest, UnitNotice, HostMaterial)


@require_GET
def paper_list(request, model, kinds=KINDS, births=None):
    """Papers of one kind that the actor may see, filtered, keyset pages; beside it the other ``kinds`` that concern his houses."""
    rows = model.objects.visible_to(request.actor).select_related("dossier", *model.within)
    form = forms.PaperFilterForm(request.GET, model=model)
    wanted = form.cleaned_data if form.is_valid() else {}
    if words := wanted.get("q"):
        rows = rows.filter(Q(title__icontains=words) | Q(number__icontains=words))
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    if wanted.get("unit"):
        rows = rows.filter(unit__dispatched_units__public_id=wanted["unit"])
    page = page_of(rows, order=[("dossier__moved_at", True)], cursor=request.GET.get("after"), size=50)
    shown = {
        "lines": dated(page.rows, request.actor.today), "pager": page.pager(request), "form": form, "kind": model._meta.verbose_name, "listing": model.listing(),
        "tabs": [each.listing() | {"is_here": each is model} for each in kinds if concerns_houses(each, request.actor)],
        "births": [(view.address, view.label) for view in map(partial(begun, request=request), BIRTHS if births is None else births) if view.model is model and view.posts()],
    }  # fmt: skip
    return render(request, "dispatch/paper_list.html", shown)


def begun(view, request):
    """The page of a birth as this request would open it, to be asked whether it does."""
    page = view()
    page.setup(request)
    page.above = None
    return page


def concerns_houses(model, actor):
    """Whether papers of this kind go to or from one of the actor's houses."""
    return any(post.organisation.kind in model.goes_between for post in actor.posts)


@require_GET
def paper(request, public_id, model):
    """A paper: what it says as far as it is open to the actor, whom it waits for, its history."""
    record = visible_or_404(model, request, public_id)
    shown = record_context(request, record) | {"facts": facts_to_act_on(record, request.actor)}
    return render(request, "dispatch/paper.html", shown | {"is_open": record.is_open_to(request.actor)})


@require_GET
def support_request(request, public_id):
    """A request for support, and how the matter that it founded gets on: number, step, outcome; the matter itself stays closed."""
    record = visible_or_404(UnitSupportRequest, request, public_id)
    matter = record.matter
    shown = record_context(request, record) | {
        "facts": facts_to_act_on(record, request.actor), "matter": matter, "six_steps": six_steps(matter) if matter else [],
        "sees_matter": matter and Matter.objects.visible_to(request.actor).filter(pk=matter.pk).exists(),
    }  # fmt: skip
    return render(request, "dispatch/unitsupportrequest.html", shown)


class PaperBirth(BirthView):
    """A paper begins in the post of its writer: ``of`` is the kind of his house, ``roles`` the posts in which he may."""

    of, roles, address, form_class = None, (), "", None

    @cached_property
    def writer(self):
        """The post in which the acting person writes, ``None`` where he holds none."""
        return acting_post(self.request.actor, self.of, *self.roles)

    def posts(self):
        return super().posts() if self.writer and self.fields({}) else []

    def may(self):
        return "、".join(role.label for role in self.roles)

    def form(self, *args, record, **kwargs):
        return self.form_class(*args, record=record, begun=self.unborn(), settled=tuple(self.fields({})), **kwargs)


class FromTheUnit(PaperBirth):
    """A unit writes by the office and the leader that look after it, unless the form says otherwise."""

    of, roles = Kind.DISPATCHED_UNIT, MEMBERS.roles

    @cached_property
    def unit(self):
        return unit_in_being(self.writer.organisation)

    def fields(self, given):
        return {"unit": self.unit.organisation, "commission": self.unit.commission} if self.unit else {}

    def unborn(self):
        begun = super().unborn()
        if hasattr(begun, "office_id"):
            begun.office, begun.deputy_in_charge = self.unit.office, self.unit.deputy_in_charge
        return begun


class DraftSubmission(FromTheUnit):
    """Asked with a decision or a case, it rests on it; asked with a year, it begins as a report with the unit's figures of that year."""

    address, model, step, form_class = "submission_new", Submission, Submission.draft, forms.SubmissionForm

    def initial(self):
        year = self.request.GET.get("figures", "")
        if not YEAR.fullmatch(year):
            return grounds.named_in(self.request.GET, self.unit.organisation, self.request.actor)
        words = year_in_words(self.request.actor, self.unit, year)
        return {"kind": SubmissionKind.REPORT, "title": f"关于{year}年工作情况的报告", "content": words}


class AskForSupport(FromTheUnit):
    address, roles = "unitsupportrequest_new", (Role.UNIT_HEAD,)
    model, step, form_class = UnitSupportRequest, UnitSupportRequest.ask, forms.UnitSupportForm


class RequestMaterial(FromTheUnit):
    address = "hostmaterial_new"
    model, step, form_class = HostMaterial, HostMaterial.request_material, forms.MaterialRequestForm


class FromTheAuthority(PaperBirth):
    """A director writes for his own office, a leader in his own name."""

    of, roles = Kind.COMMISSION, (Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.SECRETARY)

    def fields(self, given):
        mine = {"office": self.writer.office} if self.writer.role == Role.OFFICE_DIRECTOR else {}
        mine |= {"deputy_in_charge": self.writer.person} if self.writer.role == Role.DEPUTY_IN_CHARGE else {}
        return {"commission": self.writer.organisation, **mine}


class AssignItem(FromTheAuthority):
    address, model, step, form_class = "assigneditem_new", AssignedItem, AssignedItem.assign, forms.AssignedItemForm


class NotifyUnit(FromTheAuthority):
    address, model, step, form_class = "unitnotice_new", UnitNotice, UnitNotice.notify, forms.UnitNoticeForm


class Inform(PaperBirth):
    """A host tells its unit; of several units it chooses one."""

    address, of, roles = "hostmaterial_inform", Kind.DEPARTMENT, (Role.LIAISON, Role.DEPARTMENT_HEAD)
    model, step, form_class = HostMaterial, HostMaterial.inform, forms.HostReportForm

    def fields(self, given):
        if not units_now(self.writer.organisation):
            return {}
        unit = given.get("unit")
        return {"host": self.writer.organisation} | ({"commission": authority_of(unit)} if unit else {})

    def may(self):
        return "有派驻机构的驻在单位的联络员、部门负责人"


BIRTHS = (DraftSubmission, AskForSupport, RequestMaterial, AssignItem, NotifyUnit, Inform)


class FoundMatter(BirthView):
    """The matter that an accepted request founds: it lies in a dossier of its own, and the request names it."""

    model, step, parent, form = Matter, Matter.suggest, UnitSupportRequest, forms.FoundForm

    @property
    def label(self):
        return declaration_of(UnitSupportRequest.found, UnitSupportRequest.State.ACCEPTED).label

    def unborn(self):
        return Matter(**services.suggested_by(self.above))

    def initial(self):
        return {"version": self.above.version, "title": self.above.title, "grounds": self.above.content}

    def open_posts(self, posts):
        """What bars it is asked of the request."""
        declaration = declaration_of(UnitSupportRequest.found, self.above.state)
        if declaration is None:
            return posts, [Obstacle(f"现处于“{self.above.state_label}”，不能办理“{self.label}”", "规则 13(4)")]
        return posts, offers.obstacles(self.above, UnitSupportRequest.found, declaration, ())

    def act(self, form):
        given = form.cleaned_data
        return services.found_matter(
            self.above, actor=self.request.actor.acting_as(form.chosen_post()), act_id=given["act_id"],
            expected_version=given["version"], **form.asked(),
        )  # fmt: skip
