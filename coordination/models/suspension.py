"""Suspensions (中止): the work on a matter stands still until a date of review; the days lost are added to what is due."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.guards import suspension as needs
from coordination.models.contact import house_of
from organizations.models import Organisation, Role
from workflow.authority import CARRIED, at, person, posts_for
from workflow.holds import EVERY_STEP, Bar
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import SAME, step

PEOPLE = settings.AUTH_USER_MODEL


class SuspensionState(models.TextChoices):
    REQUESTED = "requested", "待决定"
    SUSPENDED = "suspended", "中止"
    REFUSED = "refused", "未准予"
    ENDED = "ended", "已恢复"
    LAPSED = "lapsed", "随事项终止"


def the_committee_decides(suspension):
    return suspension.matter.committee_decides()


def the_commission_decides(suspension):
    return not the_committee_decides(suspension)


OFFICER = person("matter.handling_officer")
# Before the matter is convened its file is closed to departments.
DEPARTMENT = at("department", Role.DEPARTMENT_HEAD, when=lambda suspension: suspension.matter.is_convened)
LEADERS = at("matter.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY, when=the_commission_decides)
COMMITTEE = at("matter.committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK, when=the_committee_decides)
DEPARTMENTS = at(
    "matter.departments", Role.DEPARTMENT_HEAD, Role.LIAISON, when=lambda suspension: suspension.matter.is_convened
)
TOLD = [OFFICER, at("matter.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY), DEPARTMENTS]
# What goes on: its own end, the end of the matter, what has a period of its own, and who must stand back or may know.
SPARED = (
    "coordination.Suspension.resume", "coordination.Suspension.renew", "coordination.Suspension.lapse",
    "coordination.Matter.terminate", "coordination.Matter.complete_formalities", "coordination.Filing.*",
    "coordination.OfficialDocument.*@filing", "coordination.OfficialDocument.*@formalities",
    "coordination.Instruction.*", "coordination.Recusal.*", "coordination.Reader.*",
)  # fmt: skip
State = SuspensionState


class Suspension(Record):
    """One suspension of a matter (中止). It counts until its date of review and no longer, whether or not anybody acts then."""

    State = SuspensionState
    owner = "matter.commission"
    within = ("matter",)
    offered_while = {"matter": needs.IN_HAND}
    searched = ("reason", "committee_decision", "department")
    page_fields = ("department", "asked_by", "reason", "review_on", "decided_by", "committee_decision", "ended_by")
    holds = {
        "suspension": Bar(
            "事项中止", "系统规则", EVERY_STEP, "准予中止的领导或者党委恢复办理，到期自行解除", SPARED, "review_on"
        )
    }

    matter = models.ForeignKey(
        "coordination.Matter", on_delete=models.PROTECT, related_name="suspensions", verbose_name="事项"
    )
    reason = models.TextField("中止事由", max_length=2000)
    department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="申请部门"
    )
    asked_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="申请人"
    )
    review_on = models.DateField("复核日期", null=True, editable=False)
    committee_decision = models.CharField("党委决定（文号）", max_length=120, blank=True)
    decided_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="决定人"
    )
    ended_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="恢复人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "中止"
        ordering = ["matter", "pk"]
        constraints = [
            known_states("suspension_state_is_known", State),
            models.CheckConstraint(
                name="a_suspension_has_its_review", condition=~Q(state="suspended") | Q(review_on__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(state__in=["requested", "suspended"]), name="one_suspension_under_way"
            ),
        ]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """Commission, committee and who asked; once it was granted every department of the matter, for it concerns them all."""
        ours = actor.organisation_ids()
        taking_part = Q(matter__lead_department__in=ours) | Q(matter__participating_departments__in=ours)
        concerned = Q(pk__in=cls._base_manager.filter(taking_part, review_on__isnull=False).values("pk"))
        houses = Q(matter__commission__in=ours) | Q(matter__committee__in=ours) | Q(department__in=ours)
        return houses | concerned

    @classmethod
    def is_offered(cls, parent):
        return super().is_offered(parent) and needs.no_other_suspension_is_under_way(cls(matter=parent))

    @classmethod
    def begun_within(cls, parent, actor):
        """The handling officer asks for the commission, everyone else for his department."""
        begun = cls(matter=parent)
        if not posts_for([OFFICER], begun, actor):
            begun.department = house_of(actor, parent.departments)
        return begun

    @classmethod
    def concerns(cls, actor):
        """What the actor or his department asked for, and of the matters that he handles."""
        departments = actor.organisation_ids(*DEPARTMENT.roles)
        return Q(department__in=departments) | Q(matter__handling_officer=actor.person_id) | Q(asked_by=actor.person_id)

    @property
    def gist(self):
        return self.reason

    @property
    def plain_words(self):
        return f"中止：{self.matter.words}"

    code_words = plain_words

    @property
    def commission(self):
        return self.matter.commission

    # fmt: off
    @step(NEW, State.REQUESTED, label="申请中止", article="系统规则", by=[OFFICER, DEPARTMENT], stamps="asked_by",
          needs=[needs.the_matter_is_in_hand, needs.no_other_suspension_is_under_way, needs.says_why, needs.the_department_belongs_to_the_matter, needs.is_asked_in_a_post_of_its_house],
          tells=[OFFICER])
    def request_suspension(self):
        """Ask that the work stand still."""

    @step(State.REQUESTED, State.SUSPENDED, label="准予中止", article="系统规则", by=[LEADERS, COMMITTEE], expected=True,
          stamps="decided_by", apart_from=["asked_by"],
          needs=[needs.the_matter_is_in_hand, needs.the_review_date_is_within_the_policy, needs.a_clerk_names_the_decision],
          places=["suspension"], stops="review_on", tells=TOLD)
    def grant(self, *, review_on, committee_decision=""):
        """The work stands still until the date of review, the day included."""
        self.review_on, self.committee_decision = review_on, committee_decision

    @step(State.REQUESTED, State.REFUSED, label="不予中止", article="系统规则", by=[LEADERS, COMMITTEE], reason=True,
          stamps="decided_by", apart_from=["asked_by"], needs=[needs.a_clerk_names_the_decision],
          tells=[OFFICER, DEPARTMENT])
    def refuse(self, *, committee_decision=""):
        """The work goes on."""
        self.committee_decision = committee_decision

    @step(State.SUSPENDED, State.ENDED, label="恢复办理", article="系统规则", by=[LEADERS, COMMITTEE], expected=True,
          stamps="ended_by", apart_from=["asked_by"], needs=[needs.a_clerk_names_the_decision], lifts=["suspension"],
          resumes=True, tells=TOLD)
    def resume(self, *, committee_decision=""):
        """The work goes on from here; of the days that were foreseen only those really lost are added."""
        self.committee_decision = committee_decision or self.committee_decision

    @step(State.SUSPENDED, SAME, label="续期中止", article="系统规则", by=[LEADERS, COMMITTEE], reason=True,
          stamps="decided_by", apart_from=["asked_by"],
          needs=[needs.the_matter_is_in_hand, needs.the_review_date_is_within_the_policy, needs.the_review_date_is_put_off, needs.a_clerk_names_the_decision],
          lifts=["suspension"], places=["suspension"], stops="review_on", tells=TOLD)
    def renew(self, *, review_on, committee_decision=""):
        """The work stands still until a later date; after the first one had passed it stands still again from now."""
        self.review_on, self.committee_decision = review_on, committee_decision or self.committee_decision

    @step([State.REQUESTED, State.SUSPENDED], State.LAPSED, label="随事项终止", article="系统规则", by=[CARRIED],
          lifts=["suspension"])
    def lapse(self):
        """The matter has ended."""

    # fmt: on
