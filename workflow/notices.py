"""The only place that decides who is told of an act, that writes the inbox lines with their outbox rows, and that marks them as read."""

from functools import cache

from django.db.models import Q

from organizations.models import Post, lent_on
from workflow import channels, clocks, rows, statements
from workflow.models import Notice, OutboxMessage
from workflow.steps import declaration_of, steps_of


@cache
def _expected(model, state):
    """What every record of the model waits for in a state; what only some rows wait for is told by the step that makes it so."""
    found = [declaration_of(taken, state) for taken in steps_of(model).values()]
    return [declaration for declaration in found if declaration and declaration.expected is True]


def lines(record, declaration, actor):
    """(holder, text) of everyone the step concerns: those whom the new state waits for, the old one not yet, and those it names."""
    if declaration.source != declaration.target:
        told = {waited.name for waited in _expected(type(record), declaration.source)}
        for waited in _expected(type(record), record.state):
            if waited.name in told:
                continue
            for authority in waited.by:
                for holder in authority.holders(record):
                    yield holder, f"待办“{waited.label_for(record)}”：{record.words}"
    for authority in declaration.tells:
        for holder in authority.holders(record):
            yield holder, f"{actor.words}已办理“{declaration.label_for(record)}”：{record.words}"


def _held(posts, today):
    """(person, organisation, role, office) of the posts in force that these holders mean; one query."""
    wanted = Q(pk__in=[])
    for holder in posts:
        here = Q(organisation=holder.organisation_id, role=holder.role)
        wanted |= here & Q(office=holder.office_id) if holder.office_id else here
    return Post.objects.in_force(today).filter(wanted).values_list("person_id", "organisation_id", "role", "office_id")


def resolve(holders, today, standing=None):
    """{holder: [person ids]}, deputies among them; one query for posts, none when ``standing`` knows them all, and one for what is
    lent today, none with ``standing``. Who stands back from the dossier is not told, nor is anyone in his stead."""
    posts = {holder for holder in holders if holder.person_id is None}
    found = {holder: [holder.person_id] for holder in holders if holder.person_id}
    elsewhere = {holder for holder in posts if standing is None or not standing.knows(holder)}
    held = [*(standing.leaders if standing else ()), *(_held(elsewhere, today) if elsewhere else ())]
    for person_id, organisation_id, role, office_id in held:
        for holder in posts:
            if _means(holder, organisation_id, role, office_id):
                found.setdefault(holder, []).append(person_id)
    back = standing.recused if standing else set()
    for deputy_id, person_id, organisation_id, role, office_id in standing.lent if standing else _lent(today):
        for holder in holders if person_id not in back else ():
            if holder.person_id == person_id or _means(holder, organisation_id, role, office_id):
                found.setdefault(holder, []).append(deputy_id)
    return {holder: [person_id for person_id in persons if person_id not in back] for holder, persons in found.items()}


def _means(holder, organisation_id, role, office_id):
    """Whether the holder is whoever is in this post."""
    same = (holder.organisation_id, holder.role) == (organisation_id, role)
    return holder.person_id is None and same and holder.office_id in (None, office_id)


def _lent(today):
    """(deputy, delegator, organisation, role, office) of the posts that are lent today."""
    return lent_on(today).values_list(*statements.LENT)


def compose(told, *, act, calendar_day):
    """Unsaved notices and outbox rows for ``told``: [(record, declaration, holder, text)]; one per person and subject."""
    persons = resolve({holder for _, _, holder, _ in told}, calendar_day, act.standing)
    notices, seen = [], {(None, act.actor.person_id)}
    for record, declaration, holder, text in told:
        for person_id in persons.get(holder, ()):
            if (record.public_id, person_id) in seen or person_id == act.actor.person_id:
                continue
            seen.add((record.public_id, person_id))
            notices.append(
                rows.unsaved(
                    Notice, dossier_id=record.dossier_id, recipient_id=person_id, subject_type=record._meta.label_lower,
                    subject_id=record.public_id, act_id=act.id, action=declaration.name, text=text[:240],
                    article=declaration.article, sent_at=act.at,
                )
            )  # fmt: skip
    return notices, messages_for(notices, act.at)


def messages_for(notices, at):
    """Unsaved outbox rows: one for each notice and each channel that is configured."""
    return [
        rows.unsaved(OutboxMessage, notice_id=notice.id, channel=channel.value, next_try_at=at)
        for channel in channels.configured()
        for notice in notices
    ]


def read(notices):
    """Mark these lines as read; what was read before keeps its moment."""
    notices.unread().update(read_at=clocks.now())
