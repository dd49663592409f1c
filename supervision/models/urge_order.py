"""Urge orders (督办单) in three colours: one per matter or task and running, round after round until it is done."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.models import Assignment, Matter
from organizations.models import Organisation, Role
from supervision import guards as needs
from workflow.audit import ALGORITHM, digest_of
from workflow.authority import CARRIED, at, person
from workflow.beside import Over
from workflow.clocks import Period
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL


class UrgeOrderState(models.TextChoices):
    DRAFTED = "drafted", "待签发"
    ISSUED = "issued", "待签收"
    RECEIVED = "received", "办理中"
    ANSWERED = "answered", "待审核"
    ACCEPTED = "accepted", "已办结"
    UNMET = "unmet", "未落实"
    WITHDRAWN = "withdrawn", "已撤回"
    LAPSED = "lapsed", "已失效"


class Colour(models.TextChoices):
    """From the first round to the last; what a colour means stands beside it."""

    BLUE = "blue", "蓝色"
    YELLOW = "yellow", "黄色"
    RED = "red", "红色"

    @property
    def following(self):
        """The colour of the next round; red is the last."""
        return {Colour.BLUE: Colour.YELLOW}.get(self, Colour.RED)


MEANINGS = {Colour.BLUE: "进展缓慢", Colour.YELLOW: "上一轮未落实", Colour.RED: "连续未落实"}
# circle, triangle, square
SHAPES = {Colour.BLUE: "light-green", Colour.YELLOW: "light-yellow", Colour.RED: "light-red"}


def is_red(order):
    return order.colour == Colour.RED


def is_not_red(order):
    return not is_red(order)


def was_issued(order):
    return bool(order.number)


OFFICER = person("matter.handling_officer")
DIRECTOR = at("matter.commission", Role.OFFICE_DIRECTOR)
LEADERS = at("matter.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)
APPROVERS = at("matter.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY, when=is_not_red)
OF_RED = at("matter.commission", Role.SECRETARY, when=is_red)
LEAD = at("addressee", Role.LIAISON, Role.DEPARTMENT_HEAD)
LEAD_ONCE_ISSUED = at("addressee", Role.LIAISON, Role.DEPARTMENT_HEAD, when=was_issued)
State = UrgeOrderState


class UrgeOrder(Record):
    """One round of an urge order. A round that is not met is closed, and the next one is a row of its own in the next colour."""

    State = UrgeOrderState
    owner = "matter.commission"
    within = ("addressee", "matter")
    numbered_by = ("approve",)
    series = "督"
    offered_while = {"matter": needs.CARRIED_OUT, "assignment": needs.IN_HAND}
    duties = {"receive": "签收", "answer": "反馈和答复"}
    searched = ("number", "reason", "content", "feedback", "finding", "addressee")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="urge_orders", verbose_name="事项")
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="urge_orders", verbose_name="任务"
    )
    addressee = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="主送部门"
    )
    number = models.CharField("编号", max_length=60, blank=True, editable=False)
    colour = models.CharField("颜色", max_length=6, choices=Colour.choices, default=Colour.BLUE)
    round = models.PositiveSmallIntegerField("轮次", default=1, editable=False)
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="next_rounds", verbose_name="上一轮"
    )
    reason = models.TextField("督办理由", max_length=2000)
    content = models.TextField("办理要求", max_length=4000)
    due_on = models.DateField("办结期限")
    drafted_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="拟办人"
    )
    approved_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="签发人"
    )
    received_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="签收人"
    )
    receipt_digest = models.CharField("签收内容摘要", max_length=80, blank=True, editable=False)
    feedback = models.TextField("反馈", max_length=8000, blank=True, editable=False)
    answered_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="反馈人"
    )
    finding = models.TextField("审核意见", max_length=2000, blank=True, editable=False)
    checked_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="审核人"
    )
    next_due_on = None  # when the next round is due, while this one is being closed

    clocks = {
        "receipt": Period("签收督办单", "系统规则", LEAD, 2),
        "order": Period("督办单", "系统规则", LEAD, until="due_on"),
        "check": Period("审核督办反馈", "系统规则", OFFICER, 5),
    }
    editable = {
        State.DRAFTED: [(OFFICER, ("reason", "content", "due_on", "attachments"))],
        State.RECEIVED: [(LEAD, ("attachments",))],
    }

    class Meta:
        verbose_name = verbose_name_plural = "督办单"
        ordering = ["matter", "pk"]
        constraints = [
            known_states("urge_order_state_is_known", UrgeOrderState),
            models.CheckConstraint(name="urge_order_colour_is_known", condition=Q(colour__in=list(Colour.values))),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state__in=needs.RUNNING), name="one_urge_order_a_task"
            ),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(state__in=needs.RUNNING, assignment__isnull=True),
                name="one_urge_order_a_matter",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["-moved_at"], name="urge_order_moved")]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """The house, and once it is issued the department that it is addressed to."""
        ours = actor.organisation_ids()
        return Q(matter__commission__in=ours) | (~Q(number="") & Q(addressee__in=ours))

    @classmethod
    def concerns(cls, actor):
        """Those of the matters he handles, and of his departments."""
        departments = actor.organisation_ids(Role.LIAISON, Role.DEPARTMENT_HEAD)
        return Q(matter__handling_officer=actor.person_id) | (~Q(number="") & Q(addressee__in=departments))

    @classmethod
    def under_way_on(cls, matter, assignment):
        """The order that is under way on a task, or on a matter as a whole."""
        of_it = Q(assignment=assignment) if assignment is not None else Q(matter=matter, assignment=None)
        return cls._base_manager.filter(of_it, state__in=needs.RUNNING)

    @classmethod
    def is_offered(cls, parent):
        if not super().is_offered(parent):
            return False
        begun = cls.begun_within(parent, None)
        return begun.addressee_id is not None and not cls.under_way_on(begun.matter, begun.assignment).exists()

    @classmethod
    def begun_within(cls, parent, actor):
        """On a task addressed to its lead department, on a matter to the matter's."""
        matter, assignment = (parent, None) if isinstance(parent, Matter) else (parent.matter, parent)
        return cls(matter=matter, assignment=assignment, addressee_id=parent.lead_department_id)

    @classmethod
    def hanging_over(cls, record, actor):
        """The orders under way on a matter or on a task, at the head of its page."""
        if not isinstance(record, Matter | Assignment):
            return []
        of_it = Q(matter=record) if isinstance(record, Matter) else Q(assignment=record)
        rows = cls.objects.visible_to(actor).filter(of_it, state__in=needs.RUNNING).select_related(*cls.within)
        return [row.over(actor) for row in rows.order_by("pk")]

    def over(self, actor):
        said = f"{self.words}，{self.state_label}，{self.due_on:%Y-%m-%d}前办结"
        return Over(self.shape, self.colour, self.colour_words, said, self.get_absolute_url())

    @property
    def shape(self):
        """The icon that tells the colour without colour."""
        return SHAPES[self.colour]

    @property
    def meaning(self):
        return MEANINGS[self.colour]

    @property
    def colour_words(self):
        return f"{self.get_colour_display()}督办"

    @property
    def plain_words(self):
        return f"督办单{self.number and f' {self.number}'}（{self.get_colour_display()}，第{self.round}轮）"

    @property
    def code_words(self):
        return f"督办单{self.number and f' {self.number}'}（{self.matter.words}）"

    @property
    def gist(self):
        return f"{self.meaning}：{self.reason}"

    @property
    def commission(self):
        return self.matter.commission

    @property
    def content_digest(self):
        """The digest of exactly what is approved and signed for."""
        said = [self.colour, self.round, self.reason, self.content, str(self.due_on), self.addressee_id]
        return f"{ALGORITHM}:{digest_of(said, self.file_digests)}"

    @property
    def rounds_to_begin(self):
        """The next round, in the next colour."""
        return [
            UrgeOrder(
                dossier=self.dossier, matter=self.matter, assignment=self.assignment, addressee=self.addressee,
                colour=Colour(self.colour).following, round=self.round + 1, previous=self, content=self.content,
                reason=self.finding, due_on=self.next_due_on,
            )
        ]  # fmt: skip

    # fmt: off
    @step(NEW, State.DRAFTED, label="拟办督办单", article="系统规则", by=[OFFICER, DIRECTOR], stamps="drafted_by",
          needs=[needs.the_matter_is_being_carried_out, needs.the_task_is_in_hand, needs.a_department_is_addressed, needs.none_is_under_way,
                 needs.says_why_and_what_is_to_be_done, needs.its_date_lies_ahead])
    def draft(self):
        """Draft an urge order, in whichever colour its reason calls for."""

    @step(NEW, State.DRAFTED, label="拟办下一轮督办单", article="系统规则", by=[CARRIED], stamps="drafted_by")
    def begin_round(self):
        """The round before was not met: the next one, in the next colour, waits to be approved."""

    @step(State.DRAFTED, State.ISSUED, label="签发督办单", article="系统规则", by=[APPROVERS, OF_RED], apart_from=["drafted_by"],
          expected=True, signs="content_digest", stamps="approved_by", needs=[needs.its_date_lies_ahead],
          starts=["receipt", "order"], tells=[OFFICER])
    def approve(self):
        """Approve and issue it; a red one is the secretary's."""

    @step(State.ISSUED, State.RECEIVED, label="签收督办单", article="系统规则", by=[LEAD], expected=True, signs="content_digest",
          stamps="received_by", meets=["receipt"], tells=[OFFICER])
    def receive(self):
        """Sign for it; the receipt binds what was received."""
        self.receipt_digest = self.content_digest

    @step(State.RECEIVED, State.ANSWERED, label="反馈督办情况", article="系统规则", by=[LEAD], expected=True, stamps="answered_by",
          needs=[needs.says_what_was_done], meets=["order"], starts=["check"])
    def answer(self, *, feedback):
        """Say what was done; files are added before."""
        self.feedback = feedback

    @step(State.ANSWERED, State.ACCEPTED, label="审核通过，办结督办", article="系统规则", by=[OFFICER, DIRECTOR], expected=True,
          apart_from=["answered_by"], stamps="checked_by", meets=["check"], tells=[LEAD])
    def accept(self, *, finding=""):
        """It is done."""
        self.finding = finding

    @step([State.ISSUED, State.RECEIVED, State.ANSWERED], State.UNMET, label="未落实，转下一轮", article="系统规则",
          by=[OFFICER, DIRECTOR], apart_from=["answered_by"], stamps="checked_by",
          needs=[needs.it_was_answered_or_is_late, needs.the_next_round_is_prepared],
          meets=["check"], cancels=["receipt", "order"], carries=[("rounds_to_begin", "UrgeOrder.begin_round")], tells=[LEAD])
    def find_wanting(self, *, finding, next_due_on):
        """It was not met, or not answered in time: this round is closed and the next begins."""
        self.finding, self.next_due_on = finding, next_due_on

    @step(State.DRAFTED, State.WITHDRAWN, label="撤回督办单", article="系统规则", by=[OFFICER, DIRECTOR, LEADERS], reason=True,
          tells=[OFFICER])
    @step([State.ISSUED, State.RECEIVED], State.WITHDRAWN, label="撤回督办单", article="系统规则", by=[LEADERS], reason=True,
          cancels=["receipt", "order"], tells=[LEAD, OFFICER])
    def withdraw(self):
        """Take it back."""

    @step([State.DRAFTED, State.ISSUED, State.RECEIVED, State.ANSWERED], State.LAPSED, label="随任务、事项失效", article="系统规则",
          by=[CARRIED], cancels=["receipt", "order", "check"], tells=[LEAD_ONCE_ISSUED],
          follows=[("coordination.Assignment.accept", "urge_orders"), ("coordination.Assignment.reassign", "urge_orders"),
                   ("coordination.Assignment.cancel", "urge_orders"), ("coordination.Assignment.lapse", "urge_orders"),
                   ("coordination.Matter.terminate", "urge_orders")])
    def lapse(self):
        """What it urges is done, has another lead, or has ended."""

    # fmt: on
