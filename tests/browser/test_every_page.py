"""Every kind of page that a link leads to, for each kind of user: in measure, in Chinese, in order and open to everybody."""

import re
from collections import deque
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings

from dispatch.demonstration import cast, joint, mandates, papers, plans, problems, rechecks, units, watching
from dispatch.demonstration.road import Road
from dispatch.models import UnitSupportRequest
from supervision import recheck_draws
from supervision.models import Recheck, Severity
from tests.browser.officers import PHONE, house
from tests.length import LONG
from workflow import clocks

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
HOUSE = ("officer", "deputy", "secretary", "principal", "second_director", "省承办人")
OTHERS = (
    "agriculture_liaison", "agriculture_head", "finance_liaison", "unit_head", "inspector", "system_admin", "security_admin", "auditor",
)  # fmt: skip
WIDE = {"viewport": {"width": 1440, "height": 900}}
IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}")
FILES = re.compile(
    r"^/(attachments/|static/|matters/[^/]+/assignments/sheet/blank/|(rechecks|advices)/draws/[^/]+/population/)"
)
ENGLISH = re.compile(r"[A-Za-z]{2,}\d?")
DIGESTS = re.compile(r"(sm3|sha256):[0-9a-f]+…?|\b[0-9a-f]{12,}…?", re.IGNORECASE)
ALLOWED = {
    "pdf",
    "ofd",
    "wps",
    "doc",
    "docx",
    "xls",
    "xlsx",
    "csv",
    "txt",
    "png",
    "jpg",
    "jpeg",
    "kb",
    "mb",
    "sm3",
    "sha",
}
PROGRAMS = {
    "/system/": {"gb", "postgresql", "sqlite", "valkey", "beat", "worker", "manage", "py", "sweep"}
}  # by their names
WORDS = """() => [document.title, document.body.innerText, ...[...document.querySelectorAll(
    "[placeholder], [aria-label], [title], [alt]")].flatMap(part =>
    ["placeholder", "aria-label", "title", "alt"].map(name => part.getAttribute(name) || ""))].join("\\n")"""
LINKS = "() => [...document.querySelectorAll('a[href^=\"/\"]')].map(link => link.getAttribute('href').split('#')[0])"
ANCHOR = re.compile(r'<a [^>]*?href="(/[^"#]*)')
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
EXAMINE = """() => axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations.filter(
    each => ["serious", "critical"].includes(each.impact) || each.id === "heading-order").map(each => each.id + " " + each.nodes[0].html))"""


def kind_of(path):
    """The kind of page at an address: whose record it is does not matter."""
    return IDENTIFIER.sub("*", path.split("?")[0])


def english(text, path=""):
    """Words of a page that are no Chinese, no file type, no account name and no digest; one page names programs."""
    known = (
        ALLOWED
        | PROGRAMS.get(path, set())
        | {word for person in cast.PEOPLE for word in person[0].split("_")}
        | {"system", "security"}
    )
    known |= {word for _, _, people in cast.UNITS for key, *_ in people for word in key.split("_")}
    known |= {"admin", "auditor", "head", "liaison", "county", *(slug for slug, _ in cast.DEPARTMENTS)}
    return sorted({word for word in ENGLISH.findall(DIGESTS.sub("", text)) if word.lower() not in known})


class Walker:
    """Follows links breadth first, each kind of page once for each person; a kind seen before is not examined again.

    What one has opened on a screen the others are asked for without one; in the long run everybody looks at everything.
    """

    def __init__(self, officers):
        self.officers, self.kinds, self.faults, self.opened = officers, set(), [], set()

    def walk(self, username):
        page, waiting, own = self.officers.person(username, WIDE).page, deque(["/"]), set()
        while waiting:
            path = waiting.popleft()
            if kind_of(path) in own or FILES.match(path):
                continue
            own.add(kind_of(path))
            waiting.extend(self.look(page, username, path))
            if kind_of(path) not in self.kinds:
                self.kinds.add(kind_of(path))
                self.faults += [(username, path, *fault) for fault in examined(page)]

    def look(self, page, username, path):
        """Open a page; returns where it leads."""
        if kind_of(path) in self.opened and not LONG:
            answer = page.request.get(f"{self.officers.address}{path}")
            if answer.status != 200:
                self.faults.append((username, path, answer.status))
            return [unescape(link) for link in ANCHOR.findall(answer.text())]
        self.opened.add(kind_of(path))
        answer = page.goto(f"{self.officers.address}{path}")
        if answer.status != 200:
            self.faults.append((username, path, answer.status))
        if words := english(page.evaluate(WORDS), kind_of(path)):
            self.faults.append((username, path, words))
        return page.evaluate(LINKS)


def examined(page):
    """What is wrong with a page at a desk and on a phone, by its measure and by axe.

    The debugger brings axe in: the content policy lets no script of a page's own do so.
    """
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for window in (WIDE, PHONE):
        page.set_viewport_size(window["viewport"])
        width = window["viewport"]["width"]
        if wider := page.evaluate(WIDER):
            yield width, f"{wider} px wider"
        yield from ((width, found) for found in page.evaluate(EXAMINE))
    page.set_viewport_size(WIDE["viewport"])


@pytest.fixture
def lived_in(founded):
    """The city with matters on several roads, as a user would find it."""
    road = Road(founded)
    road.to("reporting")
    road.write_report(road.assignments()[0])
    watched(road)
    reported = Road(founded, plan=plans.FEES)
    reported.to("reported")
    case = Road(founded, plan=plans.PROPERTY)
    case.to("planning")
    case.hold_meeting(case.meeting)
    case.draft_assignments()
    case.consent()
    case.tell(case.departments[0])
    important = Road(founded, plan=plans.BIDDING)
    important.to("submitted")
    important.refer()
    important.approve()
    important.send_filing(important.draft_filing())
    mandates.opened(founded, *road.plan.departments)
    exchanged(cast.found_units(founded))
    return founded


def watched(road):
    """Problems that wait for the officer, a meeting and the committee, and an inspection with a finding that is important."""
    task = road.assignments()[1]
    problems.difficulty(road, task, "没有共享接口。")
    keys = [road.key_of(department) for department in task.departments]
    problems.coordinated(
        road, problems.difficulty(road, task, "数据口径不一致。"), dict.fromkeys(keys, "以本部门数据为准。")
    )
    asked = problems.coordinated(
        road, problems.difficulty(road, task, "归口不明。"), dict.fromkeys(keys, "由对方归口。")
    )
    problems.referred(road, asked, "妥否，请批示。")
    grave = problems.found(road, task, "没有集体决策。", Severity.IMPORTANT)
    problems.reported(road, problems.corrected(road, grave))
    looked_at_again(road, task)


def exchanged(city):
    """One paper of each kind between a unit, its authority and its host, the finance bureau."""
    units.founded(city)
    for write in (papers.submitted, papers.assigned, papers.notified, papers.requested):
        write(city)
    watching.closed(city)
    for write in (
        watching.attended,
        watching.guided,
        watching.listed,
        watching.notified,
        watching.asked,
        watching.drawn,
    ):
        write(city)
    watching.sent(city, finding=watching.found(city))
    papers.act(city, "second_director", papers.asked(city), UnitSupportRequest.accept)
    joint.county_founded(city)
    joint.under_way(city), joint.negotiated(city)


def looked_at_again(road, task):
    """A problem that was resolved, drawn, and to be looked at by somebody else; and a rule of regular inspections."""
    problems.resolved(road, problems.corrected(road, problems.difficulty(road, task, "台账不全。")), "已经补齐。")
    city, today = road.city, clocks.today()
    draw = recheck_draws.draw(
        city.actor("director"), city.commission, resolved_from=today, resolved_until=today, share=100
    )
    road.act("deputy", draw.rechecks.get(), Recheck.appoint, checker=city.other_officer)
    rechecks.inspected_by_rule(road, today)


HANDLED = {"/", "/inbox/", "/matters/*/", "/assignments/*/", "/filings/*/"}
READ = {"/people/*/", "/journal/", "/mandates/*/", "/mandates/*/departments/*/", "/mandates/*/departments/*/package/"}


@pytest.mark.parametrize(("people", "reached"), [(HOUSE, HANDLED), (OTHERS, READ)], ids=["house", "others"])
def test_every_kind_of_page_is_in_measure_in_chinese_and_open_to_everybody(
    lived_in, served, chromium_path, people, reached
):
    with house(chromium_path, served) as officers:
        walker = Walker(officers)
        for username in people:
            walker.walk(username)
        assert walker.faults == []
        assert officers.refused == []
    assert reached <= walker.kinds
    assert len(walker.kinds) > 40


def test_what_a_page_must_not_show_is_found(founded, served, chromium_path):
    with house(chromium_path, served) as officers:
        page = officers.person("officer", WIDE).page
        page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p>Save SM3 办结.docx</p>')")
        assert english(page.evaluate(WORDS)) == ["Save"]
        page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button>')")
        page.evaluate("document.querySelector('main').appendChild(document.createElement('hr')).style.width = '3000px'")
        found = [(width, words.split()[0]) for width, words in examined(page)]
    assert {(1440, "button-name"), (390, "button-name")} <= set(found)
    assert any(words.isdigit() for _, words in found)
