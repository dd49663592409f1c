"""The only place that makes, withdraws and reads the secret address of a person's dates (日历订阅).

A calendar program fetches it without signing in. It says on which day how much is due, and nothing else: no title, no name.
"""

import hashlib
import uuid
from collections import Counter
from datetime import UTC

from django.db import transaction

from organizations.actors import actor_of
from organizations.models import Person
from workflow import audit, clocks
from workflow.awaited import awaiting, meant_for
from workflow.models import CalendarFeed, Clock

OCTETS = 75  # of one line, by RFC 5545


@transaction.atomic
def open_feed(actor):
    """A new address, in place of any that was there; returns its secret, which is told here and nowhere else."""
    person = Person.objects.select_for_update(no_key=True).get(pk=actor.person_id)
    _withdraw(person)
    token = uuid.uuid4()
    CalendarFeed.objects.create(person=person, token_digest=_digest(token), made_at=clocks.now())
    audit.journal("personnel.open_feed", "开通日历订阅", actor=actor, subject=person, words=person.username)
    return token


@transaction.atomic
def revoke_feed(actor):
    """Let the address answer nothing any more; ``False`` if there was none."""
    person = Person.objects.select_for_update(no_key=True).get(pk=actor.person_id)
    if not _withdraw(person):
        return False
    audit.journal("personnel.revoke_feed", "撤销日历订阅", actor=actor, subject=person, words=person.username)
    return True


def open_feed_of(person):
    """The person's feed that answers, or ``None``."""
    return CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).first()


def feed_behind(token):
    """The feed of a secret, of an account in use; ``None`` for any other."""
    found = CalendarFeed.objects.filter(token_digest=_digest(token), revoked_at__isnull=True, person__is_active=True)
    return found.select_related("person").first()


def calendar_of(person):
    """The dates on which something is due that waits for the person today, as text/calendar."""
    stamp = clocks.now().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//coordination//due dates//ZH", "X-PUBLISHED-TTL:PT1H"]
    for day, number in sorted(_due(actor_of(person, today=clocks.today())).items()):
        lines += [
            "BEGIN:VEVENT", f"UID:{_uid(person, day)}", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"SUMMARY:{escaped(f'{number}件到期')}", "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def escaped(text):
    """Text as a value of a calendar may hold it."""
    for letter, said in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(letter, said)
    return text


def folded(line):
    """The line in pieces of at most 75 octets, none of which cuts a letter in two; each but the first begins with a space."""
    pieces, piece = [], ""
    for letter in line:
        if len(f"{piece}{letter}".encode()) > OCTETS:
            pieces.append(piece)
            piece = " "
        piece += letter
    return "\r\n".join([*pieces, piece])


def _due(actor):
    """{day: how much of what waits for the actor is due then}; of each record the first date counts."""
    rows = [row for model, keys in meant_for(actor).items() for row, _ in awaiting(model, actor, keys)]
    first = {}
    for subject_id, due_on in Clock.objects.open().of(*rows).order_by("due_on").values_list("subject_id", "due_on"):
        first.setdefault(subject_id, due_on)
    return Counter(first.values())


def _uid(person, day):
    """The same for the same person and day at each reading, and telling nothing of him."""
    return f"{hashlib.sha256(f'{person.public_id}:{day}'.encode()).hexdigest()[:32]}@due.coordination"


def _withdraw(person):
    return CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=clocks.now())


def _digest(token):
    return hashlib.sha256(token.bytes).hexdigest()
