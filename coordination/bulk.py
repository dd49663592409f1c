"""Several tasks of one matter drafted together: all of them or none, each by an act of its own through the door."""

import uuid
from dataclasses import replace

from django.db import transaction

from coordination.models import Assignment, Matter
from coordination.parties import LEADER, LIAISON, Parties
from workflow import births, statements
from workflow.door import SPENT, Barred, Moved, open_record
from workflow.models import AuditEntry, Classification

MOST = 500  # rows of one table
MOST_TOLD = 20  # obstacles told at once
LEVELS = list(Classification)


def drafting_posts(matter, actor):
    """Posts in which the actor may draft tasks of the matter, the chosen one first."""
    posts, obstacles = births.posts_to_begin(births.begun_in(matter, Assignment, actor), Assignment.draft, actor)
    return [] if obstacles else posts


def against_drafting(matter, actor):
    """What bars this person himself from drafting tasks that his posts would let him draft."""
    return births.posts_to_begin(births.begun_in(matter, Assignment, actor), Assignment.draft, actor)[1]


def act_of(act_id, place):
    """The id of the act that drafts one row, always the same for the same table and place."""
    return uuid.uuid5(act_id, str(place))


@transaction.atomic
def draft_together(matter, rows, *, actor, act_id):
    """Draft one task for each row, a dictionary of the task's fields; ``(tasks, whether an earlier act already did)``.

    Every row's obstacles are told with the number of the row; then nothing is drafted. A repeat drafts nothing. Raises as
    ``open_record`` does.
    """
    matter = statements.lock(Matter, matter.pk)
    if before := _drafted_before(matter, rows, actor, act_id):
        return before, True
    tasks, found = [], []
    for place, fields in enumerate(rows, 1):
        try:
            tasks.append(
                open_record(
                    Assignment, Assignment.draft, actor=actor, dossier=matter.dossier, act_id=act_of(act_id, place),
                    matter=matter, **fields,
                )
            )  # fmt: skip
        except Barred as refusal:
            found += [replace(each, sentence=f"第{place}项：{each.sentence}") for each in refusal.obstacles]
        if len(found) >= MOST_TOLD:
            break
    if found:
        raise Barred("起草任务", found)
    return tasks, False


def _drafted_before(matter, rows, actor, act_id):
    """The tasks of an earlier act of this very table; an id that was used for anything else is spent."""
    acts = [act_of(act_id, place) for place in range(1, MOST + 1)]
    entries = AuditEntry.objects.filter(act_id__in=acts, subject_type=Assignment._meta.label_lower)
    known = list(entries.values_list("subject_id", "person_id", "dossier_id"))
    if not known:
        return []
    if len(known) != len(rows) or {known_by[1:] for known_by in known} != {(actor.person_id, matter.dossier_id)}:
        raise Moved(SPENT)
    return list(Assignment._base_manager.filter(public_id__in=[row[0] for row in known]).order_by("number"))


def with_holders(rows, parties):
    """The rows, where nobody is named with the only holder of the post in the lead department."""
    for row in rows:
        lead = row["lead_department"]
        named = {"responsible_leader": LEADER, "liaison": LIAISON}
        yield row | {name: row.get(name) or parties.only(lead, role) for name, role in named.items()}


# By the tasks of a template


def offers_its_template(matter, actor):
    """The template by whose tasks this actor may draft now, ``None`` where there is none or it is not for him to read."""
    template = matter.template
    if template is None or matter.state != Matter.State.PLANNING or not drafting_posts(matter, actor):
        return None
    if matter.is_covered_from(actor) or LEVELS.index(matter.classification) < LEVELS.index(template.classification):
        return None
    visible = Matter.objects.visible_to(actor).filter(pk=template.pk).exists()
    return template if visible and template.is_open_to(actor) and not matter.assignments.exists() else None


def rows_of_template(matter, template, actor):
    """The template's tasks as rows: due dates left empty, departments as far as this matter still has them."""
    parties = Parties.of(matter)
    present = {department.pk: department for department in parties.departments}
    tasks = Assignment.objects.visible_to(actor).filter(matter=template).exclude(state=Assignment.State.CANCELLED)
    rows = [
        {
            "content": task.content, "requirements": task.requirements, "duty_basis": task.duty_basis,
            "lead_department": present.get(task.lead_department_id),
            "participating_departments": [
                present[row.pk] for row in task.participating_departments.all()
                if row.pk in present and row.pk != task.lead_department_id
            ],
        }
        for task in tasks.prefetch_related("participating_departments").order_by("number")[:MOST]
    ]  # fmt: skip
    return list(with_holders(rows, parties))
