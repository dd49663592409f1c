"""The only place that grants and that filters rows by grants: ``visible_to`` for every list, count, search, file and notice.

django-guardian supplies the tables and ``assign_perm``; its read shortcuts are not used, so an ended post, a closed account or
a recusal counts at the next request.
"""

from functools import cache
from typing import NamedTuple

from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models import Exists, OuterRef, Q
from guardian.shortcuts import assign_perm, remove_perm

from organizations.models import ADMINISTRATORS, Organisation, Person, Principal, Role
from workflow.models.dossier import Classification, Dossier, DossierGroupGrant, DossierPersonGrant, DossierRecusal
from workflow.onlookers import onlookers, sync_readings

VIEW = "view_dossier"


@cache
def _view_permission():
    return Permission.objects.get(codename=VIEW, content_type__app_label="workflow").pk


def principal_of(organisation_id, role):
    """The principal of a post, made on first use."""
    found = Principal.objects.filter(organisation=organisation_id, role=role).select_related("group").first()
    if found is None:
        group, _ = Group.objects.get_or_create(name=f"{organisation_id}:{role}")
        found, _ = Principal.objects.get_or_create(
            organisation_id=organisation_id, role=role, defaults={"group": group}
        )
    return found


def group_ids(actor):
    """Ids of the groups whose grants count for the actor today: one query per actor, kept on it."""
    return sorted(set().union(*_groups(actor).values()))


def _groups(actor):
    """{person id: group ids}: by whose posts grants count for the actor, his own and those of whom he deputises for."""
    if "groups" not in actor.principals:
        holders = {}
        for post in actor.posts:
            if post.role not in ADMINISTRATORS:
                holders.setdefault((post.organisation_id, post.role), set()).add(post.person_id)
        found = {}
        for organisation_id, role, group_id in _principals(holders):
            for person_id in holders[organisation_id, role]:
                found.setdefault(person_id, set()).add(group_id)
        actor.principals["groups"] = found
    return actor.principals["groups"]


def _principals(held):
    """(organisation id, role, group id) of the principals of these posts."""
    if not held:
        return ()
    meant = Q(pk__in=[])
    for organisation_id, role in held:
        meant |= Q(organisation=organisation_id, role=role)
    return Principal.objects.filter(meant).values_list("organisation_id", "role", "group_id")


def _granted(actor, path):
    """The condition that the dossier at ``path`` is granted to the actor, by principal or by name, and that he is not recused.

    A post that was lent to him shows him nothing from which its holder is recused.
    """
    special = special_of(actor)
    granted = Q(**{f"{path}__in": _listing(actor)}) if special.is_listed else Q(pk__in=[])
    for person_id, groups in _groups(actor).items():
        grants = DossierGroupGrant.objects.filter(group__in=sorted(groups), permission=_view_permission())
        here = Q(**{f"{path}__in": grants.values("content_object")})
        granted |= here & ~_recused(person_id, path) if person_id in special.recused - {actor.person_id} else here
    return granted & ~_recused(actor.person_id, path) if actor.person_id in special.recused else granted


def _read(actor, path, rule):
    """The condition that the row is read in the name of a department under a mandate (规定 18); nothing for whoever has none."""
    read = Q(pk__in=[])
    for onlooker in onlookers(actor):
        read |= onlooker.covers(path) & rule(onlooker)
    return read & ~_recused(actor.person_id, path) if actor.person_id in special_of(actor).recused else read


def _has_own(actor, model, own):
    """Whether an inspector sees any row of a model by posts of his own: mostly not, and then one condition says all that he sees.

    Two conditions of which either will do leave no index to be followed. One query per actor and model, kept on him.
    """
    found = actor.principals.setdefault("own", {})
    if model not in found:
        found[model] = model._base_manager.filter(own).exists()
    return found[model]


class Special(NamedTuple):
    """What sets an actor apart from his posts: on some access list, persons who stand back from something, secrets in his files."""

    is_listed: bool
    recused: frozenset
    meets_secrets: bool


def special_of(actor):
    """Asked once per actor and kept on it, so that the many questions of a page need not each carry what concerns nobody."""
    if "special" not in actor.principals:
        persons = Person.objects.filter(pk__in={actor.person_id, *(post.person_id for post in actor.posts)})
        recused = Exists(DossierRecusal.objects.filter(person=OuterRef("pk")))
        secrets = Exists(Dossier.objects.filter(classification=Classification.WORK_SECRET))
        rows = persons.values_list("pk", recused, secrets, Exists(_listing(actor)))
        standing_back = frozenset(pk for pk, stands_back, _, _ in rows if stands_back)
        actor.principals["special"] = Special(rows[0][3], standing_back, rows[0][2])
    return actor.principals["special"]


def _recused(person_id, path):
    """The condition that a person stands back from the dossier at ``path`` (回避)."""
    return Q(**{f"{path}__in": DossierRecusal.objects.filter(person=person_id).values("dossier")})


def is_recused(person_id, dossier_id):
    """Whether a person stands back from a dossier."""
    return DossierRecusal.objects.filter(person=person_id, dossier=dossier_id).exists()


def stands_back(principal, dossier_id, actor):
    """Whether he for whom the actor deputises stands back from a dossier: one query per actor, none without lent posts."""
    if "recused" not in actor.principals:
        lenders = {post.person_id for post in actor.lent_posts}
        rows = DossierRecusal.objects.filter(person__in=lenders).values_list("person_id", "dossier_id")
        actor.principals["recused"] = set(rows) if lenders else set()
    return (principal.pk, dossier_id) in actor.principals["recused"]


def _listing(actor):
    """Dossiers on whose access list (知悉名单) the actor stands today."""
    in_force = Q(until_on__isnull=True) | Q(until_on__gte=actor.today)
    named = DossierPersonGrant.objects.filter(in_force, user=actor.person_id, permission=_view_permission())
    return named.values("content_object")


def is_listed(actor, dossier_id):
    """Whether the actor stands on the access list of a dossier today: one query per actor, kept on it."""
    if "listed" not in actor.principals:
        actor.principals["listed"] = set(_listing(actor).values_list("content_object", flat=True))
    return dossier_id in actor.principals["listed"]


def texts_open_to(actor):
    """Rows whose words the actor may read, of those that he sees: 工作秘密 only by the access list."""
    return ~Q(dossier__classification=Classification.WORK_SECRET) | Q(dossier__in=_listing(actor))


def visible_dossiers(actor):
    """Dossiers that the actor may see; none for someone without a business post in force."""
    if actor is None or not group_ids(actor):
        return Dossier.objects.none()
    return Dossier.objects.filter(_granted(actor, "pk") | _read(actor, "pk", lambda onlooker: Q()))


class VisibleQuerySet(models.QuerySet):
    """Rows of a record: its dossier is visible to the actor **and** the record's own rule holds (procedure §10).

    Of a work secret only the access list sees all; beyond it a row is seen, by its code name, by who may take its next step.
    """

    def visible_to(self, actor):
        if actor is None or not group_ids(actor):
            return self.none()
        own = _granted(actor, "dossier") & self.model.seen_by(actor)
        rows = self.filter(own)
        if onlookers(actor):
            read = _read(actor, "dossier", self.model.seen_by)
            rows = self.filter(own | read) if _has_own(actor, self.model, own) else self.filter(read)
        if not special_of(actor).meets_secrets:
            return rows
        return rows.filter(texts_open_to(actor) | self.model.within_reach_of(actor))

    def withheld_from(self, actor):
        """Rows that the actor's posts would show him were they no work secrets: the only rows beyond ``visible_to`` that are ever asked for.

        They are there to be counted in bands (``supervision.withheld``); none of them is read. What he stands back from is not among them.
        """
        if actor is None or not group_ids(actor):
            return self.none()
        rows = self.filter(_granted(actor, "dossier")).filter(self.model.seen_by(actor))
        return rows.exclude(pk__in=self.visible_to(actor).values("pk"))


def sync(record):
    """Bring the grants of a root record's dossier in line with its parties; nothing is asked when they stay the same."""
    wanted = sorted(f"{organisation_id}:{role}" for organisation_id, role in set(record.parties()))
    dossier = record.dossier
    if wanted == dossier.parties:
        return False
    for told, change in (
        (set(wanted) - set(dossier.parties), assign_perm),
        (set(dossier.parties) - set(wanted), remove_perm),
    ):
        for party in sorted(told):
            organisation_id, _, role = party.partition(":")
            change(VIEW, principal_of(int(organisation_id), role).group, dossier)
    dossier.parties = wanted
    return True


def follow(record):
    """The same once an act on another record of the dossier has changed who its parties are."""
    if sync(record):
        Dossier.objects.filter(pk=record.dossier_id).update(parties=record.dossier.parties)


def sync_list(record):
    """Bring the access list of a root record's dossier in line with whom the record names; returns how many grants changed."""
    wanted = record.readers() if record.is_secret else {}
    present = {grant.user_id: grant for grant in DossierPersonGrant.objects.filter(content_object=record.dossier_id)}
    stale = [pk for pk, grant in present.items() if wanted.get(pk) != grant.terms]
    DossierPersonGrant.objects.filter(pk__in=[present[pk].pk for pk in stale]).delete()
    fresh = [pk for pk in wanted if pk not in present or pk in stale]
    DossierPersonGrant.objects.bulk_create(
        DossierPersonGrant(
            content_object_id=record.dossier_id, user_id=pk, permission_id=_view_permission(), **wanted[pk]._asdict()
        )
        for pk in fresh
    )  # fmt: skip
    return len(set(stale) | set(fresh))


def sync_recusals(record):
    """Bring those who stand back from a root record's dossier in line with its recusals; returns how many rows changed."""
    wanted = set(record.recused())
    rows = DossierRecusal.objects.filter(dossier=record.dossier_id)
    present = set(rows.values_list("person_id", flat=True))
    rows.filter(person__in=present - wanted).delete()
    DossierRecusal.objects.bulk_create(
        DossierRecusal(dossier_id=record.dossier_id, person_id=pk) for pk in sorted(wanted - present)
    )
    return len(wanted ^ present)


def rebuild_access(records):
    """Derive every grant of these root records again; the number of grants that had to change (0 when all is in order)."""
    changed = 0
    for record in records:
        wanted = {f"{organisation_id}:{role}" for organisation_id, role in record.parties()}
        grants = DossierGroupGrant.objects.filter(content_object=record.dossier_id).select_related("group__principal")
        present = {f"{grant.group.principal.organisation_id}:{grant.group.principal.role}": grant for grant in grants}
        for party in wanted - set(present):
            organisation_id, _, role = party.partition(":")
            assign_perm(VIEW, principal_of(int(organisation_id), role).group, record.dossier)
            changed += 1
        for party in set(present) - wanted:
            present[party].delete()
            changed += 1
        changed += sync_list(record) + sync_recusals(record) + sync_readings(record)
        if changed:
            Dossier.objects.filter(pk=record.dossier_id).update(parties=sorted(wanted))
    return changed


def everyone_in(organisation: Organisation | None, *roles: Role):
    """(organisation id, role) pairs for parties; none for a missing organisation."""
    return [(organisation.pk, role.value) for role in roles] if organisation is not None else []
