"""Who reads what (procedure §10): marked words in every text, and everyone's walk through every page that he can reach."""

import io
import re
import zipfile
from collections import Counter, deque
from datetime import timedelta
from html import unescape

import pytest
from django.db.models import Q

from coordination.models import Assignment, Matter, WrittenReport
from organizations.models import Organisation, Person, Post
from tests.length import LONG
from tests.test_urls import members
from tests.visibility import MARKS, SEARCHED
from workflow import clocks, search
from workflow.access import visible_dossiers
from workflow.models import Attachment, AuditEntry, Clock, Notice
from workflow.models.record import Record

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BOTH = ("health_head", "audit_liaison", "inspector")  # those who walk on both databases
WALKERS = (
    "officer", "second_officer", "secretary", "standing_clerk", "principal", "clerk", "agriculture_head", "agriculture_liaison",
    "finance_head", "finance_liaison", "audit_head", "audit_liaison", "bank_head", "health_head", "health_liaison",
    "education_head", "education_liaison", "unit_head", "second_unit_head", "lower_head", "work_reviewer", "inspector", "yangli_inspector", "superior_officer", "yangli_officer", "yangli_secretary", "yangli_agriculture_head",
    "system_admin", "security_admin", "auditor", "nobody", "former",
)  # fmt: skip
AS_ANOTHER = (  # who reads as another of them does; they walk in the long run
    "secretary", "agriculture_liaison", "finance_head", "audit_head", "health_liaison", "education_liaison", "yangli_secretary",
    "yangli_inspector", "yangli_agriculture_head",
)  # fmt: skip
SEARCHERS = (  # one of each who reads something of his own; the long run has all of them search
    "officer", "second_officer", "standing_clerk", "principal", "agriculture_head", "finance_liaison", "bank_head", "health_head",
    "education_head", "unit_head", "second_unit_head", "lower_head", "work_reviewer", "inspector", "superior_officer", "yangli_officer",
    "system_admin", "former",
)  # fmt: skip
LINK = re.compile(r'(?:href|data-href)="([^"#]+)')
IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}(?:(?<=/clocks/.{36})/\w+)?")  # of a date with its name
MOST_ALIKE = 2
LEAVES_OR_ACTS = ("/static/", "/account/")


def marked(who):
    """The walk of this person, with the mark that says in which runs it goes."""
    return pytest.param(who, marks=() if who in BOTH else pytest.mark.one_database)


def rule_of(name):
    """The line of the table for a mark; the records of one kind that are told apart by a number share a line."""
    record, _, part = re.sub(r"^(invitation|resolution)\d+", r"\1", name).partition(".")
    return next(wanted for wanted in (f"{record}.{part}", f"{record}.*") if wanted in RULES)


RULES = {
    name.strip(): set().union(*(members(word) for word in who.split()))
    for name, who in (line.split("|") for line in MARKS.strip().splitlines() if line.strip())
}


def may_read(scene, who):
    """Marks that this person may come upon, of both cities."""
    ours, theirs = (who, None) if not who.startswith("yangli_") else (None, who.removeprefix("yangli_"))
    if who == "superior_officer":  # of both cities
        theirs = who
    return {
        mark
        for play, plain in ((scene.ours, ours), (scene.theirs, theirs))
        for name, mark in play.marks.items()
        if plain in RULES[rule_of(name)]
    }


def all_marks(scene):
    return {mark: name for play in (scene.theirs, scene.ours) for name, mark in play.marks.items()}


def walk(client, begin):
    """{address: body} of every page that can be reached by links from these addresses.

    Of one page by ever other questions, as the board asks the ledger, and of pages of one kind beyond where it began, as those of acts,
    the usual run takes the first few.
    """
    waiting, entrances, found, asked = deque(begin), set(begin), {}, Counter()
    while waiting:
        address = waiting.popleft()
        if address in found or address.startswith(LEAVES_OR_ACTS):
            continue
        path, question, _ = address.partition("?")
        kind = path if question else IDENTIFIER.sub("*", path)
        asked[kind] += bool(question) or address not in entrances
        if asked[kind] > MOST_ALIKE and not LONG:
            continue
        response = client.get(address)
        assert response.status_code in (200, 302, 403, 404), f"{address}: {response.status_code}"
        body = response.getvalue().decode(errors="replace") + str(response.headers)
        found[address] = body
        for link in map(unescape, [*LINK.findall(body), response.headers.get("Location", "")]):
            if link.startswith("?"):
                link = path + link
            if link.startswith("/") and link not in found:
                waiting.append(link)
    return found


SEEN, HIDDEN = (
    (1, 1) if LONG else (3, 12)
)  # of the records that one sees, and of the others, he asks for every so many by their addresses


def shown_or_tried(rows, seen, begin):
    """Of ``rows`` a third of those that are seen, and some of the others: the next person begins elsewhere."""
    shown, hidden = [row for row in rows if row.pk in seen], [row for row in rows if row.pk not in seen]
    return shown[begin % SEEN :: SEEN] + hidden[begin % HIDDEN :: HIDDEN]


def records_for(scene, who):
    """Records of both cities, of those that he sees and of those that he does not."""
    by_model = {}
    for play in (scene.ours, scene.theirs):
        for record in play.records.values():
            by_model.setdefault(type(record), []).append(record)
    for model, records in by_model.items():
        seen = {record.pk for record in records}
        if issubclass(model, Record):
            seen = set(model.objects.visible_to(scene.actor(who)).filter(pk__in=seen).values_list("pk", flat=True))
        yield from shown_or_tried(records, seen, WALKERS.index(who))


def dates_of_each_kind():
    """Two dates of each name, of both cities; in the long run all."""
    rows = Clock.objects.select_related("dossier").order_by("name", "pk")
    if LONG:
        return list(rows)
    of_name = {}
    for clock in rows:
        of_name.setdefault((clock.name, clock.dossier.commission_id), clock)
    return list(of_name.values())


def every_address(scene, who):
    """Where to begin: the entrances, and each record, file and date of both cities by its own address."""
    pages = [record.get_absolute_url() for record in records_for(scene, who) if hasattr(record, "get_absolute_url")]
    open_to = set(visible_dossiers(scene.actor(who)).values_list("pk", flat=True))
    files, dates = (
        shown_or_tried(rows, {row.pk for row in rows if row.dossier_id in open_to}, WALKERS.index(who))
        for rows in (Attachment.objects.all(), dates_of_each_kind())
    )
    files = [f"/attachments/{kept.public_id}/" for kept in files]
    dates = [f"/clocks/{clock.subject_id}/{clock.name}/" for clock in dates]
    checks = [f"/matters/{play.records['matter'].public_id}/check/" for play in (scene.ours, scene.theirs)]
    return [
        "/",
        "/matters/",
        "/opinions/",
        "/accountabilities/",
        "/mandates/",
        "/units/",
        "/units/table/",
        "/cases/",
        "/clues/",
        "/interferences/",
        "/unit-feedback/",
        "/dual-reports/",
        "/case-reviews/",
        "/unit-papers/",
        "/unit-papers/assigned-items/",
        "/unit-papers/support/",
        "/unit-papers/notices/",
        "/host-materials/",
        "/unit-meetings/",
        "/duties/",
        "/duty-rules/",
        "/joint-actions/",
        "/joint-actions/month/",
        "/jurisdictions/",
        "/ledger/",
        "/inbox/",
        "/people/",
        "/organisations/",
        "/journal/",
        *pages,
        *files,
        *dates,
        *checks,
    ]


def test_the_package_of_an_inspector_holds_only_what_is_his_to_read(scene):
    """What leaves at once is what the pages show one by one, files and their names included."""
    mandate, house = scene.ours.records["mandate"], scene.ours.city.agriculture
    answer = scene.client("inspector").post(f"/mandates/{mandate.public_id}/departments/{house.public_id}/package/")
    package = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    pages = {name: name + package.read(name).decode(errors="replace") for name in package.namelist()}
    marks, allowed = all_marks(scene), may_read(scene, "inspector")
    assert leaked(pages, marks, allowed) == []
    found = set(re.findall(r"ZQ\d{3}ZQ", "".join(pages.values())))
    assert {scene.ours.marks[name] for name in ("task1.content", "report1.content", "accountability.duty")} <= found


def test_the_table_names_every_mark_and_nothing_else(scene):
    assert {rule_of(name) for name in scene.ours.marks} == set(RULES)
    assert scene.ours.marks.keys() == scene.theirs.marks.keys() or len(scene.ours.marks) == len(scene.theirs.marks)


def leaked(pages, marks, allowed):
    """Where a mark stands that may not be read."""
    return [
        f"{marks[mark]} on {address}"
        for address, body in pages.items()
        for mark in set(re.findall(r"ZQ\d{3}ZQ|YL\d{3}YL", body)) - allowed
    ]


@pytest.mark.parametrize("who", [marked(who) for who in WALKERS if LONG or who not in AS_ANOTHER])
def test_everyone_reads_only_what_is_his_to_read(scene, who):
    client, marks, allowed = scene.client(who), all_marks(scene), may_read(scene, who)
    pages = walk(client, every_address(scene, who))
    leaks = leaked(pages, marks, allowed)
    assert "\n".join(leaks) == ""
    if allowed:
        seen = set(re.findall(r"ZQ\d{3}ZQ|YL\d{3}YL", "".join(pages.values())))
        assert seen, "whoever may read something comes upon it"


@pytest.mark.parametrize("wall", [Assignment, WrittenReport, Matter])
def test_a_broken_wall_is_noticed(scene, monkeypatch, wall):
    """The control: with one wall taken away the same walk finds a leak."""
    if wall is Matter:
        monkeypatch.setattr(Matter, "is_open_to", lambda matter, actor: True)
    else:
        monkeypatch.setattr(wall, "seen_by", classmethod(lambda model, actor: Q()))
    client = scene.client("audit_liaison")
    beside = scene.ours.records[{Assignment: "task1", WrittenReport: "report1", Matter: "matter"}[wall]]
    pages = {"": client.get(beside.get_absolute_url()).content.decode()}
    assert leaked(pages, all_marks(scene), may_read(scene, "audit_liaison"))


def is_searched(name):
    """Whether the table lets a search look into the text of this mark."""
    record, _, part = re.sub(r"^(invitation|resolution)\d+", r"\1", name).partition(".")
    return part in SEARCHED_PARTS.get(record, ())


READ_IN_PASSING = {("superior_officer", "matter.title")}  # it stands in the words of the filing, the matter is hidden

SEARCHED_PARTS = {
    record: set(parts.split())
    for records, parts in (line.split("|") for line in SEARCHED.strip().splitlines())
    for record in records.split()
}


def found_by(actor, mark):
    """What the search finds by this mark, of every kind."""
    groups = search.search([mark], actor, models=search.kinds().values(), size=20)
    return [hit for group in groups for hit in group.hits]


def found_by_any(actor, marks):
    """What a search by any one of these marks would find, asked of each kind at once."""
    for model in search.kinds().values():
        openings, said = model.searchable_by(actor), Q(pk__in=[])
        for mark in marks:
            said |= search.rows_that_say(model, openings, mark)
        yield from model.objects.visible_to(actor).filter(said)


def test_every_text_that_is_searched_has_its_marks(scene):
    """A name in the table that no text of the scene bears would prove nothing."""
    borne = {re.sub(r"^(invitation|resolution)\d+", r"\1", name) for name in scene.ours.marks}
    assert {f"{record}.{part}" for record, parts in SEARCHED_PARTS.items() for part in parts} <= borne


@pytest.mark.parametrize("who", [marked(who) for who in (WALKERS if LONG else SEARCHERS)])
def test_search_finds_only_by_words_that_may_be_read(scene, who):
    """Every mark of both cities is found by exactly those who may read it, so that guessing tells nothing.

    Each person looks for an eighth of what he may not find, and for every 60th of what he may; the long run has him look for all.
    """
    actor, allowed, marks = scene.actor(who), may_read(scene, who), all_marks(scene)
    findable = {mark for mark, name in marks.items() if mark in allowed and is_searched(name)}
    findable -= {mark for mark, name in marks.items() if (who, name) in READ_IN_PASSING}
    nth = WALKERS.index(who)
    hidden, shares = sorted(marks.keys() - findable), 1 if LONG else 8
    for some in batched(hidden[nth % shares :: shares], 60):
        assert list(found_by_any(actor, some)) == [], f"found by one of {[marks[mark] for mark in some]}"
    every = 1 if LONG else 60
    for mark in sorted(findable)[nth % every :: every]:
        found = found_by(actor, mark)
        assert found, f"{marks[mark]} is not found"
        for hit in found:
            shown = "".join(piece.text for pieces in (hit.title, *(cut for _, cut in hit.excerpts)) for piece in pieces)
            assert (mark in shown) == (not hit.record.is_secret or marks[mark] == "secret.code_name")


def batched(rows, size):
    return [rows[begin : begin + size] for begin in range(0, len(rows), size)]


@pytest.mark.parametrize(("wall", "named"), [(Assignment, "task"), (WrittenReport, "report"), (Matter, "matter")])
def test_a_broken_wall_of_the_search_is_noticed(scene, monkeypatch, wall, named):
    """The control: with one rule opened, a mark that may not be read finds something."""
    monkeypatch.setattr(wall, "seen_by", classmethod(lambda model, actor: Q()))
    monkeypatch.setattr(wall, "searchable_by", classmethod(lambda model, actor: [(model.searched, Q())]))
    actor, marks = scene.actor("audit_liaison"), all_marks(scene)
    forbidden = marks.keys() - may_read(scene, "audit_liaison")
    its_own = sorted(mark for mark in forbidden if marks[mark].startswith(named))
    assert any(list(found_by_any(actor, some)) for some in batched(its_own, 25))


def test_what_the_committee_and_the_house_come_upon(scene):
    """The other side of the walls: the parties do find their texts."""
    for who, names in (
        ("principal", ["matter.title", "matter.grounds", "task1.content"]),
        ("agriculture_head", ["matter.title", "task1.content"]),
        ("education_head", ["matter.title", "matter.return_reason"]),
    ):
        matter, task = scene.ours.records["matter"], scene.ours.records["task1"]
        client = scene.client(who)
        body = client.get(matter.get_absolute_url()).content.decode()
        body += client.get(task.get_absolute_url()).content.decode()
        for name in names:
            assert scene.ours.marks[name] in body, (who, name)
    refused = scene.ours.records["refused"]
    assert (
        scene.ours.marks["refused.reason"]
        in scene.client("finance_head").get(refused.get_absolute_url()).content.decode()
    )


def test_a_proposing_department_sees_header_state_and_answer_only(scene):
    matter = scene.ours.records["matter"]
    client = scene.client("education_head")
    body = client.get(matter.get_absolute_url()).content.decode()
    assert "书面报告" in body
    for hidden in (
        "报请党委批准</strong>",
        "召集研究</strong>",
        "印发实施</strong>",
        "卷内记录",
        "期限说明",
        "附件",
        "示范壬",
    ):
        assert hidden not in body, hidden
    clock = scene.ours.records["clock"]
    assert client.get(f"/clocks/{clock.subject_id}/{clock.name}/").status_code == 404
    assert "等待" not in body.split("</aside>")[-1] or "正在等待" not in body


# Counts ------------------------------------------------------------------------------------------------------------

VIEWS = (
    "/",
    "/inbox/",
    "/opinions/",
    "/accountabilities/",
    "/matters/",
    "/search/?q=ZQ",
    "/matters/?order=number",
    "/matters/?state=reporting",
    "/ledger/",
    "/ledger/?table=matters&group=state",
    "/ledger/?order=due&group=department",
    "/board/",
)

OWN = re.compile(
    r'value="\w{64}"|name="act_id" value="[0-9a-f-]{36}"|(?<=%3A)[\w-]+%3A[\w-]+(?=">)'
)  # of a form, and when a cursor was signed


def seen_by(client):
    """The pages with lists and figures as someone sees them, without what is new each time they are asked for."""
    return [OWN.sub("", client.get(page).content.decode()) for page in VIEWS]


@pytest.mark.parametrize(
    "who", ["health_head", "education_liaison", "yangli_officer", "superior_officer", "finance_liaison"]
)
def test_what_others_do_changes_nothing_that_one_sees(scene, who):
    """Figures, unread counts, orders and lists stay letter for letter the same when something happens out of one's sight."""
    client, play = scene.client(who), scene.ours
    client.get("/")
    before = seen_by(client)
    play.act("officer", play.records["report3"], WrittenReport.accept, note="同意")
    other = play.register("unseen")
    play.act("director", other, Matter.assign_officer, officer=play.city.officer)
    play.act("officer", other, Matter.submit)
    play.act("deputy", other, Matter.determine, basis="同意")
    after = seen_by(client)
    if who == "finance_liaison":  # a party to the matter sees that it was worked on, and no more
        before, after = before[:2], after[:2]
    assert before == after


def inbox_of(client):
    """Every page of the inbox."""
    address = "?"
    while address:
        body = client.get(f"/inbox/{address}").content.decode()
        yield body
        following = re.search(r'href="(\?after=[^"]+)">下一页', body)
        address = following and unescape(following[1])


def test_figures_and_counts_are_those_of_the_list(scene):
    """The inbox counts what it lists; the desk's figures are the rows below them."""
    for who in ("agriculture_head", "education_head", "officer", "bank_liaison"):
        client, actor = scene.client(who), scene.actor(who)
        body, *others = inbox_of(client)
        listed = sum(page.count('<tr class="unread">') for page in (body, *others))
        shown = re.search(r'class="topbar-inbox"[^>]*>.*?</a>', body, re.DOTALL)[0]
        assert (f'<span class="count">{listed}</span>' in shown) == bool(listed), (who, listed)
        for notice in Notice.objects.filter(recipient=actor.person_id):
            answer = client.post(f"/inbox/{notice.pk}/")
            assert answer.status_code == 302, f"{who}: {notice.text} is listed but leads nowhere"
            assert client.get(answer.headers["Location"], follow=True).status_code == 200


# Files -------------------------------------------------------------------------------------------------------------


def test_a_file_is_handed_out_inert_and_on_record_to_a_party_only(scene):
    kept = scene.ours.records["attachment"]
    address = f"/attachments/{kept.public_id}/"
    downloads = AuditEntry.objects.filter(action="download")
    for stranger in (
        "health_head",
        "agriculture_head",
        "education_head",
        "yangli_officer",
        "superior_officer",
        "auditor",
    ):
        assert scene.client(stranger).get(address).status_code == 404
    assert not downloads.exists()
    answer = scene.client("officer").get(address)
    assert downloads.get().person_id == scene.people["officer"].pk  # written before the first byte is read
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"
    assert scene.ours.marks["matter_file.content"] in answer.getvalue().decode()


# Revocation --------------------------------------------------------------------------------------------------------


def end_the_post(person):
    Post.objects.filter(person=person).update(ended_on=clocks.today())


def let_the_post_run_out(person):
    Post.objects.filter(person=person).update(until_on=clocks.today() - timedelta(days=1))


def close_the_account(person):
    Person.objects.filter(pk=person.pk).update(is_active=False)


def close_the_organisation(person):
    Organisation.objects.filter(posts__person=person).update(is_active=False)


@pytest.mark.parametrize("revoke", [end_the_post, let_the_post_run_out, close_the_account, close_the_organisation])
def test_a_revocation_counts_at_the_next_request(scene, revoke):
    """In the middle of a session: the page, the file and the act that were open a moment ago are closed."""
    task = scene.ours.records["task2"]
    report = scene.ours.records["report1_next"]
    client = scene.client("agriculture_head")
    assert client.get(report.get_absolute_url()).status_code == 200
    revoke(scene.people["agriculture_head"])
    closed = (302,) if revoke is close_the_account else (404,)
    for page in (
        report.get_absolute_url(),
        f"{report.get_absolute_url()}sign/",
        scene.ours.records["task1"].get_absolute_url(),
    ):
        assert client.get(page).status_code in closed
        assert client.post(page).status_code in (*closed, 405)
    if revoke is not close_the_account:
        assert scene.ours.letter not in client.get("/matters/").content.decode()
    assert Assignment.objects.get(pk=task.pk).state == "accepted"


def test_a_department_that_is_dropped_from_the_matter_loses_sight_of_it(scene):
    """Access follows the relations of the moment: a changed post of the same person as well."""
    client = scene.client("bank_head")
    matter = scene.ours.records["matter"]
    assert client.get(matter.get_absolute_url()).status_code == 200
    Post.objects.filter(person=scene.people["bank_head"]).update(organisation=scene.ours.city.health)
    assert client.get(matter.get_absolute_url()).status_code == 404
