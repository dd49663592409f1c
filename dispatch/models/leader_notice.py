"""Notices to a leader of a host (向领导班子成员通报): how those whom he leads keep discipline; he alone reads his (规则 35)."""

from django.db import models
from django.db.models import Q

from dispatch import watch_guards as needs
from dispatch.models.unit_paper import HEAD, PEOPLE, UnitPaper
from organizations.models import Kind, Organisation, Role
from workflow.access import everyone_in
from workflow.authority import at, oneself
from workflow.clocks import Period
from workflow.models import Circle, known_states
from workflow.models.record import NEW
from workflow.steps import step

ARTICLE = "规则 35"
LEADERS = at("unit", Role.UNIT_HEAD, Role.UNIT_DEPUTY)
LEADER = oneself("leader")


class LeaderNoticeState(models.TextChoices):
    SENT = "sent", "待签收"
    RECEIVED = "received", "已签收"
    WITHDRAWN = "withdrawn", "已撤回"


State = LeaderNoticeState


class LeaderNotice(UnitPaper):
    """One notice to one leader. What reminds him of it says no more than that it waits."""

    State = State
    list_page = "leadernotice_list"
    on_unit_page = "advised"
    duties = {"receive": "签收"}
    goes_between = (Kind.DEPARTMENT, Kind.DISPATCHED_UNIT)
    within = (*UnitPaper.within, "host")
    page_fields = ("unit", "host", "leader", "content", "drafter")
    numbered_by = ("notify_leader",)
    series = "派班"
    circles = {Circle.HANDLING_OFFICER: HEAD}
    clocks = {"receipt": Period("签收通报", ARTICLE, LEADER, 5)}

    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="驻在单位", limit_choices_to={"kind": Kind.DEPARTMENT}
    )  # fmt: skip
    leader = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+", verbose_name="领导班子成员")

    class Meta:
        verbose_name = verbose_name_plural = "班子成员通报"
        constraints = [
            known_states("leader_notice_state_is_known", State),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="leader_notice_number_once"),
        ]
        indexes = [models.Index(fields=["unit", "state"]), models.Index(fields=["leader", "state"])]

    @property
    def plain_words(self):
        return f"{self.number} 班子成员通报".strip()

    @property
    def code_words(self):
        return self.plain_words

    @classmethod
    def seen_by(cls, actor):
        """The unit, and this leader as long as he has a post at the host: nobody in his stead, no colleague, no inspector of the host."""
        own = Q(leader=actor.person_id, host__in=actor.organisation_ids(Role.DEPARTMENT_HEAD))
        return Q(unit__in=actor.organisation_ids()) | own

    def parties(self):
        return super().parties() + everyone_in(self.host, Role.DEPARTMENT_HEAD)

    # fmt: off
    @step(NEW, State.SENT, label="通报领导班子成员", article=ARTICLE, by=[LEADERS], stamps="drafter",
          needs=[needs.the_unit_is_the_authoritys, needs.the_paper_is_complete, needs.the_host_is_the_units_now, needs.the_leader_is_the_hosts],
          starts=["receipt"], tells=[LEADER])
    def notify_leader(self):
        """Tell one leader; what was told does not change."""

    @step(State.SENT, State.RECEIVED, label="签收", article=ARTICLE, by=[LEADER], expected=True, meets=["receipt"], tells=[HEAD])
    def receive(self):
        """He has read it himself."""

    @step(State.SENT, State.WITHDRAWN, label="撤回", article="系统规则", by=[HEAD], reason=True, cancels=["receipt"])
    def withdraw(self):
        """It went to the wrong person, or he has left."""

    # fmt: on
