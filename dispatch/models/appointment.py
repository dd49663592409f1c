"""Appointments to a dispatched unit (任职): who leads it and works in it, from when to when, and when rotation is due (规则 7)."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from dispatch import appointment_guards as needs
from dispatch.models.case_duty import CaseDuty
from dispatch.models.dispatched_unit import DispatchedUnit
from dispatch.models.of_unit import OfUnit
from organizations.models import ROLES_OF, Kind, Organisation, Post, Role
from workflow import clocks
from workflow.authority import CARRIED, at, person, who
from workflow.beside import Over
from workflow.clocks import Period
from workflow.models import NEW, Policy, known_states
from workflow.months import months_after
from workflow.seats import Seat
from workflow.steps import SAME, step, when

PEOPLE = settings.AUTH_USER_MODEL
PROPOSERS = at("unit.commission", Role.OFFICE_DIRECTOR, Role.STANDING_CLERK)
LEADERS = at("unit.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)
DIRECTOR = at("unit.commission", Role.OFFICE_DIRECTOR)
HIMSELF = person("person", of="unit.organisation")
ROLES = [(role.value, role.label) for role in ROLES_OF[Kind.DISPATCHED_UNIT]]


class AppointmentState(models.TextChoices):
    PROPOSED = "proposed", "待任职"
    IN_OFFICE = "in_office", "在任"
    ENDED = "ended", "已离任"
    WITHDRAWN = "withdrawn", "已撤回"


State = AppointmentState


class Appointment(OfUnit):
    """One appointment. The account's post follows it: given when office is taken, ended when it is left."""

    State = State
    gives_posts = True
    within = ("person", "seat_host", *OfUnit.within)
    searched = ("person", "document")
    clocks = {"rotation": Period("安排轮岗", "规则 7", DIRECTOR, until="rotation_on")}
    EDITED = ("person", "role", "from_on", "until_on", "seat_host", "host_duties")
    editable = {State.PROPOSED: [(PROPOSERS, EDITED)]}
    page_fields = (
        "person", "role", "from_on", "until_on", "seat_host", "rotation_on", "document", "end_document", "ended_on",
    )  # fmt: skip

    person = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+", verbose_name="人员")
    role = models.CharField("职务", max_length=20, choices=ROLES)
    from_on = models.DateField("任职日期")
    until_on = models.DateField("任期至", null=True, blank=True)
    seat_host = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="担任党组（党委）成员的驻在单位",
    )
    host_duties = models.CharField("在驻在单位担任的其他职务", max_length=200, blank=True)
    document = models.CharField("任职文件（文号）", max_length=120, blank=True)
    end_document = models.CharField("免职文件（文号）", max_length=120, blank=True)
    rotation_on = models.DateField("应当安排轮岗的日期", null=True, editable=False)
    ended_on = models.DateField("离任日期", null=True, editable=False)
    proposed_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="提名人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["unit", "from_on", "pk"]
        constraints = [
            known_states("appointment_state_is_known", State),
            models.CheckConstraint(name="appointment_role_is_a_units", condition=Q(role__in=[value for value, _ in ROLES])),
            models.CheckConstraint(
                name="appointment_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(state="in_office", role="unit_head"), name="one_head_in_office_a_unit"
            ),
            models.UniqueConstraint(
                fields=["unit", "person", "role"], condition=Q(state__in=["proposed", "in_office"]),
                name="one_appointment_a_person_and_role",
            ),
        ]  # fmt: skip

    @property
    def plain_words(self):
        return f"{self.unit.plain_words}{self.get_role_display()} {self.person}"

    @property
    def is_heads(self):
        return needs.is_head(self)

    @property
    def is_present(self):
        """Whether the person is in office, or is to be."""
        return self.state in (State.PROPOSED, State.IN_OFFICE)

    @property
    def sits_elsewhere(self):
        """Whether the host on whose party group the head sits is none of the unit's hosts any more."""
        in_office = self.state == State.IN_OFFICE and self.seat_host_id is not None
        return in_office and self.seat_host_id not in {host.pk for host in self.unit.hosts}

    def seat(self):
        """The post in the unit: it counts while the appointment does, and is none of a proposal's business."""
        if self.state not in (State.IN_OFFICE, State.ENDED):
            return None
        return Seat(
            self.person_id,
            self.unit.organisation_id,
            self.role,
            self.from_on,
            self.until_on,
            self.state == State.IN_OFFICE,
        )

    @classmethod
    def against_post(cls, post):
        return needs.against_post(post)

    @classmethod
    def hanging_over(cls, record, actor):
        """On the pages of unit and appointment: who is in office whose post the administrators ended. The decision on file says who is in
        office, the post who gets in; which of the two is to be mended people decide."""
        if not isinstance(record, cls | DispatchedUnit):
            return []
        posts = Post.objects.filter(
            person=OuterRef("person"), role=OuterRef("role"), organisation=OuterRef("unit__organisation")
        )
        last = posts.order_by("-from_on", "-pk").values(day=Coalesce("ended_on", "until_on"))
        rows = cls.objects.visible_to(actor).filter(~Exists(posts.not_over(actor.today)), state=State.IN_OFFICE)
        rows = rows.filter(pk=record.pk) if isinstance(record, cls) else rows.filter(unit=record)
        return [
            row.without_post() for row in rows.annotate(post_ended_on=Subquery(last[:1])).select_related(*cls.within)
        ]

    def without_post(self):
        """The light, and who mends it."""
        since = f"已于{clocks.date_words(self.post_ended_on)}终止" if self.post_ended_on else "尚未授予"
        ends = "、".join(who([LEADERS], self))
        mends = f"离任的由{ends}免职；仍任职的由安全保密管理员重新授予职务"
        text = f"{self.words}仍在任，账号职务{since}，不能登录办理。{mends}"
        return Over("light-red", "red", "任职与职务不一致", text, self.get_absolute_url())

    @property
    def case_duties_held(self):
        """Duties on cases of the unit that are the person's, unless another appointment keeps him in the unit."""
        others = Appointment._base_manager.filter(unit=self.unit_id, person=self.person_id, state=State.IN_OFFICE)
        if others.exclude(pk=self.pk).exists():
            return []
        held = CaseDuty._base_manager.filter(case__unit=self.unit_id, person=self.person_id, state="held")
        return list(held.select_related("case__unit").order_by("pk"))

    @property
    def functions_to_lapse(self):
        """What the person had to do in the unit."""
        return list(
            self.unit.unitfunctions.filter(person=self.person_id, state="held").select_related("unit", "person")
        )

    @property
    def handovers_to_lapse(self):
        """Sheets of handing over that nobody has signed."""
        return list(self.handovers.filter(state="prepared").select_related("unit", "appointment"))

    def _rotation_due_on(self):
        policy = Policy.objects.filter(commission=self.unit.commission_id).in_force(clocks.today()).first()
        return months_after(self.from_on, policy.rotation_months)

    # fmt: off
    @step(NEW, State.PROPOSED, label="提名任职", article="规则 7", by=[PROPOSERS], stamps="proposed_by",
          needs=[needs.the_unit_is_in_being, needs.the_person_can_hold_the_post, needs.the_person_is_not_named_already,
                 needs.its_term_is_in_order, needs.a_head_holds_no_duty_of_a_host, needs.a_head_sits_on_a_hosts_party_group])
    def propose(self):
        """The authority's office names somebody for the unit."""

    @step(State.PROPOSED, State.IN_OFFICE, label="任职", article="规则 7", by=[LEADERS], expected=True, least=Role.DEPUTY_IN_CHARGE, apart_from=["proposed_by", "person"],
          needs=[needs.the_unit_is_in_being, needs.the_person_can_hold_the_post, needs.its_term_is_in_order, needs.its_first_day_has_come,
                 needs.no_other_head_is_in_office, needs.a_head_holds_no_duty_of_a_host, needs.a_head_sits_on_a_hosts_party_group,
                 needs.names_the_decision],
          starts=[when(needs.is_head, "rotation")], tells=[HIMSELF])
    def take_office(self, *, document):
        """The decision is there: from now on the person holds the post."""
        self.document = document
        self.rotation_on = self._rotation_due_on() if self.is_heads else None

    @step(State.PROPOSED, State.WITHDRAWN, label="撤回提名", article="系统规则", by=[PROPOSERS, LEADERS], reason=True)
    def withdraw(self):
        """It comes to nothing."""

    @step(State.IN_OFFICE, SAME, label="调整党组（党委）成员单位", article="规则 7", by=[DIRECTOR, LEADERS],
          needs=[needs.it_is_the_heads, needs.the_seat_is_with_a_host])
    def take_seat(self, *, seat_host):
        """The hosts have changed: the head sits on another one's party group."""
        self.seat_host = seat_host

    @step(State.IN_OFFICE, State.ENDED, label="免职", article="规则 7", by=[LEADERS], least=Role.DEPUTY_IN_CHARGE, apart_from=["person"], reason=True,
          needs=[needs.no_case_is_left_in_his_hands, needs.names_the_end], meets=["rotation"],
          carries=[("functions_to_lapse", "UnitFunction.lapse"), ("handovers_to_lapse", "Handover.lapse")], tells=[DIRECTOR])
    def end(self, *, end_document):
        """Office ends by decision, and access with it; the reason says why nothing is handed over."""
        self.ended_on, self.end_document = clocks.today(), end_document

    @step(State.IN_OFFICE, State.ENDED, label="交接离任", article="规则 7", by=[CARRIED], needs=[needs.no_case_is_left_in_his_hands],
          meets=["rotation"], carries=[("functions_to_lapse", "UnitFunction.lapse")])
    def hand_over(self):
        """The receiver has signed: office ends, and access with it."""
        self.ended_on = clocks.today()

    # fmt: on
