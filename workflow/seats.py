"""The only place that writes posts: those that the administrators give and end, and those that follow a decision on file (任免).

A record that ``gives_posts`` says by ``seat`` whose post it is and whether it counts. The post is made or ended within the very act,
so that nobody acts before he is appointed or after he has gone; each is a line in the journal, as the administrators' own are.
"""

from datetime import date
from typing import NamedTuple

from organizations.models import Person, Post
from workflow import audit, clocks


class Seat(NamedTuple):
    """A post as a record wants it: whose, where, what, for how long, and whether it counts now."""

    person_id: int
    organisation_id: int
    role: str
    from_on: date
    until_on: date | None
    counts: bool


def give(post):
    post.save(force_insert=True)
    return post


def end(post, *, last_on=None):
    """At once, or after its last day. Its time until now stays as it was."""
    if last_on:
        post.until_on = last_on
    else:
        post.ended_on = clocks.today()
    post.save(update_fields=["until_on", "ended_on"])


def period(post):
    """A post's period in words."""
    if post.ended_on:
        return f"{post.from_on} 起，{post.ended_on} 终止"
    return f"{post.from_on} 至 {post.until_on}" if post.until_on else f"{post.from_on} 起"


def follow(record, act):
    """Bring the post in line with what the record says of it; one that stands already is left as the administrators gave it."""
    seat = record.seat()
    if seat is None:
        return
    Person.objects.select_for_update(no_key=True).get(pk=seat.person_id)
    named = {"person_id": seat.person_id, "organisation_id": seat.organisation_id, "role": seat.role}
    standing = Post.objects.not_over(act.actor.today).filter(**named)
    if seat.counts and not standing.exists():
        post = give(Post(from_on=seat.from_on, until_on=seat.until_on, **named))
        _note("appoint", "授予职务", record, act, post, None)
    elif not seat.counts:
        for post in standing.select_related("organisation", "office", "person"):
            before = period(post)
            end(post)
            _note("end_post", "终止职务", record, act, post, before)


def _note(action, label, record, act, post, before):
    words = [None, post.words] if before is None else [post.words, None]
    audit.journal(
        f"personnel.{action}", label, actor=act.actor, subject=post.person, organisation=post.organisation,
        words=f"{post.person.name}（{post.person.username}），{record.words}"[:120],
        changes={"职务": words, "任期": [before, period(post)]},
    )  # fmt: skip
