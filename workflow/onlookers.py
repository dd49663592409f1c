"""The only place that says in whose name an inspector reads (规定 18): the departments of his body's mandates, for the time examined.

An onlooker stands in for the actor where a record's own rule is asked who sees a row, and nowhere else. It has no post, so it takes
no step, begins nothing, is told nothing and waits for nothing; no draft and no work secret is open to it.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from organizations.models import Principal, Role
from workflow.models.clock import Clock
from workflow.models.dossier import Classification, Dossier, DossierGroupGrant, HouseReading
from workflow.row_by_row import there_is

SHANGHAI = ZoneInfo(settings.TIME_ZONE)
READ_AS = (Role.DEPARTMENT_HEAD, Role.LIAISON)  # whose sight of a department an inspector is given


@dataclass(frozen=True)
class Onlooker:
    """The departments of mandates of one commission that examine the same time, as they are read by one person.

    ``groups`` are the ids of the groups by which grants are given to ``houses``.
    """

    person_id: int
    today: date
    commission_id: int
    covers_from: date
    covers_until: date
    houses: frozenset
    groups: tuple

    drafting_ids = holder_ids = frozenset()

    def organisation_ids(self, *roles):
        """The departments, to a rule that asks for no post or for one that is read as."""
        return set(self.houses) if not roles or set(roles) & set(READ_AS) else set()

    def office_ids(self, *roles):
        """No office: it holds no post in one."""
        return frozenset()

    def covers(self, path):
        """The condition that the dossier at ``path`` is granted to one of the departments and was alive in the time examined."""
        granted = DossierGroupGrant.objects.filter(group__in=self.groups, content_object=OuterRef(path))
        return Q(Exists(granted)) & self._alive(path)

    def _alive(self, path):
        """Opened before the end of the time; something done in it since its beginning, or something due in it to this day.

        It is asked of the dossier alone, so that a database leaves out a dossier before it looks at the rows within.
        """
        due = there_is(Clock.objects.open().filter(dossier=OuterRef("pk")))
        began = Dossier.objects.filter(
            pk=OuterRef(path), commission=self.commission_id, opened_at__lt=_dawn(self.covers_until + timedelta(days=1))
        )
        lasting = began.filter(Q(moved_at__gte=_dawn(self.covers_from)) | due)
        return Q(Exists(lasting.exclude(classification=Classification.WORK_SECRET)))


def _dawn(day):
    """The moment at which a day begins."""
    return datetime.combine(day, time.min, SHANGHAI)


def _in_force(actor):
    """What the actor's inspection bodies may read today; asked of the database only for an inspector."""
    bodies, today = actor.organisation_ids(Role.INSPECTOR), actor.today
    if not bodies:
        return HouseReading.objects.none()
    return HouseReading.objects.filter(reader__in=bodies, from_on__lte=today, until_on__gte=today)


def onlookers(actor):
    """In whose name the actor reads today beside his own: two queries for an inspector, kept on him; none for anybody else."""
    if "onlookers" not in actor.principals:
        terms = _in_force(actor).values_list("dossier__commission", "covers_from", "covers_until", "house")
        houses = {}
        for *what, house in terms:
            houses.setdefault(tuple(what), set()).add(house)
        groups = _groups(set().union(*houses.values()))
        actor.principals["onlookers"] = tuple(
            _onlooker(actor, *what, held, groups=groups) for what, held in sorted(houses.items())
        )
    return actor.principals["onlookers"]


def _groups(houses):
    """{department: ids of the groups of those in it who are read as}."""
    found = {house: [] for house in houses}
    read_as = Principal.objects.filter(organisation__in=houses, role__in=READ_AS).order_by("group")
    for house, group in read_as.values_list("organisation", "group") if houses else ():
        found[house].append(group)
    return found


def _onlooker(actor, *what, groups):
    *terms, houses = what
    held = sorted({group for house in houses for group in groups[house]})
    return Onlooker(actor.person_id, actor.today, *terms, frozenset(houses), tuple(held))


def reading(actor, dossier, house):
    """The actor as he reads one department by the mandate of one dossier, and by nothing else; ``None`` where he does not today."""
    row = _in_force(actor).filter(dossier=dossier.pk, house=house.pk).first()
    if row is None:
        return None
    posts = tuple(post for post in actor.posts if (post.organisation_id, post.role) == (row.reader_id, Role.INSPECTOR))
    what = (dossier.commission_id, row.covers_from, row.covers_until, {house.pk})
    alone = _onlooker(actor, *what, groups=_groups({house.pk}))
    return replace(actor, post=posts[0], posts=posts, principals={"onlookers": (alone,)})


def readable_houses(actor):
    """{(dossier of the mandate, department)} that the actor reads today."""
    return set(_in_force(actor).values_list("dossier", "house"))


def covered(rows, reader):
    """Of these rows those that are seen by a mandate, none by the reader's own name."""
    named = Q(pk__in=[])
    for onlooker in onlookers(reader):
        named |= onlooker.covers("dossier")
    return rows.filter(named)


def in_whose_name(actor, rule, path="dossier"):
    """``rule`` as it holds for the actor himself or, of the dossiers that they cover, for those in whose name he reads."""
    condition = rule(actor)
    for onlooker in onlookers(actor):
        condition |= onlooker.covers(path) & rule(onlooker)
    return condition


def houses_read(actor, record=None):
    """Ids of the departments in whose name the actor reads today: anything, or this record that he sees."""
    found = [each for each in onlookers(actor) if record is None or _covers(each, record.dossier, actor)]
    return set().union(*(each.houses for each in found))


def _covers(onlooker, dossier, actor):
    """As ``Onlooker.covers`` says it of rows, of one dossier that the actor sees."""
    began, moved = (moment.astimezone(SHANGHAI).date() for moment in (dossier.opened_at, dossier.moved_at))
    within = dossier.commission_id == onlooker.commission_id and began <= onlooker.covers_until
    return within and (moved >= onlooker.covers_from or dossier.pk in _lasting(actor))


def _lasting(actor):
    """Dossiers untouched since a time examined by the actor began, in which something is due: one query per actor."""
    if "lasting" not in actor.principals:
        latest = max(onlooker.covers_from for onlooker in onlookers(actor))
        due = Clock.objects.open().filter(dossier__moved_at__date__lt=latest)
        actor.principals["lasting"] = set(due.values_list("dossier", flat=True))
    return actor.principals["lasting"]


def sync_readings(record):
    """Bring what may be read by a mandate in line with what it says; returns how many rows changed."""
    wanted = set(record.readings())
    present = {row.terms: row.pk for row in HouseReading.objects.filter(dossier=record.dossier_id)}
    HouseReading.objects.filter(pk__in=[pk for terms, pk in present.items() if terms not in wanted]).delete()
    HouseReading.objects.bulk_create(
        HouseReading(dossier_id=record.dossier_id, **terms._asdict()) for terms in sorted(wanted - set(present))
    )
    return len(wanted ^ set(present))
