"""The only place that grants and that filters rows by grants: ``visible_to`` for every list, count, search, file and notice.

django-guardian supplies the tables and ``assign_perm``; its read shortcuts are not used, so an ended post, a closed account or
a recusal counts at the next request.
"""

from functools import cache

from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models import Q
from guardian.shortcuts import assign_perm, remove_perm

from organizations.models import ADMINISTRATORS, Organisation, Principal, Role
from workflow.models.dossier import Classification, Dossier, DossierGroupGrant, DossierPersonGrant

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
    if "groups" not in actor.principals:
        held = Q(pk__in=[])
        for post in actor.posts:
            if post.role not in ADMINISTRATORS:
                held |= Q(organisation=post.organisation_id, role=post.role)
        found = Principal.objects.filter(held).values_list("group_id", flat=True) if actor.posts else ()
        actor.principals["groups"] = sorted(found)
    return actor.principals["groups"]


def _granted(actor, path):
    """The condition that the dossier at ``path`` is granted to the actor, by principal or by name."""
    granted = DossierGroupGrant.objects.filter(group__in=group_ids(actor), permission=_view_permission())
    return Q(**{f"{path}__in": granted.values("content_object")}) | Q(**{f"{path}__in": _listing(actor)})


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
    return Dossier.objects.filter(_granted(actor, "pk"))


class VisibleQuerySet(models.QuerySet):
    """Rows of a record: its dossier is visible to the actor **and** the record's own rule holds (procedure §10).

    Of a work secret only the access list sees all; beyond it a row is seen, by its code name, by who may take its next step.
    """

    def visible_to(self, actor):
        if actor is None or not group_ids(actor):
            return self.none()
        rows = self.filter(_granted(actor, "dossier")).filter(self.model.seen_by(actor))
        return rows.filter(texts_open_to(actor) | self.model.within_reach_of(actor))


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
        changed += sync_list(record)
        if changed:
            Dossier.objects.filter(pk=record.dossier_id).update(parties=sorted(wanted))
    return changed


def everyone_in(organisation: Organisation | None, *roles: Role):
    """(organisation id, role) pairs for parties; none for a missing organisation."""
    return [(organisation.pk, role.value) for role in roles] if organisation is not None else []
