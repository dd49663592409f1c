"""The only place for what people of the campaign owe, what they do meanwhile, and the reckoning at its end: lost, doubled, too late.

What was to be said is counted here from the dates and the ladder, not asked of the sweep.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from functools import partial

from django.db.models import Count, Max

from coordination.models import Extension, Matter
from dispatch.demonstration import cast
from organizations.actors import actor_of
from organizations.models import Person
from supervision import recounting
from supervision.models import Reminder
from tests.cast import Road
from workflow import calendars, clocks, personnel
from workflow.models import Clock, Notice, OutboxMessage, Policy

LADDER = [
    [-3, ["owed"], False], [0, ["owed", "department_head"], False], [1, ["owed"], False],
    [2, ["owed", "department_head", "handling_officer"], True],
    [5, ["owed", "department_head", "handling_officer", "deputy_in_charge"], True],
]  # fmt: skip
OWED_BY = ("deputy", "officer", "director")
STARTED = date(2026, 9, 1)
MORE_TIME = "部分乡镇数据需要重新核对。"


def september(day, hour=10, minute=0):
    return datetime(2026, 9, day, hour, minute, tzinfo=clocks.SHANGHAI)


class Scene:
    """A city in September 2026: matters whose clocks are closed or moved, and many clocks of three matters that stay as they are."""

    def __init__(self, roads):
        self.city = cast.found_city("shifan", "示范市", cast.found_province())
        self.administrators = cast.found_administration()
        Policy.objects.update(ladder=LADDER, reminders_a_day=10_000)
        for person in Person.objects.all():
            Person.objects.filter(pk=person.pk).update(email=f"{person.username}@example.org")
        self.patterns = [self._road(14, "submitted").matter for _ in range(3)]
        self.patterns = [Clock.objects.open().get(subject_id=matter.public_id) for matter in self.patterns]
        self.to_determine = [self._road(14, "submitted") for _ in range(2 * roads)]
        self.to_terminate = [self._road(17, "implementing") for _ in range(roads)]
        self.to_extend = [self._received() for _ in range(roads)]
        OutboxMessage.objects.update(status=OutboxMessage.Status.SUPPRESSED, next_try_at=None)
        self.made, self.closed = 0, {}
        self.ended_at, self.told_before, self.lines_when_ended, self.mails_when_ended = None, set(), 0, 0

    def _road(self, day, state):
        with clocks.as_of(september(day)):
            road = Road(self.city)
            road.to(state)
        return road

    def _received(self):
        """Tasks that are due on 23 September."""
        with clocks.as_of(september(23) - timedelta(days=40)):
            road = Road(self.city)
            road.to("implementing")
            road.receive()
        return road

    def owe(self, number):
        """That many clocks more, due from the 17th until the end of the month; of most a rung has come on the 21st."""
        calendar, made = calendars.load(), range(self.made, self.made + number)
        Clock.objects.bulk_create([self._copy(place, calendar) for place in made], batch_size=500)
        self.made += number

    def _copy(self, place, calendar):
        pattern = self.patterns[place % len(self.patterns)]
        columns = {column.attname: getattr(pattern, column.attname) for column in Clock._meta.concrete_fields}
        count = calendar.add(STARTED, 12 + place % 10)
        rung, next_rung_at = clocks.first_rung(pattern.policy, count.due_on, calendar, since=STARTED)
        del columns["id"]
        return Clock(
            **columns
            | {
                "name": f"copy{place}", "label": f"事项{place}", "days": count.n, "started_on": STARTED,
                "started_at": september(1), "due_on": count.due_on, "due_at": clocks.end_of(count.due_on),
                "way": calendar.extract(STARTED, count.due_on), "calendar_version": calendar.version, "rung": rung,
                "next_rung_at": next_rung_at, "owed_person_id": self.city.people[OWED_BY[place // 3 % 3]].pk,
            }
        )  # fmt: skip

    # What people do meanwhile, through the door

    def acts(self, house):
        """Acts in turn: clocks end, dates move, the calendar changes, and the director loses his post."""
        extensions = [partial(self.extend, road, task) for road in self.to_extend for task in road.assignments()]
        terminations = [partial(self.close, road, self.terminate) for road in self.to_terminate]
        determinations = [partial(self.close, road, Road.determine) for road in self.to_determine]
        once = [self.publish_a_day_off, partial(self.end_access, house)]
        first = [determinations.pop(), once[0], extensions.pop(), once[1], terminations.pop()]
        return iter([*first, *extensions, *terminations, *determinations])

    def close(self, road, act):
        """An act that ends clocks; whatever reminds of them from now on comes too late."""
        running = list(Clock.objects.open().filter(dossier=road.matter.dossier_id).values_list("pk", flat=True))
        act(road)
        for pk in Clock.objects.filter(pk__in=running).exclude(status="open").values_list("pk", flat=True):
            self.closed[pk] = set(Reminder.objects.filter(clock=pk).values_list("pk", flat=True))

    @staticmethod
    def terminate(road):
        road.act("principal", road.matter, Matter.terminate, note="情况变化，不再组织协调。")

    @staticmethod
    def extend(road, task):
        asked = road.ask_for_more_time(task, 7, MORE_TIME, "已完成七成。")
        road.act("deputy", asked, Extension.grant)

    def publish_a_day_off(self):
        """The 24th becomes a holiday: whatever was due from then on is due a working day later."""
        calendar = calendars.load()
        first, last = calendar.notice_span(2026)
        days = [day for day in calendar.special.values() if first <= day.on <= last]
        days.append(calendars.SpecialDay(date(2026, 9, 24), False, "调休"))
        actor = actor_of(self.administrators["system_admin"], today=clocks.today())
        assert recounting.publish(actor, 2026, days, source="国办发明电〔2026〕9号", version=calendar.version)

    def end_access(self, house):
        """The director's only post ends. What was begun before may still end, and then he is told nothing more."""
        director = self.city.people["director"]
        self.told_before = set(Reminder.objects.values_list("pk", flat=True))
        actor = actor_of(self.administrators["security_admin"], today=clocks.today())
        personnel.end_post(actor, director.posts.get())
        self.ended_at = clocks.now()
        house.what_was_begun_is_over()
        self.lines_when_ended = Notice.objects.filter(recipient=director).count()
        self.mails_when_ended = len(self.mails_to(house, director))

    @staticmethod
    def mails_to(house, person):
        return [sent for sent in house.sink.accepted if sent["To"] == person.email]

    # The reckoning

    def due_rungs(self, now):
        """(clock, number of the latest rung of its present date that has come), of the open clocks that have one."""
        calendar = calendars.load()
        moved = dict(Clock.objects.exclude(changes=None).annotate(at=Max("changes__made_at")).values_list("pk", "at"))
        for clock in Clock.objects.open().select_related("policy"):
            since = clocks.business_date(moved[clock.pk]) if clock.pk in moved else clock.started_on
            days = [
                calendar.back(clock.due_on, -day) if day < 0 else calendar.add(clock.due_on, day).due_on
                for day, *_ in clock.policy.ladder
            ]
            left_out = sum(rung[0] < 0 and day <= since for rung, day in zip(clock.policy.ladder, days, strict=True))
            come = sum(datetime.combine(day, clock.policy.opens_at, clocks.SHANGHAI) <= now for day in days)
            if come > left_out:
                yield clock, come - 1

    def lost(self, now):
        """What should have been said by now and was not, in words."""
        reminders = {(each.clock_id, each.due_on, each.rung): each for each in Reminder.objects.all()}
        lines = {}
        for act_id, person in Notice.objects.filter(action="remind").values_list("act_id", "recipient"):
            lines.setdefault(act_id, set()).add(person)
        found = []
        for clock, rung in self.due_rungs(now):
            reminder = reminders.get((clock.pk, clock.due_on, rung))
            if reminder is None:
                found.append(f"{clock.name} of {clock.due_on}: no reminder of rung {rung}")
            elif clock.name.startswith("copy") and not self._is_told(clock, reminder, lines.get(reminder.pk, set())):
                found.append(f"{clock.name} of {clock.due_on}: told {reminder.told_words!r}")
            elif len(lines.get(reminder.pk, ())) != len(list(filter(None, reminder.told_words.split("、")))):
                found.append(f"{clock.name} of {clock.due_on}: {reminder.told_words} and other lines")
        without = Notice.objects.filter(action="remind", messages=None).count()
        return found + ["a line without its message"] * without

    def _is_told(self, clock, reminder, told):
        people = self.city.people
        means = {
            "owed": clock.owed_person_id, "department_head": people["director"].pk,
            "handling_officer": people["officer"].pk, "deputy_in_charge": people["deputy"].pk,
        }  # fmt: skip
        meant, director = {means[circle] for circle in LADDER[reminder.rung][1]}, {people["director"].pk}
        if self.ended_at is None or reminder.pk in self.told_before:
            return told == meant
        if reminder.sent_at > self.ended_at:
            return told == meant - director
        return told in (meant, meant - director)  # under way at that moment

    @staticmethod
    def doubled():
        """How many reminders stand more than once: by their record, and by the words that somebody reads."""
        told = Notice.objects.filter(action="remind")
        kinds = (
            Reminder.objects.values("clock", "due_on", "rung"), told.values("act_id", "recipient"),
            told.values("recipient", "subject_id", "text"),
        )  # fmt: skip
        return [sum(row["times"] - 1 for row in rows.order_by().annotate(times=Count("pk"))) for rows in kinds]

    def reminded_after_closing(self):
        return [
            pk
            for pk, known in self.closed.items()
            if set(Reminder.objects.filter(clock=pk).values_list("pk", flat=True)) - known
        ]

    def outside(self, house):
        """(how often each name arrived, names that the house does not know) of the mails that were accepted."""
        ids = Counter(house.sink.ids)
        digests = OutboxMessage.objects.exclude(digest=None).values_list("digest", flat=True)
        return ids, set(ids) - {f"<{digest}@outbox>" for digest in digests}
