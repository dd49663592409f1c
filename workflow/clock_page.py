"""What the page of one due date says: how it was counted, day by day, and in words everything that has moved it since."""

from datetime import timedelta

from workflow import calendars, clocks, subjects
from workflow.models import AuditEntry, ClockChange, Remark

Kind = ClockChange.Kind
WEEKDAYS = "一二三四五六日"


def days_of(clock):
    """(sentence, lines): how the date was counted first; the lines are the days of the way, none for a set date."""
    sentence, days = clocks.explain(clock)
    lines = [
        {
            "on": day.on, "weekday": f"周{WEEKDAYS[day.on.weekday()]}", "counts": day.counts, "number": day.number,
            "note": day.note,
        }
        for day in days
    ]  # fmt: skip
    return sentence, lines


def changes_of(clock, actor):
    """What moved the date, the earliest first: by whom, from when to when, how counted, and why as far as the actor may read it.

    As many questions for many changes as for few.
    """
    changes = list(clock.changes.select_related("made_by").order_by("made_at", "pk"))
    entries = _entries_of(changes, clock)
    causes = subjects.visible({(entry.subject_type, entry.subject_id) for entry in entries.values()}, actor)
    remarks = {said.act_id: said for said in Remark.objects.filter(act_id__in=entries)}
    calendar = calendars.WorkCalendar.of_extract(clock.way) if clock.way else calendars.load()
    return [
        {
            "change": change, "how": _counted(change, calendar), "entry": entries.get(change.act_id),
            **_why(entries.get(change.act_id), causes, remarks.get(change.act_id), actor),
        }
        for change in changes
    ]  # fmt: skip


def _entries_of(changes, clock):
    """{act id: the entry of the act that moved the clock}; a changed calendar is no act on the dossier."""
    found = {}
    acts = {change.act_id for change in changes}
    for entry in AuditEntry.objects.filter(dossier=clock.dossier_id, act_id__in=acts).order_by("seq") if acts else ():
        found.setdefault(entry.act_id, entry)
    return found


def _why(entry, causes, remark, actor):
    """The record that asked for it and its words, nothing of what the actor may not read."""
    cause = causes.get(entry.subject_id) if entry else None
    if cause is None or not cause.is_open_to(actor):
        return {"cause": None, "why": "", "remark": ""}
    return {"cause": cause, "why": cause.gist, "remark": remark.text if remark else ""}


def _counted(change, calendar):
    """How the new date came about, in a sentence."""
    if change.kind == Kind.EXTENDED:
        return f"到期日由任务要求重新指定为{change.new_due_on:%Y-%m-%d}。"
    if change.kind == Kind.RECOUNTED:
        return f"放假安排有变动，按第{change.calendar_version}版日历重新计算。"
    first = change.from_on + timedelta(days=1)
    lost = calendar.between(change.from_on, change.until_on)
    if not lost:
        return "其间没有工作日，到期日不变。"
    period = f"{first:%Y-%m-%d}至{change.until_on:%Y-%m-%d}共{lost}个工作日"
    return f"{period}不计入时限，到期日顺延{lost}个工作日。"
