"""Recusal (回避): that a person takes no part in a matter, sees nothing of it and does nothing on it until it is lifted."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.models.terms import MatterState
from organizations.actors import actor_of
from organizations.models import Role
from workflow.access import is_recused
from workflow.authority import at, oneself, posts_for
from workflow.guards import guard
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL
LEADERS = at("matter.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)


class RecusalState(models.TextChoices):
    IN_FORCE = "in_force", "回避中"
    LIFTED = "lifted", "已解除"


State = RecusalState


@guard("回避的人员应当是能够看到本事项的现任人员", article="系统规则")
def the_person_sees_the_matter(recusal, *, today):
    return type(recusal.matter).objects.visible_to(actor_of(recusal.person, today=today)).filter(
        pk=recusal.matter_id
    ).exists()  # fmt: skip


@guard("该人员已经回避本事项", article="系统规则")
def the_person_is_not_yet_recused(recusal):
    return not is_recused(recusal.person_id, recusal.dossier_id)


class Recusal(Record):
    """One person (回避人员) who stands back from a matter."""

    State = RecusalState
    owner = "matter.commission"
    within = ("matter",)
    changes_access = opens_access = True
    offered_while = {"matter": [state.value for state in MatterState if state != MatterState.ARCHIVED]}
    page_fields = ("person", "reason", "placed_by", "lifted_by")

    matter = models.ForeignKey(
        "coordination.Matter", on_delete=models.PROTECT, related_name="recusals", verbose_name="事项"
    )
    person = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+", verbose_name="回避人员")
    reason = models.CharField("回避事由", max_length=200)
    placed_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="办理人"
    )
    lifted_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="解除人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "回避"
        ordering = ["matter", "pk"]
        constraints = [
            known_states("recusal_state_is_known", RecusalState),
            models.UniqueConstraint(
                fields=["matter", "person"], condition=Q(state="in_force"), name="one_recusal_a_person"
            ),
        ]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        return Q(matter__commission__in=actor.organisation_ids())

    @classmethod
    def begun_within(cls, parent, actor):
        """A leader decides about anybody, everyone else asks for himself."""
        begun = cls(matter=parent)
        if not posts_for([LEADERS], begun, actor):
            begun.person = actor.person
        return begun

    @property
    def plain_words(self):
        return f"回避：{self.person}"

    code_words = plain_words

    def is_of_oneself(self):
        return self.person_id is not None and self.placed_by_id in (None, self.person_id)

    # fmt: off
    @step(NEW, State.IN_FORCE, label="决定回避", article="系统规则", by=[oneself("person"), LEADERS], stamps="placed_by",
          labels=[(is_of_oneself, "申请回避")], needs=[the_person_sees_the_matter, the_person_is_not_yet_recused],
          tells=[LEADERS, at("matter.commission", Role.SECRETARY), at("matter.commission", Role.OFFICE_DIRECTOR)])
    def recuse(self):
        """Let a person stand back, at his own word or by a leader's decision; it counts from the next request."""

    @step(State.IN_FORCE, State.LIFTED, label="解除回避", article="系统规则", by=[LEADERS], apart_from=["person"],
          reason=True, stamps="lifted_by")
    def lift(self):
        """The cause is gone: the person sees the matter again."""

    # fmt: on
