"""Pages ask as many questions of the database at ten rows as at five hundred, and never more than is written here."""

import re
import uuid
from collections import Counter

import pytest
from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext

from coordination.models import Assignment, OfficialDocument, WrittenReport
from organizations.models import Person, Post
from workflow import clocks
from workflow.awaited import MOST
from workflow.desk import desk_of
from workflow.models import Attachment, Clock, Dossier, Notice
from workflow.models.dossier import DossierGroupGrant

# How many questions are asked does not depend on the database.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.slow]

FEW, MANY = 10, 500
CEILINGS = {
    # page: most questions, with those of the frame and the session
    "matter_list": 12,
    "search": 84,
    "opinion_list": 11,
    "accountability_list": 11,
    "mandate_list": 16,
    "opinion": 24,
    "matter": 86,
    "assignment": 52,
    "desk": 98,
    "inbox": 11,
    "register": 11,
    "check": 26,
    "people": 12,
    "ledger": 28,
    "board": 34,
    "periodic_report_list": 11,
    "paper_list": 14,
    "paper": 30,
}


@pytest.fixture(autouse=True)
def no_session_writes(settings):
    settings.SESSION_IDLE_SECONDS = 10**6


def twin(row, **changed):
    """An unsaved copy of a row under an identity of its own."""
    kept = {
        column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields if not column.primary_key
    }
    own = {"public_id": uuid.uuid4()} if "public_id" in kept else {}
    return type(row)(**kept | own | changed)


def many_matters(matter, number):
    """Copies of a matter, each with its dossier and the grants of that dossier."""
    dossiers = Dossier.objects.bulk_create([twin(matter.dossier) for _ in range(number)])
    matters = [twin(matter, dossier_id=dossier.pk, public_id=dossier.public_id, number="") for dossier in dossiers]
    type(matter).objects.bulk_create(matters)
    clocks = list(Clock.objects.filter(subject_id=matter.public_id, status="open"))
    Clock.objects.bulk_create(
        [twin(clock, dossier_id=row.dossier_id, subject_id=row.public_id) for clock in clocks for row in matters]
    )
    grants = list(DossierGroupGrant.objects.filter(content_object=matter.dossier))
    DossierGroupGrant.objects.bulk_create(
        [twin(grant, content_object_id=dossier.pk) for grant in grants for dossier in dossiers]
    )


def many_tasks(play, number):
    """Copies of a task in the same dossier, each with its clock, a report and a file."""
    task, report, kept = play.records["task1"], play.records["report1"], play.records["attachment"]
    task, report = Assignment.objects.get(pk=task.pk), WrittenReport.objects.get(pk=report.pk)
    last = Assignment.objects.filter(matter=task.matter_id).order_by("-number").first().number
    rows = Assignment.objects.bulk_create(
        [twin(task, number=last + place + 1, resolution_id=None) for place in range(number)]
    )
    WrittenReport.objects.bulk_create([twin(report, assignment_id=row.pk) for row in rows])
    clock = Clock.objects.filter(subject_id=task.public_id, status="open").first()
    Clock.objects.bulk_create([twin(clock, subject_id=row.public_id) for row in rows])
    Attachment.objects.bulk_create([twin(kept, stored_as=uuid.uuid4().hex) for _ in rows])


def many_roots(root, number, **changed):
    """Copies of a record with a dossier of its own, each with the grants of that dossier."""
    dossiers = Dossier.objects.bulk_create([twin(root.dossier) for _ in range(number)])
    own = ({"number": ""} if hasattr(root, "number") else {}) | changed
    type(root).objects.bulk_create(
        [twin(root, dossier_id=dossier.pk, public_id=dossier.public_id, **own) for dossier in dossiers]
    )
    grants = list(DossierGroupGrant.objects.filter(content_object=root.dossier))
    DossierGroupGrant.objects.bulk_create(
        [twin(grant, content_object_id=dossier.pk) for grant in grants for dossier in dossiers]
    )


def many_reports(play, number):
    report = WrittenReport.objects.get(pk=play.records["report1"].pk)
    last = WrittenReport.objects.filter(assignment=report.assignment_id).aggregate(last=Max("number"))["last"]
    WrittenReport.objects.bulk_create([twin(report, number=last + place + 1) for place in range(number)])


def many_documents(document, number):
    """Copies of an issued document in the same dossier, each with a number of its own."""
    document = OfficialDocument.objects.get(pk=document.pk)
    OfficialDocument.objects.bulk_create(
        [twin(document, number=uuid.uuid4().hex, replaces_id=None) for _ in range(number)]
    )


def many_notices(person, notice, number):
    Notice.objects.bulk_create(
        [twin(notice, id=uuid.uuid4(), act_id=uuid.uuid4(), recipient_id=person.pk) for _ in range(number)]
    )


def many_people(person, number):
    made = Person.objects.bulk_create([twin(person, username=f"{uuid.uuid4().hex[:20]}") for _ in range(number)])
    post = person.posts.get()
    Post.objects.bulk_create([twin(post, person_id=one.pk) for one in made])


def questions(client, page):
    """How many questions the page asks, and the one asked most often."""
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    alike = Counter(re.sub(r"'[^']*'|\b\d+\b", "?", each["sql"]) for each in asked.captured_queries)
    return len(asked), alike.most_common(1)[0]


def level(name, few, many):
    """Both counts are the same, and below the ceiling."""
    assert few[0] == many[0], f"{name}: {few[0]} questions at few rows, {many[0]} at many, of which {many[1]}"
    assert many[0] <= CEILINGS[name], f"{name} asks {many[0]}"


def stays_level(name, client, page, grow, few=FEW, many=MANY):
    """The page asks as much with many rows as with few, and keeps below its ceiling."""
    grow(few)
    at_few = questions(client, page)
    grow(many - few)
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE"
        )  # as a database does by itself: a planner that knows nothing of the rows takes minutes
    level(name, at_few, questions(client, page))


def test_the_list(scene):
    ordinary = scene.ours.records["ordinary"]
    stays_level("matter_list", scene.client("officer"), "/matters/", lambda number: many_matters(ordinary, number))


@pytest.mark.parametrize("page", ["/search/?q=ZQ", "/search/?q=ZQ&kind=coordination.matter", "/search/?q=示范"])
def test_the_search(scene, page):
    ordinary = scene.ours.records["ordinary"]

    def grow(number):
        many_matters(ordinary, number)
        many_tasks(scene.ours, number)

    stays_level("search", scene.client("officer"), page, grow)


def test_the_opinions(scene):
    opinion = scene.ours.records["opinion"]
    client = scene.client("officer")
    stays_level("opinion_list", client, "/opinions/", lambda number: many_roots(opinion, number))
    stays_level("search", client, "/search/?q=ZQ", lambda number: many_roots(opinion, number))
    many_matters(scene.ours.records["ordinary"], FEW)
    stays_level(
        "opinion", client, opinion.get_absolute_url(), lambda number: many_roots(opinion, number), few=3, many=30
    )
    stays_level("desk", client, "/", lambda number: many_roots(scene.ours.records["opinion_draft"], number))
    proposed, client = scene.ours.records["accountability_proposed"], scene.client("director")
    stays_level("accountability_list", client, "/accountabilities/", lambda number: many_roots(proposed, number))
    mandate, client = scene.ours.records["mandate"], scene.client("inspector")
    stays_level("mandate_list", client, "/mandates/", lambda number: many_roots(mandate, number))


@pytest.mark.one_database
def test_the_papers_of_a_unit(scene):
    paper, client = scene.ours.records["submission"], scene.client("unit_head")
    stays_level("paper_list", client, "/unit-papers/", lambda number: many_roots(paper, number))
    stays_level("paper", client, paper.get_absolute_url(), lambda number: many_roots(paper, number), few=3, many=30)
    stays_level("desk", client, "/", lambda number: many_roots(paper, number))


def test_the_desk(scene):
    """The deputy's own work, and the officer's waiting for him."""
    ordinary = type(scene.ours.matter).objects.get(pk=scene.ours.records["ordinary"].pk)
    deputy, officer = scene.client("deputy"), scene.client("officer")
    many_matters(ordinary, FEW)
    few = [questions(client, "/") for client in (deputy, officer)]
    many_matters(ordinary, MANY - FEW)
    for client, at_few in zip((deputy, officer), few, strict=True):
        at_many = questions(client, "/")
        assert at_many[0] <= at_few[0], f"desk: {at_few[0]} questions, then {at_many[0]}, of which {at_many[1]}"
        assert at_many[0] <= CEILINGS["desk"]


@pytest.mark.parametrize("who", ["officer", "agriculture_head", "principal"])
def test_a_matter_with_a_full_dossier(scene, who):
    page = scene.ours.records["matter"].get_absolute_url()
    stays_level("matter", scene.client(who), page, lambda number: many_tasks(scene.ours, number), few=3, many=30)


def test_a_task_with_many_reports(scene):
    page = scene.ours.records["task1"].get_absolute_url()
    stays_level(
        "assignment", scene.client("officer"), page, lambda number: many_reports(scene.ours, number), few=3, many=30
    )


@pytest.mark.parametrize("who", ["officer", "agriculture_head", "principal"])
def test_the_register(scene, who):
    document = scene.ours.records["document"]
    stays_level("register", scene.client(who), "/documents/", lambda number: many_documents(document, number))


def test_the_closing_check(scene):
    page = f"{scene.ours.records['matter'].get_absolute_url()}check/"
    stays_level("check", scene.client("officer"), page, lambda number: many_tasks(scene.ours, number), few=3, many=30)


@pytest.mark.parametrize(
    "query",
    ["", "table=matters", "order=due&light=green", "table=matters&order=due", "order=moved&q=ZQ", "order=number"],
)
@pytest.mark.parametrize("who", ["officer", "agriculture_liaison"])
def test_the_ledger(scene, who, query):
    """At few rows a page reaches into what follows: the rows without a date, or a work secret."""
    client, page = scene.client(who), f"/ledger/?{query}"
    many_matters(scene.ours.records["matter"], FEW)
    many_tasks(scene.ours, FEW)
    few = questions(client, page)
    many_matters(scene.ours.records["matter"], MANY - FEW)
    many_tasks(scene.ours, MANY - FEW)
    many = questions(client, page)
    assert few[0] - 3 <= many[0] <= few[0] <= CEILINGS["ledger"], (
        f"{few[0]} questions, then {many[0]}, of which {many[1]}"
    )


@pytest.mark.parametrize("page", ["/matters/?q=ZQ", "/matters/?q=示范", "/matters/?state=draft", "/matters/?mine=on"])
def test_the_list_narrowed(scene, page):
    ordinary = scene.ours.records["ordinary"]
    stays_level("matter_list", scene.client("officer"), page, lambda number: many_matters(ordinary, number))


def test_the_desk_of_a_department(scene):
    """Its tasks in one dossier, with their clocks, reports and files."""
    client = scene.client("agriculture_head")
    many_tasks(scene.ours, FEW)
    few = questions(client, "/")
    many_tasks(scene.ours, MANY - FEW)
    many = questions(client, "/")
    assert few[0] == many[0] <= CEILINGS["desk"], f"{few[0]} questions, then {many[0]}, of which {many[1]}"


def test_what_is_done_takes_no_room_on_the_desk(scene):
    """However many tasks were accepted since, the officer still sees the one that waits for its department."""
    officer = scene.ours.city.actor("officer")
    task = Assignment.objects.get(pk=scene.ours.records["task1"].pk)
    last = Assignment.objects.filter(matter=task.matter_id).aggregate(last=Max("number"))["last"]
    waiting = twin(task, number=last + 1, state="received", resolution_id=None, content="仍在办理的一项")
    done = [twin(task, number=last + 2 + place, state="accepted", resolution_id=None, moved_at=clocks.now())
            for place in range(MOST)]  # fmt: skip
    Assignment.objects.bulk_create([waiting, *done])
    assert waiting.plain_words in [item.what for item in desk_of(officer).waiting]


def test_the_inbox(scene):
    notice, person = scene.ours.records["notice"], scene.people["officer"]
    stays_level("inbox", scene.client("officer"), "/inbox/", lambda number: many_notices(person, notice, number))


def test_the_people(scene):
    person = scene.people["health_liaison"]
    stays_level("people", scene.client("system_admin"), "/people/", lambda number: many_people(person, number))
