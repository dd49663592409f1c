"""The register of key persons (重点监督对象): whom a unit's supervision is about above all, by code names only (规则 24)."""

from django.db import models
from django.db.models import Q

from dispatch import watch_guards as needs
from dispatch.models.dispatched_unit import DispatchedUnit
from dispatch.models.of_unit import BesideUnit
from dispatch.supervision_methods import KeyClass
from organizations.models import Kind, Organisation, Role
from workflow.authority import at
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import SAME, step

HEAD = at("unit.organisation", Role.UNIT_HEAD)
LEADERS = at("unit.organisation", Role.UNIT_HEAD, Role.UNIT_DEPUTY)


class KeyPersonState(models.TextChoices):
    LISTED = "listed", "在册"
    REMOVED = "removed", "已移出"


State = KeyPersonState


class KeyPerson(BesideUnit, Record):
    """One person by a code. Which code is whose is kept outside the system."""

    State = State
    is_root = True
    list_page = "keyperson_list"
    on_unit_page = "watched"
    goes_between = (Kind.COMMISSION, Kind.DISPATCHED_UNIT)
    within = ("commission", "host", "unit__organisation", "unit__commission", "unit__office")
    searched = ("code",)
    page_fields = ("code", "key_class", "host")
    offered_while = {"dispatchedunit": ("in_being",)}

    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="派出机关"
    )
    unit = models.ForeignKey(
        DispatchedUnit, on_delete=models.PROTECT, editable=False, related_name="key_persons", verbose_name="派驻机构"
    )
    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="驻在单位", limit_choices_to={"kind": Kind.DEPARTMENT}
    )  # fmt: skip
    code = models.CharField("代号", max_length=12)
    key_class = models.CharField("类别", max_length=16, choices=KeyClass.choices)

    class Meta:
        verbose_name = verbose_name_plural = "重点监督对象"
        constraints = [
            known_states("key_person_state_is_known", State),
            models.UniqueConstraint(fields=["unit", "code"], name="key_person_code_once_a_unit"),
            models.CheckConstraint(name="key_class_is_known", condition=Q(key_class__in=list(KeyClass.values))),
        ]
        indexes = [models.Index(fields=["unit", "-moved_at"], name="key_person_of_unit")]

    def __str__(self):
        return self.code

    @property
    def plain_words(self):
        return f"重点监督对象 {self.code}"

    # fmt: off
    @step(NEW, State.LISTED, label="列入重点监督对象", article="规则 24", by=[LEADERS],
          needs=[needs.the_unit_is_in_being, needs.has_a_code_and_no_name, needs.its_code_is_its_own, needs.the_host_is_the_units_now])
    def list_person(self):
        """A code, a class and a host are all that is said."""

    @step(State.LISTED, SAME, label="变更类别", article="规则 24", by=[LEADERS], needs=[needs.the_class_is_another])
    def reclassify(self, *, key_class):
        """Another of the four classes."""
        self.key_class = key_class

    @step(State.LISTED, State.REMOVED, label="移出", article="规则 24", by=[HEAD], reason=True)
    def remove(self):
        """No longer; that it was stays on record, and the code is not given again."""

    # fmt: on
