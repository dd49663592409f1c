"""The only place where the administrators make, end, block or reset accounts and posts; each act is a line in the journal.

The three administrators (三员) check one another: the system administrator makes accounts that can do nothing, the security
administrator gives them posts, the auditor reads what both did. Nobody acts on himself, and none of the three dies out.
"""

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from organizations.models import ADMINISTRATORS, Office, Organisation, Person, Post, Role
from workflow import audit, clocks, seats
from workflow.administration import ACTS, RULE, bar, enter, may, record, save_new, unclean
from workflow.door import Barred
from workflow.guards import Obstacle
from workflow.seats import period
from workflow.steps import machines

LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"  # without i, l, o, 0 and 1: an initial password is read from paper


@dataclass(frozen=True)
class Offer:
    """An act that the actor's office reaches on a person, and why it is barred if it is."""

    name: str
    label: str
    obstacles: tuple

    @property
    def open(self):
        return not self.obstacles


@transaction.atomic
def create_account(actor, username, name, email=""):
    """A new account without any right, and its initial password, which is told here and nowhere else."""
    enter("create_account", actor)
    bar("create_account", against_username(username))
    password = initial_password()
    person = Person(username=Person.normalize_username(username), name=name, email=email)
    person.set_password(password)
    save_new("create_account", person)
    record("create_account", actor, person, told(person))
    return person, password


@transaction.atomic
def reset_password(actor, person):
    """A new initial password, told here and nowhere else; the old one and every session of the person are void."""
    enter("reset_password", actor)
    person = locked(person)
    bar("reset_password", against_reset(actor, person))
    password = initial_password()
    person.set_password(password)
    person.must_change_password = True
    person.end_sessions()
    person.save(update_fields=["password", "must_change_password", "sessions_ended"])
    record("reset_password", actor, person, told(person))
    return password


@transaction.atomic
def deactivate(actor, person):
    """Close an account: its sessions end at once, its posts no longer count. They count again after ``reactivate``."""
    enter("deactivate", actor)
    person = locked(person)
    bar("deactivate", against_deactivation(actor, person))
    person.is_active = False
    person.end_sessions()
    person.save(update_fields=["is_active", "sessions_ended"])
    record("deactivate", actor, person, told(person), {"状态": ["在用", "停用"]})


@transaction.atomic
def reactivate(actor, person):
    """Open a closed account again, for whoever knows its password; no earlier session comes back."""
    enter("reactivate", actor)
    person = locked(person)
    bar("reactivate", against_reactivation(actor, person))
    person.is_active = True
    person.end_sessions()
    person.save(update_fields=["is_active", "sessions_ended"])
    record("reactivate", actor, person, told(person), {"状态": ["停用", "在用"]})


@transaction.atomic
def change_own_password(actor, password):
    """Change one's own password; whoever calls has asked for the old one. Returns the person with the new seal of sessions."""
    person = locked(actor.person)
    if person.password != actor.person.password:
        raise Barred("修改口令", [Obstacle("口令刚刚由系统管理员重置，请用新的初始口令登录", RULE, "本人")])
    person.set_password(password)
    person.must_change_password = False
    person.end_sessions()
    person.save(update_fields=["password", "must_change_password", "sessions_ended"])
    audit.journal("personnel.change_own_password", "修改口令", actor=actor, subject=person, words=told(person))
    return person


@transaction.atomic
def appoint(actor, person, organisation, role, *, office=None, from_on=None, until_on=None):
    """Give a person a post from a day on, today unless named; ``until_on`` is its last day. Returns the post."""
    enter("appoint", actor)
    person = locked(person)
    organisation = Organisation.objects.get(pk=organisation.pk)
    office = office and Office.objects.get(pk=office.pk)
    post = Post(person=person, organisation=organisation, office=office, role=role)
    post.from_on, post.until_on = from_on or clocks.today(), until_on
    bar("appoint", against_appointment(actor, person) or _against_post(post) or unclean(post))
    seats.give(post)
    record("appoint", actor, person, told(person), {"职务": [None, post.words], "任期": [None, period(post)]})
    return post


@transaction.atomic
def end_post(actor, post, *, last_on=None):
    """End a post at once, or after its last day ``last_on``. Its time until now stays as it was."""
    enter("end_post", actor)
    person = locked(post.person)
    post = Post.objects.select_related("organisation", "office", "person").get(pk=post.pk)
    bar("end_post", against_ending(actor, post, last_on))
    before = period(post)
    seats.end(post, last_on=last_on)
    record("end_post", actor, person, told(person), {"职务": [post.words, None], "任期": [before, period(post)]})


def offers(actor, person):
    """What the actor may do with this account, and what bars it: the page asks here."""
    against = {"appoint": against_appointment, "reset_password": against_reset}
    against |= {"deactivate": against_deactivation} if person.is_active else {"reactivate": against_reactivation}
    reached = [(name, found) for name, found in against.items() if may(actor, name)]
    return [Offer(name, ACTS[name][0], tuple(found(actor, person))) for name, found in reached]


def against_username(username):
    """What bars an account of this name."""
    taken = Person.objects.filter(username__iexact=username).exists()
    return [Obstacle("该用户名已被使用，大小写不同也视为相同", RULE, "办理人")] if taken else []


def against_reset(actor, person):
    found = _against_oneself(actor, person, "本人的口令请用“修改口令”更换")
    if not person.is_active:
        found.append(Obstacle("账号已停用，恢复后才能重置口令", RULE, Role.SYSTEM_ADMIN.label))
    return found


def against_deactivation(actor, person):
    found = _against_oneself(actor, person, "不能停用本人的账号")
    if not person.is_active:
        return [*found, Obstacle("账号已经停用", RULE)]
    held = Post.objects.in_force(clocks.today()).filter(person=person, role__in=ADMINISTRATORS)
    return found + [each for post in held for each in _against_the_last(post)]


def against_reactivation(actor, person):
    found = _against_oneself(actor, person, "不能恢复本人的账号")
    return [*found, Obstacle("账号正在使用", RULE)] if person.is_active else found


def against_appointment(actor, person):
    found = _against_oneself(actor, person, "不能给本人授予职务")
    if not person.is_active:
        found.append(Obstacle("账号已停用，恢复后才能授予职务", RULE, Role.SYSTEM_ADMIN.label))
    return found


def against_ending(actor, post, last_on=None):
    today = clocks.today()
    found = _against_oneself(actor, post.person, "不能终止本人的职务")
    if not Post.objects.not_over(today).filter(pk=post.pk).exists():
        return [*found, Obstacle("该职务已经结束", RULE)]
    if last_on and last_on < max(today, post.from_on):
        found.append(Obstacle("最后任职日不能早于今天和任职日期；立即终止的不填", RULE, "办理人"))
    if last_on and post.until_on and last_on > post.until_on:
        found.append(Obstacle("最后任职日不能晚于原定离任日期；续任应当另行授予职务", RULE, "办理人"))
    return found + _against_the_last(post, last_on)


def _against_oneself(actor, person, sentence):
    return (
        [Obstacle(sentence, RULE, f"其他{ACTS['appoint'][1].label}或者系统管理员")]
        if actor.person_id == person.pk
        else []
    )


def _against_the_last(post, last_on=None):
    """Without any one of the three the others go unchecked, or nobody can appoint a new one."""
    today = clocks.today()
    if post.role not in ADMINISTRATORS or post.from_on > today:
        return []
    others = Post.objects.in_force(today).filter(role=post.role).exclude(person=post.person_id)
    if last_on:
        others = others.filter(Q(until_on__isnull=True) | Q(until_on__gt=last_on))
    if others.exists():
        return []
    sentence = f"这是最后一名在任的{post.get_role_display()}，应当先授予他人同一职务"
    return [Obstacle(sentence, RULE, Role.SECURITY_ADMIN.label)]


def _against_post(post):
    found = []
    if not post.organisation.is_active or (post.office and not post.office.is_active):
        found.append(Obstacle("机构或者室已停用", RULE, Role.SYSTEM_ADMIN.label))
    if post.until_on and post.until_on < max(post.from_on, clocks.today()):
        found.append(Obstacle("离任日期不能早于任职日期和今天", RULE, "办理人"))
    same = Post.objects.not_over(post.from_on).filter(
        person=post.person, organisation=post.organisation, office=post.office, role=post.role
    )
    if post.until_on:
        same = same.filter(from_on__lte=post.until_on)
    if same.exists():
        found.append(Obstacle(f"{post.person.name}在这一期间已任该职务", RULE, Role.SECURITY_ADMIN.label))
    return found + [each for model in machines() for each in model.against_post(post)]


def locked(person):
    """The person's row as it is now, locked until the act is done."""
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def initial_password():
    """Sixteen letters in groups of four, 79 bits, for reading out and typing once."""
    return "-".join("".join(secrets.choice(LEGIBLE) for _ in range(4)) for _ in range(4))


def told(person):
    return f"{person.name}（{person.username}）"
