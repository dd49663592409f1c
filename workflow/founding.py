"""The only place where the first three administrators (三员) are made: nobody is there yet who could make them.

Each of the three gets an account of his own, an initial password that must be changed, and his post from today on; each is a
line in the journal. Once anyone administers, accounts and posts come from the administrators alone.
"""

from django.db import transaction
from django.db.models.functions import Lower

from organizations.models import ADMINISTRATORS, Kind, Organisation, Person, Post
from workflow import audit, clocks, personnel, seats
from workflow.administration import RULE
from workflow.door import Barred
from workflow.guards import Obstacle

ACT, LABEL = "found_administrators", "设立三员"


@transaction.atomic
def found_administrators(names):
    """Make the system organisation and its administrators; ``names`` is {role: (username, name)} of all three.

    Returns [(post, initial password)]; the passwords are told here and nowhere else. Raises ``Barred``.
    """
    _bar(_against_founding(names))
    house = Organisation(kind=Kind.SYSTEM, name="系统管理", short_name="系统管理")
    _bar(personnel.unclean(house))
    house.save(force_insert=True)
    return [_founded(house, role, *names[role]) for role in ADMINISTRATORS]


def _founded(house, role, username, name):
    password = personnel.initial_password()
    person = Person(username=Person.normalize_username(username), name=name)
    person.set_password(password)
    _bar(personnel.unclean(person))
    person.save(force_insert=True)
    post = Post(person=person, organisation=house, role=role, from_on=clocks.today())
    _bar(personnel.unclean(post))
    seats.give(post)
    changes = {"职务": [None, post.words], "任期": [None, seats.period(post)]}
    words = personnel.told(person)
    audit.journal(f"personnel.{ACT}", LABEL, organisation=house, subject=person, words=words, changes=changes)
    return post, password


def _against_founding(names):
    if Organisation.objects.filter(kind=Kind.SYSTEM).exists() or Post.objects.filter(role__in=ADMINISTRATORS).exists():
        return [Obstacle("系统管理机构已经设立，账号和职务由在任的管理员办理", RULE)]
    found = []
    if set(names) != set(ADMINISTRATORS):
        found.append(Obstacle("系统管理员、安全保密管理员、安全审计员应当一并设立", RULE, "办理人"))
    usernames = {username.lower() for username, _ in names.values()}
    if len(usernames) < len(names):
        found.append(Obstacle("三员应当由三个不同的人担任，用户名不能相同", RULE, "办理人"))
    taken = Person.objects.annotate(lower=Lower("username")).filter(lower__in=usernames)
    if taken := taken.values_list("username", flat=True):
        found.append(Obstacle(f"用户名已被使用：{'、'.join(taken)}", RULE, "办理人"))
    return found


def _bar(found):
    if found:
        raise Barred(LABEL, found)
