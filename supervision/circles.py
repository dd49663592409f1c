"""The only place that says whom a rung of the ladder means: who owes the clock, his head, the handling officer, the deputy in charge."""

from collections import defaultdict
from itertools import islice

from django.apps import apps

from organizations.actors import actor_of
from organizations.models import Kind, Organisation, Person, Role
from workflow import subjects
from workflow.authority import Holder
from workflow.models import Circle, DossierRecusal
from workflow.notices import resolve


def told_by(rungs, today):
    """{clock id: persons} whom each clock's rung means today and who still see its subject; ``rungs`` are (clock, rung).

    A handful of queries for each person, not for each clock.
    """
    holders = _holders(rungs)
    persons = resolve({holder for held in holders.values() for holder in held}, today)
    meant = {pk: {person for holder in held for person in persons.get(holder, ())} for pk, held in holders.items()}
    places = defaultdict(set)
    for clock, _ in rungs:
        for person_id in meant[clock.id]:
            places[person_id].add((clock.subject_type, clock.subject_id))
    people = Person.objects.in_bulk(list(places))
    seen = {pk: subjects.visible_ids(wanted, actor_of(people[pk], today=today)) for pk, wanted in places.items()}
    return {
        clock.id: tuple(people[pk] for pk in sorted(meant[clock.id]) if clock.subject_id in seen[pk])
        for clock, _ in rungs
    }


def _holders(rungs):
    """{clock id: holders} by whom each rung is to be told of, as the records say it now: a change of handling officer counts at once.
    Who stands back from the dossier is not told, nor is a deputy in his stead."""
    found, wanted = {}, defaultdict(set)
    for clock, _ in rungs:
        wanted[clock.subject_type].add(clock.subject_id)
    for label, public_ids in wanted.items():
        model = apps.get_model(label)
        rows = model._base_manager.filter(public_id__in=public_ids).select_related(*model.within)
        found |= {row.public_id: row for row in rows}
    houses = Organisation.objects.in_bulk({clock.owed_organisation_id for clock, _ in rungs} - {None})
    recusals = DossierRecusal.objects.filter(dossier__in={clock.dossier_id for clock, _ in rungs})
    back = set(recusals.values_list("person_id", "dossier_id"))
    return {
        clock.id: [
            holder
            for circle in rung.tells
            for holder in _circle(circle, clock, found[clock.subject_id], houses.get(clock.owed_organisation_id))
            if (holder.person_id, clock.dossier_id) not in back
        ]
        for clock, rung in rungs
    }


def _circle(circle, clock, subject, house):
    if circle == Circle.OWED:
        return islice(_owing(clock, subject), 1)
    if circle == Circle.DEPARTMENT_HEAD and house is not None and house.kind == Kind.DEPARTMENT:
        return [Holder(None, house.pk, Role.DEPARTMENT_HEAD)]
    authority = subject.root.circles.get(circle)
    return authority.holders(subject.root) if authority else ()


def _owing(clock, subject):
    """Who owes the clock: as the record declares it, or as the clock noted it where its kind is declared no more."""
    period = subject.clocks.get(clock.name)
    noted = [Holder(clock.owed_person_id, clock.owed_organisation_id, clock.owed_role)]
    return period.owed_by.holders(subject) if period else noted
