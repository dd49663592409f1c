"""What leaders are told of the work secrets that they may not see: bands, and nothing that a band does not say."""

import re
from datetime import timedelta

import pytest

from coordination.models import Matter
from supervision.ledger_lights import WORDS
from supervision.withheld import BAND, LEADING, band, withheld_from
from tests.test_ceilings import many_matters, twin
from tests.test_urls import members
from workflow import clocks
from workflow.models import Classification, Clock, Dossier
from workflow.models.dossier import DossierRecusal

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LEADERS = ("secretary", "deputy", "other_deputy", "case_deputy", "principal", "group_principal")


@pytest.fixture
def hide(scene):
    """Makes so many work secrets of the house in a state in which no leader takes the next step."""
    planned = scene.ours.records["case"]  # in planning: the officer's and the deputy's
    model = Matter.objects.get(pk=planned.pk)

    def make(number, state="implementing", due_in=None):
        last = Matter.objects.order_by("-pk").values_list("pk", flat=True).first()
        many_matters(model, number)
        made = Matter.objects.filter(pk__gt=last)
        keys = list(made.values_list("dossier_id", flat=True))
        Dossier.objects.filter(pk__in=keys).update(classification=Classification.WORK_SECRET)
        made.update(classification=Classification.WORK_SECRET, code_name="代号", state=state)
        Clock.objects.filter(dossier__in=keys).delete()
        if due_in is not None:
            clock, due_on = scene.ours.records["clock"], clocks.today() + timedelta(days=due_in)
            Clock.objects.bulk_create(
                twin(clock, dossier_id=row.dossier_id, subject_type="coordination.matter", subject_id=row.public_id, due_on=due_on,
                     status="open", closed_at=None, name="planning", paused_until=None)
                for row in Matter.objects.filter(dossier__in=keys)
            )  # fmt: skip
        return keys

    return make


def told(scene, who):
    """{table: {light: band}}"""
    return {label: {word: said for said, word in bands} for label, bands in withheld_from(scene.actor(who))}


def section(scene, who, query=""):
    """The part of the page, letter for letter."""
    found = re.search(
        r"未列入以上数字的工作秘密.*?</section>", scene.client(who).get(f"/board/{query}").content.decode(), re.DOTALL
    )
    return found and found[0]


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "少于5"), (1, "少于5"), (4, "少于5"), (5, "5—9"), (9, "5—9"), (10, "10—14"), (1234, "1230—1234")],
)
def test_a_band(number, words):
    assert band(number) == words


def test_only_leaders_are_told_anything(scene, hide):
    hide(12)
    for who in sorted(members("everyone")):
        assert bool(section(scene, who)) == (who in LEADERS), who
    assert {post.role for who in LEADERS for post in scene.actor(who).posts} == set(LEADING)


def test_a_leader_is_told_a_band(scene, hide):
    before = told(scene, "secretary")
    assert set(before["事项"].values()) == {"少于5"}
    hide(7, due_in=-40)
    hide(6)
    after = told(scene, "other_deputy")
    assert (after["事项"]["严重超期"], after["事项"]["没有期限"]) == ("5—9", "5—9")
    assert {light for light, said in after["事项"].items() if said == "少于5"} == set(WORDS.values()) - {
        "严重超期",
        "没有期限",
    }
    assert set(after["任务"].values()) == {"少于5"}


def test_small_numbers_look_alike_on_every_page(scene, hide):
    """None or four: the same letters, whatever period is asked for; and no list or count elsewhere changes."""
    pages = (
        "/board/",
        "/board/?period=2026",
        "/board/?period=2026Q1",
        "/ledger/?table=matters",
        "/ledger/?table=matters&group=state",
        "/matters/",
    )
    client = scene.client("other_deputy")

    def shown():
        return [
            re.sub(r'value="\w{64}"|name="act_id" value="[^"]+"', "", client.get(page).content.decode())
            for page in pages
        ]

    before = shown()
    for _ in range(BAND - 1):
        hide(1)
        assert shown() == before
    assert {section(scene, "other_deputy", f"?period={each}") for each in ("2026", "2026-01", "nonsense", "")} == {
        section(scene, "other_deputy")
    }
    hide(1)
    changed = [page for page, old, new in zip(pages, before, shown(), strict=True) if old != new]
    assert changed == ["/board/", "/board/?period=2026", "/board/?period=2026Q1"], (
        "the fifth is told, in the band alone"
    )


def test_cells_do_not_depend_on_one_another(scene, hide):
    """No total: what is told of one light is the same whatever the others hold."""
    hide(6, due_in=-40)
    said = told(scene, "other_deputy")["事项"]
    assert said["严重超期"] == "5—9"
    hide(3)
    assert told(scene, "other_deputy")["事项"] == said
    hide(30, due_in=40)
    assert told(scene, "other_deputy")["事项"] == {**said, "正常": "30—34"}
    assert "合计" not in section(scene, "other_deputy").partition("<tbody>")[2]


def test_what_is_seen_is_not_withheld(scene, hide):
    """Whoever takes the next step sees the code name; of what a leader stands back from nothing is told."""
    keys = hide(5)
    assert told(scene, "other_deputy")["事项"]["没有期限"] == "5—9"
    assert told(scene, "deputy")["事项"]["没有期限"] == "少于5", "it is in his charge, so he sees it on his board"
    DossierRecusal.objects.create(dossier_id=keys[0], person_id=scene.people["other_deputy"].pk)
    assert told(scene, "other_deputy")["事项"]["没有期限"] == "少于5"
    hide(1)
    assert told(scene, "other_deputy")["事项"]["没有期限"] == "5—9"


def test_what_is_of_another_house_is_not_counted(scene, hide):
    """Nor what is not before the committee."""
    hide(8)
    assert told(scene, "other_deputy")["事项"]["没有期限"] == "5—9"
    for who in ("principal", "yangli_other_deputy"):
        assert told(scene, who)["事项"]["没有期限"] == "少于5", who
