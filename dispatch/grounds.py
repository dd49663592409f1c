"""The only place that says on which decisions and cases a submission may rest, and what rests on one: decisions and cases are named by whoever sees them."""

from uuid import UUID

from django.urls import reverse

from dispatch.models import AgendaItem, RegisteredCase, Submission
from workflow.authority import posts_for
from workflow.models import NEW
from workflow.steps import declaration_of

OFFERED = 50  # of a kind, the latest; an older one is begun on from its own page
SHOWN = 20
FIELDS = {"decision": AgendaItem, "case": RegisteredCase}


def choices(name, unit, actor):
    """What a submission of this unit may name that the actor sees: the unit's decisions, or its cases."""
    rows = FIELDS[name].objects.visible_to(actor)
    if name == "decision":
        ours = rows.filter(meeting__unit__organisation=unit, state=AgendaItem.State.DECIDED)
        return ours.select_related("dossier", *AgendaItem.within).order_by("-meeting__held_on", "-pk")
    return rows.filter(unit__organisation=unit).select_related("dossier", *RegisteredCase.within).order_by("-pk")


def narrow(field, name, unit, actor, chosen=()):
    """Let the field choose among these; it lists the latest and what is ``chosen`` already, and takes any of them."""
    field.queryset = rows = choices(name, unit, actor)
    field.label_from_instance = label = _as_decided if name == "decision" else str
    listed = list(rows[:OFFERED])
    listed += rows.filter(pk__in=chosen).exclude(pk__in=[row.pk for row in listed]) if chosen else []
    field.choices = [("", "不涉及"), *((row.pk, label(row)) for row in listed)]


def _as_decided(item):
    meeting = item.meeting
    return f"{meeting.held_on} {meeting.get_kind_display()}：{item.subject}"


def named_in(address, unit, actor):
    """{field: key} of what an address names to begin on, as far as the actor sees it and it is the unit's."""
    found = {}
    for name in FIELDS:
        try:
            row = choices(name, unit, actor).filter(public_id=UUID(address.get(name, ""))).first()
        except ValueError:
            continue
        if row:
            found[name] = row.pk
    return found


def resting_on(record, unit, actor):
    """For the page of a decision or a case: the latest submissions on it, and the way to begin one for whoever may."""
    name = next(name for name, model in FIELDS.items() if isinstance(record, model))
    rows = Submission.objects.visible_to(actor).filter(**{name: record}).select_related("dossier", *Submission.within)
    way = {"label": "据此请示", "url": f"{reverse('submission_new')}?{name}={record.public_id}", "kind": "请示报告"}
    begins = posts_for(declaration_of(Submission.draft, NEW).by, Submission(unit=unit.organisation), actor)
    may = begins and choices(name, unit.organisation, actor).filter(pk=record.pk).exists()
    return {"submissions": list(rows.order_by("-moved_at", "-pk")[:SHOWN]), "ways": [way] if may else []}
