"""Mandates (巡视巡察授权): what an inspection body may read, of which departments, of which time, and until when (规定 18)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from organizations.models import Kind, Organisation, Role
from supervision import mandate_guards as needs
from workflow import clocks
from workflow.access import everyone_in
from workflow.authority import at
from workflow.models import NEW, Reading, Record, known_states
from workflow.steps import SAME, step

PEOPLE = settings.AUTH_USER_MODEL
SECRETARY = at("commission", Role.SECRETARY)
INSPECTORS = at("body", Role.INSPECTOR)
LEADERS = (Role.SECRETARY, Role.DEPUTY_IN_CHARGE, Role.CASE_DEPUTY, Role.STANDING_CLERK, Role.OFFICE_DIRECTOR)


class MandateState(models.TextChoices):
    DRAFT = "draft", "待开通"
    IN_FORCE = "in_force", "生效中"
    ENDED = "ended", "已终止"
    DISCARDED = "discarded", "已作废"


State = MandateState


class Mandate(Record):
    """One mandate. It lets inspectors read and nothing else; the day after its last it lets nobody read, without an act."""

    State = State
    is_root = opens_houses = True
    list_page = "mandate_list"
    searched = ("notice_number", "body", "departments")
    within = ("commission", "body")
    EDITED = (
        "notice_number", "notice_on", "from_on", "until_on", "covers_from", "covers_until", "body", "departments",
    )  # fmt: skip
    editable = {State.DRAFT: [(SECRETARY, (*EDITED, "attachments"))]}

    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="纪委"
    )
    notice_number = models.CharField("通知文号", max_length=80)
    notice_on = models.DateField("通知日期")
    from_on = models.DateField("授权期限自")
    until_on = models.DateField("授权期限至")
    covers_from = models.DateField("查阅时段自")
    covers_until = models.DateField("查阅时段至")
    body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="mandates", verbose_name="巡视巡察机构",
        limit_choices_to={"kind": Kind.INSPECTION_BODY},
    )  # fmt: skip
    departments = models.ManyToManyField(
        Organisation, related_name="+", verbose_name="被巡视巡察的部门", limit_choices_to={"kind": Kind.DEPARTMENT}
    )
    opened_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="开通人"
    )
    ended_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="终止人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "巡视巡察授权"
        constraints = [
            known_states("mandate_state_is_known", State),
            models.CheckConstraint(name="a_mandate_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))),
            models.CheckConstraint(
                name="a_mandate_examines_time_in_order", condition=Q(covers_until__gte=F("covers_from"))
            ),
        ]
        indexes = [models.Index(fields=["commission", "state"])]

    def __str__(self):
        return self.words

    @property
    def plain_words(self):
        return f"巡视巡察授权 {self.body}（{self.notice_number}）"

    @property
    def state_label(self):
        """A mandate in force says when its days have not come or are over; nobody needs to act for that."""
        if self.is_over:
            return "已到期"
        return "尚未开始" if self.is_in_force and self.from_on > clocks.today() else super().state_label

    @property
    def is_in_force(self):
        """Whether it was opened and nobody ended it, whatever the day."""
        return self.state == State.IN_FORCE

    @property
    def is_over(self):
        """Whether its last day has passed."""
        return self.is_in_force and self.until_on < clocks.today()

    @property
    def departments_named(self):
        """Its departments in the order of their names."""
        return sorted(self.departments.all(), key=lambda house: house.name)

    def parties(self):
        """The leaders of the commission, and from its opening on the inspectors. Its departments are not told by this system."""
        found = everyone_in(self.commission, *LEADERS)
        return found + everyone_in(self.body, Role.INSPECTOR) if self.opened_by_id else found

    def readings(self):
        """What it lets be read now, a department each."""
        terms = (self.from_on, self.until_on, self.covers_from, self.covers_until)
        houses = self.departments.values_list("pk", flat=True) if self.is_in_force else ()
        return [Reading(self.body_id, house, *terms) for house in houses]

    # fmt: off
    @step(NEW, State.DRAFT, label="登记巡视巡察通知", article="规定 18", by=[SECRETARY],
          needs=[needs.the_body_inspects, needs.its_periods_are_in_order, needs.its_departments_are_at_this_level])
    def draft(self):
        """Enter the notice of an inspection body; nothing can be read by it yet."""

    @step(State.DRAFT, State.IN_FORCE, label="开通查阅", article="规定 18", by=[SECRETARY], expected=True, stamps="opened_by",
          needs=[needs.the_body_inspects, needs.its_periods_are_in_order, needs.its_departments_are_at_this_level,
                 needs.the_notice_is_on_file, needs.it_is_not_over],
          tells=[INSPECTORS])
    def open_mandate(self):
        """Let the inspectors read what the departments see, from the first day to the last."""

    @step(State.IN_FORCE, SAME, label="变更授权", article="规定 18", by=[SECRETARY], reason=True,
          needs=[needs.it_still_runs, needs.its_new_end_lies_ahead, needs.the_new_departments_are_at_this_level],
          tells=[INSPECTORS])
    def change(self, *, until_on, departments):
        """Extend or shorten it, or change its departments; another time to be examined takes another notice."""
        self.until_on, self.chosen = until_on, {"departments": departments}

    @step(State.IN_FORCE, State.ENDED, label="提前终止", article="规定 18", by=[SECRETARY], reason=True, stamps="ended_by",
          needs=[needs.it_still_runs], tells=[INSPECTORS])
    def end(self):
        """End it before its last day; from the next request on nobody reads by it."""

    @step(State.DRAFT, State.DISCARDED, label="作废", article="系统规则", by=[SECRETARY], reason=True)
    def discard(self):
        """The notice was entered by mistake, or taken back before it was opened."""

    # fmt: on
