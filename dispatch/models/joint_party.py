"""Who takes part in a joint action (参加单位): an office of the authority, a dispatched unit, or a local commission."""

from django.db import models
from django.db.models import Q

from dispatch import joint_guards as needs
from dispatch.models.unit_paper import OFFICES
from organizations.models import ROLES_OF, Kind, Office, Organisation, Role
from workflow.authority import CARRIED, at
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

ARTICLE = "规则 14、16、17"
UNIT, LOCAL = ROLES_OF[Kind.DISPATCHED_UNIT], (Role.SECRETARY, Role.DEPUTY_IN_CHARGE)
DIRECTOR = at("action.commission", Role.OFFICE_DIRECTOR)
LEADER = at("action.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)


class JointPartyState(models.TextChoices):
    TAKING_PART = "taking_part", "参加"
    LEFT = "left", "已退出"


State = JointPartyState


class JointParty(Record):
    """One that takes part. A local commission acts by its leaders; an office by its director; a unit by its head and deputies."""

    State = State
    owner = "action.commission"
    within = ("organisation", "office", "action__commission", "action")
    named = {Role.OFFICE_DIRECTOR: "office"}
    changes_access = True

    action = models.ForeignKey(
        "JointAction", on_delete=models.PROTECT, editable=False, related_name="joint_parties", verbose_name="联合工作"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="室")

    class Meta:
        verbose_name = verbose_name_plural = "参加单位"
        ordering = ["action", "pk"]
        constraints = [
            known_states("joint_party_state_is_known", State),
            models.UniqueConstraint(
                fields=["action", "organisation"], condition=Q(state="taking_part", office=None),
                name="a_house_takes_part_once",
            ),
            models.UniqueConstraint(
                fields=["action", "office"], condition=Q(state="taking_part"), name="an_office_takes_part_once"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["organisation", "state"], name="joint_party_of_house")]

    def __str__(self):
        return self.words

    @classmethod
    def of(cls, actor):
        """The rows that are the actor's own house or office now."""
        own = Q(office__in=actor.office_ids(*OFFICES))
        own |= Q(office=None, organisation__in=actor.organisation_ids(*UNIT, *LOCAL))
        return cls._base_manager.filter(own, state=State.TAKING_PART)

    @classmethod
    def seen_by(cls, actor):
        return cls._meta.get_field("action").related_model.seen_by(actor, "action__")

    def get_absolute_url(self):
        """It is shown on the page of its action."""
        return self.action.get_absolute_url()

    @property
    def commission(self):
        return self.action.commission

    @property
    def place(self):
        """0 an office, 1 a unit, 2 a local commission."""
        return 0 if self.office_id else 1 if self.organisation.kind == Kind.DISPATCHED_UNIT else 2

    @property
    def plain_words(self):
        return str(self.office or self.organisation)

    # fmt: off
    @step(NEW, State.TAKING_PART, label="参加", article=ARTICLE, by=[CARRIED])
    def join(self):
        """With the proposal, or added later by the leader."""

    @step(State.TAKING_PART, State.LEFT, label="退出", article=ARTICLE, by=[DIRECTOR, LEADER], reason=True,
          needs=[needs.its_action_is_agreed, needs.it_has_no_open_task, needs.enough_take_part_without_it])
    def leave(self):
        """It takes part no longer, and sees the action no longer."""

    # fmt: on
