"""How the records of a unit's daily work begin: in which post, with what already said, and as corrections of one another."""

from functools import cached_property
from uuid import UUID

from django.views.decorators.http import require_http_methods

from dispatch import advice_draws, watching
from dispatch import watch_forms as forms
from dispatch.models import (
    Advice,
    AdviceDraw,
    Guidance,
    GuidanceKind,
    IntegrityOpinion,
    KeyPerson,
    LeaderNotice,
    SupervisionRecord,
)
from dispatch.models.guidance import BY_UNIT
from dispatch.paper_views import FromTheAuthority, FromTheUnit, PaperBirth, begun
from dispatch.parties import unit_in_being
from dispatch.unit_births import OnUnit
from organizations.models import Kind, Organisation, Role
from supervision.recheck_population import usual_range
from workflow.act_views import visible_or_404
from workflow.door import open_record
from workflow.models import Policy


def uuid_of(words):
    """A public id as an address names it, ``None`` where it names none."""
    try:
        return UUID(words or "")
    except ValueError:
        return None


class OfTheUnit(FromTheUnit):
    """The office and the leader are those that look after the unit; nobody chooses them."""

    def fields(self, given):
        if not self.unit:
            return {}
        return super().fields(given) | {"office": self.unit.office, "deputy_in_charge": self.unit.deputy_in_charge}


class GuideUnit(FromTheAuthority):
    """An office records what it did for a unit."""

    address, roles = "guidance_of_unit", (Role.OFFICER, Role.OFFICE_DIRECTOR)
    model, step, form_class = Guidance, Guidance.guide_unit, forms.GuidanceOfUnitForm

    def fields(self, given):
        found = {"commission": self.writer.organisation, "office": self.writer.office, "kind": GuidanceKind.OF_UNIT}
        unit = unit_in_being(given["unit"]) if given.get("unit") else None
        return found | ({"deputy_in_charge": unit.deputy_in_charge} if unit else {})


class Guide(OfTheUnit):
    address, model, step, form_class = "guidance_guide", Guidance, Guidance.guide, forms.GuideForm


class Educate(OfTheUnit):
    address, model, step, form_class = "guidance_educate", Guidance, Guidance.educate, forms.EducateForm


class RecordSupervision(OfTheUnit):
    address, model, step = "supervisionrecord_record", SupervisionRecord, SupervisionRecord.record
    form_class = forms.SupervisionRecordForm

    def act(self, form):
        own = form.asked() | self.fields(form.cleaned_data) | ({"corrects": self.above} if self.parent else {})
        actor = self.request.actor.acting_as(form.chosen_post())
        return watching.recorded(actor, act_id=form.cleaned_data["act_id"], **own)


class Correction:
    """The same form with the words of what is corrected, in a dossier of its own."""

    relation, label = "corrects", "更正本记录"

    def initial(self):
        names = self.form_class.base_fields
        return {name: self._said(name) for name in names if hasattr(self.above, name)}

    def _said(self, name):
        value = getattr(self.above, name)
        return list(value.all()) if hasattr(value, "all") else value

    def act(self, form):
        own = form.asked() | self.fields(form.cleaned_data) | {"corrects": self.above}
        actor = self.request.actor.acting_as(form.chosen_post())
        return open_record(self.model, type(self).step, actor=actor, act_id=form.cleaned_data["act_id"], **own)


class CorrectGuideUnit(Correction, GuideUnit):
    parent = Guidance


class CorrectGuide(Correction, Guide):
    parent = Guidance


class CorrectEducate(Correction, Educate):
    parent = Guidance


class CorrectSupervision(Correction, RecordSupervision):
    parent = SupervisionRecord
    act = RecordSupervision.act


@require_http_methods(["GET", "POST"])
def correct_guidance(request, public_id):
    """The correction of guidance is of the same sort."""
    kind = visible_or_404(Guidance, request, public_id).kind
    view = CorrectGuideUnit if kind == GuidanceKind.OF_UNIT else CorrectGuide if kind in BY_UNIT else CorrectEducate
    return view.as_view()(request, public_id=public_id)


class NotifyLeader(FromTheUnit):
    address, roles = "leadernotice_notify", (Role.UNIT_HEAD, Role.UNIT_DEPUTY)
    model, step, form_class = LeaderNotice, LeaderNotice.notify_leader, forms.LeaderNoticeForm


class AskAsDepartment(PaperBirth):
    """A department asks a unit of the commission at its level."""

    address, of, roles = "integrityopinion_ask", Kind.DEPARTMENT, (Role.DEPARTMENT_HEAD, Role.LIAISON)
    model, step, form_class = IntegrityOpinion, IntegrityOpinion.ask, forms.OpinionForm

    @cached_property
    def commission(self):
        level = self.writer.organisation.superior_id
        return Organisation.objects.filter(kind=Kind.COMMISSION, committee=level).first() if level else None

    def fields(self, given):
        return {"asker": self.writer.organisation, "commission": self.commission} if self.commission else {}


class AskAsOffice(FromTheAuthority):
    address, roles = "integrityopinion_ask_office", (Role.OFFICE_DIRECTOR,)
    model, step, form_class = IntegrityOpinion, IntegrityOpinion.ask, forms.OpinionForm

    def fields(self, given):
        house = self.writer.organisation
        return {"commission": house, "asker": house, "asking_office": self.writer.office}


class DraftAdvice(OfTheUnit):
    """Begun by itself, or on a prominent problem whose words it takes."""

    address, model, step, form_class = "advice_draft", Advice, Advice.draft, forms.AdviceForm

    @classmethod
    def opens_to(cls, request):
        return bool(begun(cls, request).posts())

    def initial(self):
        rows = SupervisionRecord.objects.visible_to(self.request.actor).filter(state=SupervisionRecord.State.FOUND)
        wanted = uuid_of(self.request.GET.get("finding"))
        finding = rows.filter(public_id=wanted).first() if wanted else None
        if finding is None:
            return {}
        return {"finding": finding.pk, "host": finding.host_id, "area": finding.area, "content": finding.problem}


BIRTHS = (RecordSupervision, GuideUnit, Guide, Educate, DraftAdvice, NotifyLeader, AskAsDepartment, AskAsOffice)


class ListKeyPerson(OnUnit):
    model, step, form = KeyPerson, KeyPerson.list_person, forms.ListForm


class DrawAdvices(OnUnit):
    """The days and the share begin with what the commission's rules say of re-checks."""

    model, step, form, title = AdviceDraw, AdviceDraw.draw, forms.AdviceDrawForm, "抽查办结的建议"

    def initial(self):
        today = self.request.actor.today
        policy = Policy.objects.filter(commission=self.above.commission).in_force(today).first()
        first, last = usual_range(policy, today)
        return {"resolved_from": first, "resolved_until": last, "share": policy.recheck_share}

    def act(self, form):
        actor = self.request.actor.acting_as(form.chosen_post())
        return advice_draws.draw(actor, self.above, act_id=form.cleaned_data["act_id"], **form.asked())
