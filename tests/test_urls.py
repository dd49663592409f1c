"""Every address of the site, with every method, for everyone, on their own, a foreign and a nonexistent object."""

import re
import uuid
from collections import Counter
from functools import cache

import pytest
from django.db import connection, transaction
from django.urls import URLResolver, get_resolver

from coordination.models import Matter
from tests import urls
from tests.fingerprint import fingerprint
from tests.length import LONG
from tests.scene import rolled_back

pytestmark = pytest.mark.django_db

STEP = "<slug:step>"
STRANGERS = (None, "closed")
QUICK = (None,)
METHODS = ("GET", "POST")
FOREIGN = "PUT"  # which no page takes
FROM_THE_OTHER_CITY = (
    "officer",
    "deputy",
    "principal",
    "agriculture_head",
    "education_head",
)  # who else is there sees as these
MAY_GROW = re.compile(r"workflow_(auditentry|journal)|django_session")


# The table


@cache
def members(name):
    """The people of a group, however deep."""
    words = urls.GROUPS.get(name, name).split()
    return {name} if words == [name] else set().union(*(members(word) for word in words))


class Line:
    """One line of the table."""

    def __init__(self, text):
        self.address, self.about, sees, self.get, self.post = (part.strip() for part in text.split("|"))
        self.address = self.address.removeprefix("/")
        self.sees = set().union(*(members(word) for word in sees.split()))

    @property
    def is_hidden_from_most(self):
        return self.about in urls.BOTH_CITIES or (self.about == "-" and "nobody" not in self.sees)

    def answer(self, method, who):
        if method == "PUT":
            return 302 if self.address == "account/login/" else 405
        groups = ""
        for word in (self.get if method == "GET" else self.post).split():
            groups, _, status = f"{groups} {word}".partition(":")
            if status:
                if groups.strip() == "*" or any(who in members(group) for group in groups.split()):
                    return int(status)
                groups = ""
        raise AssertionError(f"no answer for {who}: {self.address}")


LINES = [Line(text) for text in urls.PAGES.strip().splitlines() if text.strip()]


def patterns(resolver, prefix=""):
    for entry in resolver.url_patterns:
        here = prefix + str(entry.pattern)
        yield from patterns(entry, here) if isinstance(entry, URLResolver) else [here]


def pattern_of(address, known):
    """The pattern of the site that a line of the table is about: itself, or the one for steps."""
    step = f"{address.rstrip('/').rpartition('/')[0]}/{STEP}/"
    return step if address not in known and step in known else address


def strays(known):
    """Addresses that the table does not list, and listed ones that the site does not have."""
    listed = {pattern_of(line.address, known) for line in LINES}
    return set(known) - listed, listed - set(known)


def test_every_address_is_in_the_table_and_nothing_else():
    known = list(patterns(get_resolver()))
    assert strays(known) == (set(), set()), "addresses without an expectation, expectations without an address"
    assert strays([*known, "matters/export/"]) == ({"matters/export/"}, set())
    assert strays([one for one in known if one != "journal/"]) == (set(), {"journal/"})
    assert Counter(line.address for line in LINES).most_common(1)[0][1] == 1
    assert len(known) == len(set(known))


# The objects


@cache
def _nothing():
    return uuid.uuid4()


def key_of(play, about, scene):
    """What stands in the address for a record: its public id; of a clock its subject and name."""
    city = play.city
    if about == "-":
        return None, ""
    if about in ("person", "post", "house", "office"):
        letter = "yangli_" if play is scene.theirs else ""
        person = scene.people[f"{letter}health_liaison"]
        return {
            "person": person.public_id, "post": person.posts.get().public_id, "house": city.commission.public_id,
            "office": city.second_office.public_id,
        }[about], ""  # fmt: skip
    record = play.records[about]
    if about == "clock":
        return record.subject_id, record.name
    if about == "mandate":
        return record.public_id, str(city.agriculture.public_id)
    return (record.pk if about == "notice" else record.public_id), ""


def path_of(line, key):
    public_id, name = key
    return "/" + re.sub(r"<uuid:\w+>", str(public_id), line.address).replace("<slug:name>", name)


def expected(line, method, who, which, scene):
    """The status that the table gives to this person, or the address to which he is led."""
    if who in STRANGERS:
        return urls.OPEN_TO_STRANGERS.get((line.address, method), "/account/login/")
    if who == "newcomer":
        passed = urls.WITH_INITIAL_PASSWORD.get(line.address)
        return "/account/password/" if passed is None else {"GET": passed[0], "POST": passed[1], "PUT": 405}[method]
    city, plain = ("theirs", who.removeprefix("yangli_")) if who.startswith("yangli_") else ("ours", who)
    at_home = which == city or line.about in urls.BOTH_CITIES or line.about == "-"
    at_home = at_home or (who == "superior_officer" and which != "absent")  # of both cities
    sees = plain in line.sees or ("recipient" in line.sees and at_home and is_recipient(scene, which, who))
    sees = sees and which != "absent" and at_home
    if line.about == "-" and not sees:
        return 404
    if sees:
        return line.answer(method, plain)
    if line.is_hidden_from_most and plain not in line.sees:
        return 404
    return 405 if line.answer(method, "nobody") == 405 else 404


def is_recipient(scene, which, who):
    return which != "absent" and getattr(scene, which).records["notice"].recipient_id == scene.people[who].pk


def ask(client, method, path):
    """The answer, its body freed of what differs by nature, and how many questions it asked of the database."""
    asked = Counter()

    def count(execute, sql, params, many, context):
        asked["questions"] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        response = client.generic(method, path)
    body = response.getvalue().decode(errors="replace")
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body).replace(path, "")
    return response, body, asked["questions"]


def told(response, line):
    """The status; or the page to which someone is led who may not go on as he is."""
    led = response.headers.get("Location", "").partition("?")[0]
    gates = ("/account/login/", "/account/password/") if line.address != "account/logout/" else ()
    return led if led in gates else response.status_code


def everyone():
    ours = sorted(members("everyone"))
    city = [f"yangli_{key}" for key in FROM_THE_OTHER_CITY]
    return [None, "closed", "newcomer", *ours, *city]


@pytest.fixture(scope="module")
def shares(staged):
    """{person: positions of the lines that he tries}.

    The usual run tries each different answer of each address by one person of either city, the next address by the next; who may sign
    in nowhere tries every sixth address, and whoever is in every run all of them. The long run: everybody everywhere.
    """
    found = {who: [] for who in everyone()}
    for position, line in enumerate(LINES):
        alike = {}
        for place, who in enumerate(everyone()):
            if LONG or who in QUICK or (who in (*STRANGERS, "newcomer") and (position + place) % 6 == 0):
                found[who].append(position)
            elif who not in (*STRANGERS, "newcomer"):
                answers = tuple(expected(line, method, who, "ours", staged) for method in METHODS)
                alike.setdefault((answers, who.startswith("yangli_")), []).append(who)
        for people in alike.values():
            found[people[position % len(people)]].append(position)
    return found


def tries(position, who, line):
    """(which object, method) that this person tries at this address.

    At home both methods; with a record of the other city and one that does not exist each at every fourth address, and a method that
    no page takes at every fourth as well: the next person begins elsewhere. The long run tries all.
    """
    turn = (position + everyone().index(who)) % 4
    elsewhere = METHODS if LONG else {0: ("GET",), 2: ("POST",)}.get(turn, ())
    foreign = (FOREIGN,) if LONG or turn == 1 else ()
    yield from (("ours", method) for method in (*METHODS, *foreign))
    if line.about != "-":
        yield from ((which, method) for which in ("theirs", "absent") for method in elsewhere)


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(
            who, marks=() if who in QUICK else [pytest.mark.slow, pytest.mark.one_database], id=who or "anonymous"
        )
        for who in everyone()
    ],
)
def test_everyone_gets_the_answer_of_the_table(scene, shares, who, settings):
    settings.SESSION_IDLE_SECONDS = 10**6  # a session is not marked as seen in the middle
    client, wrong = scene.client(who), []
    with rolled_back():
        client.get("/healthz/")  # the first request of a session is counted from
        before = fingerprint()
        for position in shares[who]:
            line = LINES[position]
            answers = {}
            for which, method in tries(position, who, line):
                play = scene.theirs if which == "theirs" else scene.ours
                key = (_nothing(), "planning") if which == "absent" else key_of(play, line.about, scene)
                wanted = expected(line, method, who, which, scene)
                with transaction.atomic():
                    asking = scene.client(who) if line.address.startswith("account/") else client
                    response, body, count = ask(asking, method, path_of(line, key))
                    got = told(response, line)
                    transaction.set_rollback(got in (200, 302) or line.address.startswith("account/"))
                answers[which, method] = (got, body, count, wanted)
                if got != wanted:
                    wrong.append(f"{method} {line.address} of {which}: {got}, not {wanted}")
            wrong += differences(line, answers, who)
        after = fingerprint()
    assert "\n".join(wrong) == ""
    changed = {table for table in before if before[table] != after[table] and not MAY_GROW.search(table)}
    assert changed == set(), "a refused request left something behind"


def differences(line, answers, who):
    """Where a hidden record answers otherwise than one that does not exist."""
    for (which, method), (got, body, count, wanted) in answers.items():
        if line.about in ("clock", "attachment") and who and who.removeprefix("yangli_") in members("proposer"):
            continue  # the matter is no secret to him, only how it is worked on
        if which == "absent" or wanted != 404 or got != 404 or (("absent", method) not in answers):
            continue
        other, other_body, other_count, _ = answers["absent", method]
        if other != got:
            continue
        if body != other_body:
            yield f"{method} {line.address}: {which} and absent differ in words"
        if count != other_count:
            yield f"{method} {line.address}: {which} asks {count} questions, absent {other_count}"


def test_steps_of_the_wrong_kind_and_of_another_state(scene):
    """One door for all: no such step 404, a carried one 403, one of another state 422 with the state in words."""
    matter, task = scene.ours.records["matter"], scene.ours.records["task1"]
    deputy = scene.client("deputy")
    for method in ("GET", "POST"):
        for step in ("nonsense", "register", "is_open_to", "save", "__init__", "state"):
            assert ask(deputy, method, f"/matters/{matter.public_id}/{step}/")[0].status_code == 404, step
        refused = ask(deputy, method, f"/assignments/{task.public_id}/issue/")
        assert refused[0].status_code == 403
        assert "不单独办理" in refused[1]
    given = {"act_id": uuid.uuid4(), "version": Matter.objects.get(pk=matter.pk).version, "basis": "已经确定过了"}
    before = fingerprint()
    answer = deputy.post(f"/matters/{matter.public_id}/determine/", given)
    assert answer.status_code == 422
    assert "现处于“书面报告”" in answer.content.decode()
    assert {
        table for table, row in fingerprint().items() if row != before[table] and not MAY_GROW.search(table)
    } == set()
    assert scene.client("health_head").post(f"/matters/{matter.public_id}/determine/", given).status_code == 404
    assert scene.client("audit_head").post(f"/matters/{matter.public_id}/determine/", given).status_code == 403
