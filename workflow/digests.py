"""The only place that gathers what waits for one person by one channel into one message (合并), and says when it may leave.

Nothing leaves outside the working hours of the commission, nor more often a day than it allows or the person wants: what would is
put off to the next opening, and leaves with what waits by then.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property

from django.db import transaction
from django.db.models import Count, Q

from organizations.actors import actor_of
from workflow import calendars, channels, clocks, subjects
from workflow.models import OutboxMessage, Policy, Preference

PERSONS = 100  # whose messages are claimed at a time
WINDOW = 500  # of what is due the oldest are looked at for whose turn it is
CLAIM = timedelta(minutes=5)
Status = OutboxMessage.Status


@dataclass
class Digest:
    """Messages that leave as one: whose, by which channel, under which stable id, and how often this was tried."""

    id: uuid.UUID
    channel: str
    messages: list
    rules: object
    attempts: int = field(init=False)

    def __post_init__(self):
        self.attempts = max(message.attempts for message in self.messages) + 1

    @property
    def person(self):
        return self.messages[0].notice.recipient

    @property
    def preference(self):
        return self.rules.preference(self.person)

    @property
    def rows(self):
        """The rows of this try: not those that somebody else has taken up since, when the claim ran out."""
        keys = [message.pk for message in self.messages]
        return OutboxMessage.objects.filter(pk__in=keys, attempts=self.attempts, status=Status.WAITING)

    def kept_back(self):
        """{message: why it must not leave the house now}. Access is asked anew for each notice, as of this moment."""
        person = self.person
        for reason, holds in (
            ("未配置外发渠道", self.channel not in channels.configured()),
            ("收件人账号已停用", not person.is_active),
        ):
            if holds:
                return dict.fromkeys(self.messages, reason)
        places = {(message.notice.subject_type, message.notice.subject_id) for message in self.messages}
        seen = subjects.visible_ids(places, actor_of(person, today=clocks.today()))
        found = {message: self._against(message, seen) for message in self.messages}
        return {message: reason for message, reason in found.items() if reason}

    def _against(self, message, seen):
        if message.notice.subject_id not in seen:
            return "收件人已无权查看"
        if self.channel not in self.rules.policy(message).channels:
            return "本单位未允许此渠道"
        if self.channel not in self.preference.channels:
            return "收件人未选用此渠道"
        address = channels.address_of(self.person, self.preference, self.channel)
        return "" if address else channels.ROUTES[self.channel].lacking


class Rules:
    """What the commissions and the persons of a batch of messages want, in a question for each kind."""

    def __init__(self, messages, now):
        self.messages, self.now, self.calendar = messages, now, calendars.load()
        self.waits = {}

    @cached_property
    def policies(self):
        """{commission id: the version in force today}: that a channel is closed counts at once, for running matters as well."""
        commissions = {message.notice.dossier.commission_id for message in self.messages}
        found = Policy.objects.filter(commission__in=commissions, effective_on__lte=clocks.business_date(self.now))
        return {policy.commission_id: policy for policy in found.order_by("number")}

    @cached_property
    def preferences(self):
        persons = {message.notice.recipient_id for message in self.messages}
        return {each.person_id: each for each in Preference.objects.filter(person__in=persons)}

    @cached_property
    def left_today(self):
        """{(person id, channel): how many digests have left today, or may have, or will as soon as they are tried again}."""
        begun_at = datetime.combine(clocks.business_date(self.now), time(), clocks.SHANGHAI)
        persons = {message.notice.recipient_id for message in self.messages}
        gathered = OutboxMessage.objects.filter(notice__recipient__in=persons, digest__isnull=False)
        counted = gathered.exclude(status=Status.SUPPRESSED).filter(
            Q(tried_at__gte=begun_at) | Q(next_try_at__isnull=False)
        )
        rows = counted.values_list("notice__recipient", "channel").annotate(digests=Count("digest", distinct=True))
        return {(person_id, channel): number for person_id, channel, number in rows}

    def policy(self, message):
        dossier = message.notice.dossier
        return self.policies.get(dossier.commission_id) or dossier.policy

    def preference(self, person):
        if person.pk not in self.preferences:
            self.preferences[person.pk] = Preference(person=person)
        return self.preferences[person.pk]

    def opening(self, message):
        """When a message may leave that came outside working hours; ``None`` within them."""
        policy = self.policy(message)
        if policy.pk not in self.waits:
            is_open = clocks.is_open(policy, self.now, self.calendar)
            self.waits[policy.pk] = None if is_open else clocks.opening(policy, self.now, self.calendar)
        return self.waits[policy.pk]

    def tomorrow(self, message):
        """When working hours begin after today's."""
        policy, today = self.policy(message), clocks.business_date(self.now)
        return datetime.combine(self.calendar.add(today, 1).due_on, policy.opens_at, clocks.SHANGHAI)

    def is_used_up(self, messages, channel):
        """Whether their person has had today what the commission allows or he wants."""
        person = messages[0].notice.recipient
        most = 1 if self.preference(person).is_daily else min(self.policy(each).reminders_a_day for each in messages)
        return self.left_today.get((person.pk, channel), 0) >= most


@transaction.atomic
def claim(started_at):
    """The next digests that nobody else is sending, counted as tried before they are; ``None`` when nothing is due any more.

    A list may be empty: what was due has been put off.
    """
    due = OutboxMessage.objects.filter(next_try_at__lte=started_at).order_by("next_try_at", "id")
    persons = list(dict.fromkeys(message.notice.recipient_id for message in _locked(due[:WINDOW])))[:PERSONS]
    if not persons:
        return None
    messages = _locked(due.filter(notice__recipient__in=persons))
    rules, groups = Rules(messages, started_at), {}
    for message in messages:
        groups.setdefault((message.notice.recipient_id, message.channel, message.digest), []).append(message)
    found = [_gathered(digest, channel, group, rules) for (_, channel, digest), group in groups.items()]
    return [_taken(digest) for digest in found if digest]


def _locked(messages):
    rows = messages.select_for_update(skip_locked=True, of=("self",), no_key=True)
    return list(rows.select_related("notice__recipient", "notice__dossier"))


def _gathered(digest, channel, group, rules):
    """The digest of a group that may leave now, or ``None``. One that was tried before stays whole: its id stands for its content."""
    openings = {message: rules.opening(message) for message in group}
    if digest is not None:
        later = max(filter(None, openings.values()), default=None)
        return _put_off({later: group}) if later else Digest(digest, channel, group, rules)
    ready = [message for message, opening in openings.items() if opening is None]
    later = {}
    for message, opening in openings.items():
        later.setdefault(opening, []).append(message)
    later.pop(None, None)
    if ready and rules.is_used_up(ready, channel):
        for message in ready:
            later.setdefault(rules.tomorrow(message), []).append(message)
        ready = []
    _put_off(later)
    return Digest(uuid.uuid4(), channel, ready, rules) if ready else None


def _put_off(later):
    for moment, messages in later.items():
        OutboxMessage.objects.filter(pk__in=[message.pk for message in messages]).update(next_try_at=moment)


def _taken(digest):
    now = clocks.now()
    mine = OutboxMessage.objects.filter(pk__in=[message.pk for message in digest.messages])
    mine.update(digest=digest.id, attempts=digest.attempts, next_try_at=now + CLAIM, tried_at=now)
    return digest
