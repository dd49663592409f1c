"""The only place that reads one month of who does what with whom: joint actions, their tasks, and the units' meetings that the actor sees."""

from collections import defaultdict
from typing import NamedTuple

from dispatch.models import GroupMeeting, JointAction, JointTask
from workflow.months import months_after

MOST = 200  # of a kind in one month; beyond it the page says so and the lists show the rest
OVER = ("declined", "withdrawn", "called_off", "cancelled")


class Entry(NamedTuple):
    """One line of a day: what it is, the record, and what is said beside it."""

    kind: str
    record: object
    beside: str


def days_of(actor, first_on):
    """([(day, [Entry, …])] of the month that begins on ``first_on``, whether something was left out); three questions."""
    until = months_after(first_on, 1)
    days, is_cut = defaultdict(list), False
    for rows, entries_of in (
        (_actions(actor, first_on, until), _entries_of_an_action),
        (_tasks(actor, first_on, until), _entry_of_a_task),
        (_meetings(actor, first_on, until), _entry_of_a_meeting),
    ):
        found = list(rows[: MOST + 1])
        is_cut = is_cut or len(found) > MOST
        for row in found[:MOST]:
            for day, entry in entries_of(row):
                if first_on <= day < until:
                    days[day].append(entry)
    return sorted(days.items()), is_cut


def _actions(actor, first_on, until):
    rows = JointAction.objects.visible_to(actor).exclude(state__in=OVER)
    rows = rows.filter(starts_on__lt=until, due_on__gte=first_on)
    return rows.select_related("dossier", *JointAction.within).order_by("starts_on", "pk")


def _tasks(actor, first_on, until):
    rows = JointTask.objects.visible_to(actor).exclude(state__in=OVER).filter(due_on__gte=first_on, due_on__lt=until)
    return rows.select_related("dossier", *JointTask.within).order_by("due_on", "pk")


def _meetings(actor, first_on, until):
    rows = GroupMeeting.objects.visible_to(actor).exclude(state__in=OVER)
    rows = rows.filter(planned_on__gte=first_on, planned_on__lt=until)
    return rows.select_related("dossier", *GroupMeeting.within).order_by("planned_on", "pk")


def _entries_of_an_action(action):
    yield action.starts_on, Entry(f"{action.form_words}开始", action, f"至{action.due_on:%Y-%m-%d}")
    yield action.due_on, Entry(f"{action.form_words}到期", action, f"自{action.starts_on:%Y-%m-%d}")


def _entry_of_a_task(task):
    yield task.due_on, Entry("联合任务到期", task, task.action.plain_words)


def _entry_of_a_meeting(meeting):
    yield meeting.planned_on, Entry(meeting.get_kind_display(), meeting, meeting.unit.plain_words)
