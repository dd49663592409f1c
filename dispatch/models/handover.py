"""Handing over on rotation (轮岗交接): what is open, what access there is, what was approved; the receiver signs and access ends (规则 7)."""

from dataclasses import replace

from django.conf import settings
from django.db import models
from django.db.models import Q

from dispatch import appointment_guards as needs
from dispatch.models.appointment import Appointment
from dispatch.models.of_unit import OfUnit
from organizations.actors import actor_of
from organizations.models import Role
from workflow import clocks
from workflow.audit import ALGORITHM, digest_of
from workflow.authority import CARRIED, at, oneself, person
from workflow.awaited import awaiting, meant_for
from workflow.models import NEW, known_states
from workflow.steps import step

LEAVER = person("appointment.person", of="unit.organisation")
HEAD = at("unit.organisation", Role.UNIT_HEAD)
DIRECTOR = at("unit.commission", Role.OFFICE_DIRECTOR)
READERS = (Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.SECRETARY)


class HandoverState(models.TextChoices):
    PREPARED = "prepared", "待签收"
    SIGNED = "signed", "已签收"
    WITHDRAWN = "withdrawn", "已撤回"


State = HandoverState


class Handover(OfUnit):
    """One sheet of handing over. What is open and what access there was is read off the file when it is prepared, not typed."""

    State = State
    within = ("appointment__person", "appointment__unit__organisation", "receiver", *OfUnit.within)
    searched = ("approvals", "remarks", "receiver")
    offered_while = {"appointment": ("in_office",)}

    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, editable=False, related_name="handovers", verbose_name="移交人的任职"
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="接收人"
    )
    items = models.JSONField("在办和权限", default=dict, editable=False)
    approvals = models.TextField("已批准未办结的事项", max_length=4000, blank=True)
    remarks = models.TextField("其他需要交接的情况", max_length=4000, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="编制人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "轮岗交接"
        ordering = ["unit", "pk"]
        constraints = [
            known_states("handover_state_is_known", State),
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(state="prepared"), name="one_prepared_handover_an_appointment"
            ),
        ]

    @classmethod
    def seen_by(cls, actor):
        """Who leaves, who receives, the head, and the leaders and directors of the authority."""
        me = Q(appointment__person=actor.person_id) | Q(receiver=actor.person_id)
        return (
            me | Q(unit__organisation__in=actor.organisation_ids(Role.UNIT_HEAD))
            | Q(unit__commission__in=actor.organisation_ids(*READERS))
        )  # fmt: skip

    @classmethod
    def begun_within(cls, parent, actor):
        return cls(unit=parent.unit, appointment=parent)

    @property
    def plain_words(self):
        return f"轮岗交接：{self.appointment.person}"

    @property
    def content_digest(self):
        """The digest of exactly what the receiver signs for."""
        return f"{ALGORITHM}:{digest_of(self.items, self.approvals, self.remarks)}"

    def _gathered(self):
        """{heading: lines} of what waits for the leaver in the unit, what is his to do there, and what he may see."""
        leaver, house = self.appointment.person, self.unit.organisation_id
        actor = actor_of(leaver, today=clocks.today())
        own = tuple(post for post in actor.posts if post.organisation_id == house and not post.is_lent)
        actor = replace(actor, posts=own, post=own[0] if own else None, principals={})
        open_items = [
            f"{row.words}：{label}"
            for model, keys in meant_for(actor).items() for row, wanted in awaiting(model, actor, keys) for label, _, _ in wanted
        ]  # fmt: skip
        cases = [f"{duty.case.words}（{duty.get_function_display()}）" for duty in self.appointment.case_duties_held]
        functions = [row.get_function_display() for row in self.appointment.functions_to_lapse]
        lent = [str(each) for each in actor.delegations]
        return {
            "待办": open_items, "承担的案件职责": cases, "职责分工": functions,
            "职务和权限": [f"{post.words}（{post.from_on}起）" for post in own] + lent,
        }  # fmt: skip

    # fmt: off
    @step(NEW, State.PREPARED, label="编制交接单", article="规则 7", by=[LEAVER, HEAD, DIRECTOR], stamps="prepared_by",
          needs=[needs.he_who_leaves_is_in_office, needs.the_receiver_serves_here, needs.none_is_prepared_already],
          tells=[oneself("receiver"), LEAVER])
    def prepare(self):
        """Everything that is open is listed as it stands now."""
        self.items = self._gathered()

    @step(State.PREPARED, State.SIGNED, label="签收交接", article="规则 7", by=[oneself("receiver")], expected=True,
          apart_from=["appointment.person"], signs="content_digest", carries=[("appointment", "Appointment.hand_over")],
          needs=[needs.the_receiver_serves_here], tells=[DIRECTOR, LEAVER])
    def sign(self):
        """The receiver has it all; from now on the leaver has no access by this office."""

    @step(State.PREPARED, State.WITHDRAWN, label="撤回交接单", article="系统规则", by=[LEAVER, HEAD, DIRECTOR], reason=True)
    def withdraw(self):
        """To be prepared anew, as when what is open has changed."""

    @step(State.PREPARED, State.WITHDRAWN, label="随免职失效", article="系统规则", by=[CARRIED])
    def lapse(self):
        """Office ended otherwise."""

    # fmt: on
