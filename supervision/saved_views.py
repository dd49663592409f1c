"""The only place that keeps, renames and removes views of the ledger. What touches a whole commission is on record."""

from django.db import transaction

from organizations.models import Kind, Role
from supervision.models import LedgerView
from workflow import audit, clocks

SHARER = Role.OFFICE_DIRECTOR


def commission_of(actor):
    """The commission for which the actor may share a view; ``None`` where he may not."""
    held = [post for post in actor.posts if post.role == SHARER and post.organisation.kind == Kind.COMMISSION]
    return min(held, key=lambda post: post is not actor.post).organisation if held else None


def may_change(view, actor):
    """One's own by oneself; a shared one by whoever may share in its commission."""
    return actor.holds(view.commission_id, SHARER) if view.is_shared else view.owner_id == actor.person_id


@transaction.atomic
def keep(actor, name, parameters, *, commission=None):
    """A new view of the actor's own, or of the ``commission`` with which he shares it."""
    view = LedgerView.objects.create(
        name=name, parameters=parameters, owner=actor.person, is_shared=commission is not None, commission=commission,
        saved_at=clocks.now(),
    )  # fmt: skip
    _record(actor, "共享台账视图", view)
    return view


@transaction.atomic
def rename(actor, view, name):
    view.name = name
    view.save(update_fields=["name"])
    _record(actor, "共享台账视图改名", view)


@transaction.atomic
def remove(actor, view):
    _record(actor, "删除共享台账视图", view)
    view.delete()


def _record(actor, label, view):
    if view.is_shared:
        said = {"条件": [None, view.parameters or "全部"]}
        audit.journal("ledger_view", label, actor=actor, organisation=view.commission, words=view.name, changes=said)
