"""The pages of the working calendar (工作日历): a year as everybody sees it, and a year's notice as the administrator enters it."""

import calendar as gregorian

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from organizations.models import Role
from supervision import calendar_sheet, recounting
from supervision.calendar_forms import NoticeForm
from workflow import access, administration, calendars, clocks, subjects
from workflow.act_views import Refusal, taken
from workflow.models import CalendarYear, ClockChange
from workflow.personnel_views import open_to

PAGES = "supervision"
EARLIEST, MOST_SHOWN = 2004, 100
WEEKS = gregorian.Calendar()
TONES = {(False, True): "", (True, False): "free", (False, False): "off", (True, True): "work"}  # (weekend, counts)


@never_cache
@require_GET
def calendar(request):
    """A year: its twelve months, what it rests on, and which of the reader's dates it has moved."""
    held, today = calendars.load(), clocks.today()
    rows = {row.year: row for row in CalendarYear.objects.select_related("entered_by")}
    years = sorted({*rows, *calendar_sheet.years()}, reverse=True)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else today.year
    return render(request, f"{PAGES}/calendar.html", {
        "year": year, "row": rows.get(year), "is_published": held.is_published(year), "version": held.version,
        "years": [{"year": each, "is_published": held.is_published(each)} for each in years],
        "months": [_month(held, year, month, today) for month in range(1, 13)],
        "may_enter": administration.may(request.actor, recounting.ACT) and year in calendar_sheet.years(),
        "moved": _moved(request.actor, rows.get(year)),
    })  # fmt: skip


def _month(held, year, month, today):
    """The weeks of a month; a day of another month is None."""
    weeks = [
        [_day(held, day, today) if day.month == month else None for day in week]
        for week in WEEKS.monthdatescalendar(year, month)
    ]
    return {"number": month, "weeks": weeks}


def _day(held, day, today):
    is_weekend, counts = day.weekday() >= gregorian.SATURDAY, held.counts(day)
    tone = TONES[is_weekend, counts]
    return {"on": day, "tone": tone, "name": held.name_of(day), "is_today": day == today}


def _moved(actor, row):
    """[(change, record)]: dates that the notice of the year has moved, of records that the reader sees."""
    if row is None or actor is None or not access.group_ids(actor):
        return []
    changes = ClockChange.objects.filter(kind=ClockChange.Kind.RECOUNTED, calendar_version=row.version)
    changes = changes.filter(clock__dossier__in=access.visible_dossiers(actor)).select_related("clock")
    found = list(changes.order_by("new_due_on", "pk")[:MOST_SHOWN])
    records = subjects.visible({(change.clock.subject_type, change.clock.subject_id) for change in found}, actor)
    pairs = [(change, records.get(change.clock.subject_id)) for change in found]
    return [(change, record) for change, record in pairs if record is not None and record.shows_work_to(actor)]


@open_to(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def calendar_enter(request):
    """A year's notice: given, looked at with all that it would move, then published."""
    version = calendars.load().version
    if request.method == "GET":
        return _form(request, NoticeForm(initial={"version": version, "year": request.GET.get("year", "")}))
    form = NoticeForm(request.POST, request.FILES)
    if not form.is_valid() or request.POST.get("stage") == "edit":
        return _form(request, form, Refusal(422 if form.errors else 200))
    year, days = form.cleaned_data["year"], form.days
    if request.POST.get("stage") == "publish":
        return _publish(request, form)
    held = calendars.load()
    if found := recounting.against(held, year, days):
        return _form(request, form, Refusal(422, obstacles=tuple(found)))
    shown = {
        "form": form, "year": year, "days": days, "preview": recounting.preview(year, days),
        "was_published": held.is_published(year),
        "hidden": [form[name].as_hidden() for name in ("version", "year", "source", "lines")],
    }  # fmt: skip
    return render(request, f"{PAGES}/calendar_preview.html", shown)


def _publish(request, form):
    given = form.cleaned_data
    moved, refusal = taken(
        request, f"{given['year']}年放假安排", administration.ACTS[recounting.ACT][0],
        lambda: recounting.publish(
            request.actor, given["year"], form.days, source=given["source"], version=given["version"]
        ),
    )  # fmt: skip
    if refusal:
        if refusal.moved:
            form.data = form.data.copy()
            form.data["version"] = calendars.load().version
        return _form(request, form, refusal)
    messages.success(request, f"已公布{given['year']}年放假安排，{moved}个到期日已按新日历调整，并已告知应当办理的人。")
    return redirect(f"{reverse('calendar')}?year={given['year']}")


def _form(request, form, refusal=None):
    refusal = refusal or Refusal()
    shown = {"form": form, "refusal": refusal, "faults": form.faults}
    return render(request, f"{PAGES}/calendar_enter.html", shown, status=refusal.status)
