"""Which article is enforced by what: read from the code, whole for both regulations."""

import json

import pytest
from django.core.management import call_command

from coordination.models import Matter
from workflow import articles
from workflow.clocks import Period

ASKS_OF_SOFTWARE = {
    "规定": range(4, 21),
    "规则": range(3, 24),
}  # all but those of which the table says why nothing rests on them


@pytest.fixture
def read_anew():
    """The code is read once in a process; here it is read before and after."""
    articles.supports.cache_clear()
    yield
    articles.supports.cache_clear()


@pytest.mark.parametrize(
    ("cited", "found"),
    [
        ("规定 9(2)、9(3)、11", ["规定 9", "规定 11"]),
        ("规则 13(4)、规定 10", ["规则 13", "规定 10"]),
        ("规则 10、12、20", ["规则 10", "规则 12", "规则 20"]),
        ("系统规则", []),
    ],
)
def test_a_citation_names_its_articles(cited, found):
    assert [f"{regulation} {number}" for regulation, number in articles.articles_in(cited)] == found


def test_every_article_is_enforced_by_something_or_says_why_by_nothing():
    known = articles.supports()
    wrong = [
        f"{regulation.name} {article.number}"
        for regulation in articles.regulations()
        for article in regulation.articles
        if bool(article.nothing) == bool(known.get((regulation.name, article.number)))
    ]
    assert wrong == []


def test_what_the_two_regulations_ask_of_software_is_enforced():
    """规定 4–20 and 规则 3–23, save 规则 4 and 5 where the table says why."""
    said = {
        regulation.name: {each.number: each for each in regulation.articles} for regulation in articles.regulations()
    }
    assert {name: len(numbers) for name, numbers in said.items()} == {"规定": 22, "规则": 56}
    without = [
        f"{name} {number}"
        for name, numbers in ASKS_OF_SOFTWARE.items()
        for number in numbers
        if not articles.supports().get((name, str(number)))
    ]
    assert without == ["规则 5"]
    assert said["规则"]["5"].nothing


def test_nothing_cites_an_article_that_is_not_there(read_anew, monkeypatch):
    known = {(each.name, article.number) for each in articles.regulations() for article in each.articles}
    assert set(articles.supports()) - known == set()
    monkeypatch.setitem(Matter.clocks, "stray", Period("错引", "规定 99", None))
    articles.supports.cache_clear()
    assert set(articles.supports()) - known == {("规定", "99")}


def test_the_command_prints_it(capsys):
    call_command("articles", "--format", "json")
    printed = json.loads(capsys.readouterr().out)
    determined = next(each for each in printed["规定"]["10"] if each["name"] == "coordination.Matter.determine")
    assert (determined["kind"], determined["of"]) == ("step", "事项")
    assert {each["kind"] for each in printed["规定"]["11"]} == {"step", "guard", "clock", "hold", "page"}
    assert printed["规则"]["56"] == []
    call_command("articles")
    assert "coordination.Matter.determine" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_page_says_it_of_each_regulation(city, client):
    client.force_login(city.agriculture_liaison)
    first = client.get("/articles/").content.decode()
    second = client.get("/articles/?of=rules").content.decode()
    assert 'id="provisions-22"' in first
    assert "软件只引条次" in first
    assert 'id="rules-56"' in second
    assert "主要负责人" in second
