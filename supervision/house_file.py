"""The only place that says what the file of a department's performance (部门履职情况) holds for an inspector who reads it by a mandate.

It is what the department sees, cut to the time examined; each kind of record comes by itself, so that a new kind needs no line here.
"""

from dataclasses import dataclass

from django.db.models import Sum
from django.urls import reverse

from coordination.models import Assignment
from organizations.models import Organisation, Person
from supervision.ledger import TABLES, Ledger
from workflow.onlookers import covered, reading
from workflow.paging import page_of
from workflow.sections import MOST, CappedCount, count_words
from workflow.steps import machines

ORDER = [("moved_at", True)]
ON_A_PAGE, OF_A_KIND = 50, 10
RED = ("red", "deep_red")


@dataclass(frozen=True)
class Group:
    """The records of one kind: how many there are, and the first of them."""

    model: type
    number: int
    page: object

    @property
    def kind(self):
        return self.model._meta.model_name

    @property
    def number_words(self):
        return count_words(self.number)

    @property
    def label(self):
        return self.model._meta.verbose_name


@dataclass(frozen=True)
class HouseFile:
    """One department as one inspector reads it by one mandate. ``reader`` is he himself, with no other sight than this."""

    mandate: object
    house: object
    reader: object

    @classmethod
    def of(cls, mandate, house, actor):
        """The file, ``None`` where the mandate does not let this actor read this department today."""
        reader = reading(actor, mandate.dossier, house)
        return cls(mandate, house, reader) if reader else None

    def rows(self, model):
        return covered(model.objects.visible_to(self.reader), self.reader)

    @property
    def urls(self):
        key = [self.mandate.public_id, self.house.public_id]
        return {name: reverse(f"mandate_{name}", args=key) for name in ("department", "package")}

    def ledger(self, table, **wanted):
        return Ledger(self.reader, TABLES[table], wanted)

    def counted(self, *rows, most=MOST):
        """How many rows each of these has, in one question; one more than ``most`` stands for more."""
        counts = [CappedCount(each, most) for each in rows]
        found = Person.objects.filter(pk=self.reader.person_id).values_list(*counts).get()
        return [number or 0 for number in found]

    def numbers(self, most=MOST):
        """[(model, how many)] of every kind of which there is any: the whole first, then what belongs to it."""
        models = sorted(machines(), key=lambda model: not model.is_root)
        counts = self.counted(*(self.rows(model) for model in models), most=most)
        return [(model, number) for model, number in zip(models, counts, strict=True) if number]

    def figures(self):
        """[(word, how many)] of the department's tasks: all, ended, late, and how often a report on them was returned."""
        tasks = self.rows(Assignment)
        ended = tasks.filter(state__in=TABLES["tasks"].ended)
        late = [self.ledger("tasks", light=tone).rows for tone in RED]
        total, over, *red = self.counted(tasks, ended, *late)
        returned = tasks.aggregate(times=Sum("returns"))["times"] or 0
        return [("任务", total), ("已销号、撤销", over), ("超期未结", sum(red)), ("报告被退回（次）", returned)]

    def group(self, model, number, cursor="", size=ON_A_PAGE):
        """One page of the records of a kind, the latest first."""
        houses = [column.name for column in model._meta.concrete_fields if column.related_model is Organisation]
        rows = self.rows(model).select_related("dossier", *model.within, *houses)  # by which records call themselves
        return Group(model, number, page_of(rows, ORDER, cursor, size))
