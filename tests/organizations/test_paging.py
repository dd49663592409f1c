"""Lists are cut by key: nothing twice, nothing left out, whatever ties, nulls and newcomers there are."""

from datetime import date, timedelta

import pytest
from django.db.models import Count
from django.test import RequestFactory

from organizations.models import Kind, Organisation, Person, Post, Role
from workflow.paging import PARAMETER, page_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 5)


@pytest.fixture
def people():
    """23 people with four names among them."""
    return Person.objects.bulk_create(
        Person(username=f"p{number:02}", name=f"名{number % 4}", password="!") for number in range(23)
    )


@pytest.fixture
def posts(people):
    """A post for each, with ties in both dates, and every third without an end."""
    house = Organisation.objects.create(kind=Kind.DEPARTMENT, name="示范市水利局", short_name="水利局")
    other = Organisation.objects.create(kind=Kind.DEPARTMENT, name="示范市交通局", short_name="交通局")
    return Post.objects.bulk_create(
        Post(
            person=person, organisation=(house, other)[number % 2], role=Role.LIAISON,
            from_on=DAY + timedelta(days=number % 5),
            until_on=None if number % 3 == 0 else DAY + timedelta(days=100 + number % 7),
        )
        for number, person in enumerate(people)
    )  # fmt: skip


def walk(queryset, order, size=4, **rest):
    """All rows of all pages in turn."""
    cursor, rows = "", []
    while True:
        page = page_of(queryset, order, cursor, size, **rest)
        assert len(page.rows) <= size
        assert page.is_first == (not cursor)
        rows += page.rows
        cursor = page.next_cursor
        if not cursor:
            return rows


@pytest.mark.parametrize("size", [1, 4, 22, 23, 24])
@pytest.mark.parametrize("descending", [True, False])
def test_ties_are_told_apart_by_the_key(people, descending, size):
    rows = walk(Person.objects.all(), [("name", descending)], size)
    assert [person.pk for person in rows] == [
        person.pk for person in sorted(people, key=lambda person: (person.name, person.pk), reverse=descending)
    ]


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("second", [True, False])
def test_mixed_directions(posts, first, second):
    rows = walk(Post.objects.all(), [("from_on", first), ("role", second), ("person__username", second)])
    expected = sorted(posts, key=lambda post: post.person.username, reverse=second)
    assert rows == sorted(expected, key=lambda post: post.from_on, reverse=first)


@pytest.mark.parametrize("descending", [True, False])
def test_rows_without_a_value_come_last(posts, descending):
    rows = walk(Post.objects.all(), [("until_on", descending)])
    dated = sorted((post for post in posts if post.until_on), key=lambda post: post.pk, reverse=descending)
    dated.sort(key=lambda post: post.until_on, reverse=descending)
    undated = sorted((post for post in posts if not post.until_on), key=lambda post: post.pk, reverse=descending)
    assert rows == dated + undated


@pytest.mark.parametrize("descending", [True, False])
def test_rows_without_a_value_are_left_out_of_a_list_that_has_none(posts, descending):
    rows = walk(Post.objects.all(), [("until_on", descending)], filled=("until_on",))
    dated = [post for post in posts if post.until_on]
    assert rows == sorted(dated, key=lambda post: (post.until_on, post.pk), reverse=descending)


def test_columns_of_a_related_row_and_annotations(posts):
    assert len(walk(Post.objects.select_related("organisation"), [("organisation__name", False)])) == 23
    counted = Organisation.objects.annotate(number=Count("posts"))
    assert [row.number for row in walk(counted, [("number", True)], size=1)] == [12, 11]


def test_moments_keep_their_microseconds(city, road):
    road.to("reporting")
    dossiers = type(road.matter.dossier).objects
    first = page_of(dossiers.all(), [("moved_at", True)], size=1)
    assert first.rows[0].moved_at.microsecond
    assert first.next_cursor == ""
    entries = road.matter.dossier.entries.all()
    assert (
        len(walk(entries, [("at", True)], size=3)) == len(set(walk(entries, [("at", True)], size=3))) == entries.count()
    )


def test_values_may_be_asked_for_instead_of_rows(people):
    rows = walk(Person.objects.values("pk", "name", "username"), [("name", False)])
    assert [row["name"] for row in rows] == sorted(person.name for person in people)


def test_a_newcomer_shifts_nothing(people):
    first = page_of(Person.objects.all(), [("username", False)], size=5)
    Person.objects.create(username="p00a", name="新", password="!")
    Person.objects.get(username="p04").delete()
    following = page_of(Person.objects.all(), [("username", False)], first.next_cursor, size=5)
    assert [person.username for person in following] == ["p05", "p06", "p07", "p08", "p09"]


def test_the_last_page_has_no_next(people):
    assert page_of(Person.objects.all(), [("username", False)], size=23).next_cursor == ""
    assert page_of(Person.objects.none(), [("username", False)]).rows == []


@pytest.mark.parametrize("cursor", ["x", "中文", "\x00", "a" * 5000, ":", "..", "WzFd:1:x", "' OR 1=1 --", None])
def test_a_bad_cursor_gives_the_first_page(people, cursor):
    page = page_of(Person.objects.all(), [("username", False)], cursor, size=5)
    assert page.is_first
    assert page.rows[0].username == "p00"


def test_an_altered_cursor_and_that_of_another_list_give_the_first_page(people, posts):
    cursor = page_of(Person.objects.all(), [("username", False)], size=5).next_cursor
    assert not page_of(Person.objects.all(), [("username", False)], cursor, size=5).is_first
    assert page_of(Person.objects.all(), [("username", False)], f"{cursor[:-1]}_", size=5).is_first
    assert page_of(Person.objects.all(), [("username", True)], cursor, size=5).is_first
    assert page_of(Person.objects.all(), [("name", False)], cursor, size=5).is_first
    assert page_of(Post.objects.all(), [("pk", False)], cursor, size=5).is_first


def test_one_query_however_far(people, django_assert_num_queries):
    cursor = ""
    for _ in range(4):
        with django_assert_num_queries(1):
            cursor = page_of(Person.objects.all(), [("name", True)], cursor, size=5).next_cursor


def test_an_order_by_a_column_without_nulls_can_use_its_index():
    assert "NULLS" not in str(page_of_query([("username", False)]))
    assert "NULLS" in str(page_of_query([("last_login", True)]))


def page_of_query(order):
    """The SQL of a first page."""
    asked = []

    class Spy(type(Person.objects.all())):
        def _fetch_all(self):
            asked.append(self.query)
            super()._fetch_all()

    page_of(Spy(Person), order)
    return asked[0]


def test_the_addresses_of_the_pager_keep_the_filter(people):
    request = RequestFactory().get("/people/", {"q": "名", PARAMETER: "old"})
    page = page_of(Person.objects.all(), [("username", False)], size=5)
    links = page.pager(request)
    assert links["first_url"] == ""
    assert links["shown"] == 5
    assert links["next_url"].startswith("?q=")
    assert "old" not in links["next_url"]
    following = page_of(Person.objects.all(), [("username", False)], page.next_cursor, size=50)
    assert following.pager(request) == {"next_url": "", "first_url": "?q=%E5%90%8D", "shown": 18}
