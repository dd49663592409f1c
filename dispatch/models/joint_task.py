"""Tasks of joint actions (联合任务): what one party does by a day, how it gets on, and what came of it."""

from django.db import models
from django.db.models import Q

from dispatch import joint_guards as needs
from dispatch.models.joint_action import AGREED, JointAction
from dispatch.models.joint_party import DIRECTOR, LEADER, LOCAL, JointParty
from dispatch.models.unit_paper import OFFICES, PEOPLE
from organizations.models import Kind, Role
from workflow.authority import CARRIED, at, either
from workflow.clocks import Period
from workflow.models import Clock, Record, known_states
from workflow.models.record import NEW
from workflow.steps import SAME, step

ARTICLE = "规则 14、16、17"


def is_an_offices(task):
    return task.party.office_id is not None


def is_a_local_commissions(task):
    return task.party.office_id is None and task.party.organisation.kind == Kind.COMMISSION


def is_a_units(task):
    return task.party.office_id is None and task.party.organisation.kind == Kind.DISPATCHED_UNIT


is_an_offices.rows = Q(party__office__isnull=False)
is_a_local_commissions.rows = is_a_units.rows = Q(party__office=None)
UNIT_LEADERS = at("party.organisation", Role.UNIT_HEAD, Role.UNIT_DEPUTY, when=is_a_units)
UNIT_OFFICERS = at("party.organisation", Role.UNIT_OFFICER, when=is_a_units)
OFFICE = at("party.organisation", Role.OFFICE_DIRECTOR, when=is_an_offices)
LOCAL_LEADERS = at("party.organisation", *LOCAL, when=is_a_local_commissions)
DOERS = [UNIT_LEADERS, OFFICE, LOCAL_LEADERS]


class JointTaskState(models.TextChoices):
    ASSIGNED = "assigned", "办理中"
    REPORTED = "reported", "已报结果，待审核"
    RETURNED = "returned", "退回续办"
    ACCEPTED = "accepted", "已完成"
    CANCELLED = "cancelled", "已取消"


State = JointTaskState
WITH_THE_PARTY = [State.ASSIGNED, State.RETURNED]


class JointTask(Record):
    """One task. Other parties do not see it; the office in the lead and the leaders see all."""

    State = State
    owner = "action.commission"
    within = ("party__organisation", "party__office", "action__commission", "action__office", "action")
    offered_while = {"jointaction": AGREED}
    searched = ("content", "progress", "result")
    page_fields = ("content", "due_on", "progress", "result", "reported_by")
    clocks = {
        "work": Period("办理联合任务", ARTICLE, either(UNIT_LEADERS, OFFICE, LOCAL_LEADERS), until="due_on"),
        "review": Period("审核联合任务结果", ARTICLE, DIRECTOR, 5),
    }
    editable = {state: [(each, ("attachments",)) for each in (*DOERS, UNIT_OFFICERS)] for state in WITH_THE_PARTY}

    action = models.ForeignKey(
        JointAction, on_delete=models.PROTECT, editable=False, related_name="tasks", verbose_name="联合工作"
    )
    party = models.ForeignKey(JointParty, on_delete=models.PROTECT, related_name="tasks", verbose_name="承担单位")
    content = models.TextField("任务内容", max_length=4000)
    due_on = models.DateField("完成期限")
    progress = models.TextField("进展", max_length=20000, blank=True, editable=False)
    result = models.TextField("任务结果", max_length=8000, blank=True, editable=False)
    reported_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="报告人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "联合任务"
        ordering = ["action", "pk"]
        constraints = [known_states("joint_task_state_is_known", State)]
        indexes = [models.Index(fields=["due_on"], name="joint_task_due")]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """Those who lead the action; of those who take part whose own task it is, as long as they take part."""
        mine = Q(party__in=JointParty.of(actor).values("pk"), action__approved_by__isnull=False)
        return mine | JointAction.led_by(actor, "action__")

    @classmethod
    def begun_within(cls, parent, actor):
        return cls(action=parent)

    @classmethod
    def concerns(cls, actor):
        """What the actor's own office does, and the unit that he heads."""
        heads = Q(party__organisation__in=actor.organisation_ids(Role.UNIT_HEAD))
        return heads | Q(party__office__in=actor.office_ids(*OFFICES))

    @property
    def commission(self):
        return self.action.commission

    @property
    def plain_words(self):
        return f"{self.party.plain_words}：{self.content[:30]}"

    @property
    def clock_to_urge(self):
        """What the party owes."""
        return Clock.objects.open().of(self).filter(name="work").select_related("policy").first()

    # fmt: off
    @step(NEW, State.ASSIGNED, label="分配任务", article=ARTICLE, by=[DIRECTOR, LEADER], starts=["work"],
          needs=[needs.its_action_is_agreed, needs.its_party_takes_part, needs.says_what_the_party_does, needs.its_date_fits_the_action],
          tells=DOERS)
    def assign(self):
        """One party is to do it by a day."""

    @step(WITH_THE_PARTY, SAME, label="报告进展", article=ARTICLE, by=[*DOERS, UNIT_OFFICERS], needs=[needs.says_how_it_gets_on],
          tells=[DIRECTOR])
    def report_progress(self, *, entry):
        """How it gets on; what was said before stays below it."""
        self.progress = needs.with_entry(self.progress, entry)

    @step(WITH_THE_PARTY, State.REPORTED, label="报告结果", article=ARTICLE, by=DOERS, expected=True, stamps="reported_by",
          needs=[needs.says_what_was_done], meets=["work"], starts=["review"], tells=[DIRECTOR])
    def report(self, *, result):
        """Whoever leads the party says what was done."""
        self.result = result

    @step(State.REPORTED, State.ACCEPTED, label="审核通过", article=ARTICLE, by=[DIRECTOR, LEADER], expected=True,
          apart_from=["reported_by"], meets=["review"], tells=DOERS)
    def accept(self):
        """The office in the lead takes it as done."""

    @step(State.REPORTED, State.RETURNED, label="退回续办", article=ARTICLE, by=[DIRECTOR, LEADER], apart_from=["reported_by"], reason=True,
          needs=[needs.its_new_date_fits_the_action], meets=["review"], starts=["work"], tells=DOERS)
    def return_report(self, *, due_on):
        """Not done yet: the reason says what is lacking, and by when it is to come again."""
        self.due_on = due_on

    @step(WITH_THE_PARTY, SAME, label="催办", article=ARTICLE, by=[DIRECTOR, LEADER], urges="clock_to_urge",
          needs=[needs.another_office_does_it, needs.what_the_unit_owes_is_due, needs.the_last_urging_lies_back], tells=DOERS)
    def urge(self):
        """Urge the party by hand; the clock counts it."""

    @step(WITH_THE_PARTY, State.CANCELLED, label="取消任务", article="系统规则", by=[DIRECTOR, LEADER], reason=True, cancels=["work"],
          tells=DOERS)
    def cancel(self):
        """It need not be done any more."""

    @step([*WITH_THE_PARTY, State.REPORTED], State.CANCELLED, label="随联合工作中止", article="系统规则", by=[CARRIED],
          cancels=["work", "review"])
    def lapse(self):
        """The action was called off."""

    # fmt: on
