"""What every page owes to a phone, to a keyboard and to an impatient finger."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from coordination.models import Meeting, OfficialDocument, Participation
from dispatch.demonstration.road import Road
from supervision.models import Inspection
from tests.browser.officers import DESKTOP, PHONE, house

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]


@pytest.fixture
def written(founded):
    """A matter whose departments are reporting: (username, path) of one page of every kind."""
    road = Road(founded)
    matter = road.to("reporting")
    task = road.assignments()[0]
    report = road.write_report(task)
    document, meeting = OfficialDocument.objects.get(), Meeting.objects.get()
    inspection, part = Inspection.objects.get(), Participation.objects.first()
    records = (matter, task, part, report, document, meeting, inspection)
    of_the_officer = [
        reverse(name) for name in ("desk", "matter_list", "inbox", "matter_new", "change_password", "account_logout")
    ] + [record.get_absolute_url() for record in records]
    of_the_officer += [
        reverse("matter_check", args=[matter.public_id]),
        reverse("matter_attach", args=[matter.public_id]),
        reverse("officialdocument_new", args=[matter.public_id]),
        reverse("inspection_new", args=[matter.public_id]),
        reverse("meeting_new", args=[matter.public_id]),
        reverse("clock", args=[task.public_id, "work"]),
        reverse("writtenreport_step", args=[report.public_id, "return_for_rework"]),
        reverse("matter_step", args=[matter.public_id, "resume_implementation"]),
        "/no-such-page/",
    ]
    others = {
        "deputy": ["desk"],
        "principal": ["desk"],
        "finance_liaison": ["desk"],
        "finance_head": ["desk", "matter_suggest"],
        "system_admin": ["people", "organisations"],
        "auditor": ["journal"],
    }
    return [("officer", path) for path in of_the_officer] + [
        (username, reverse(name)) for username, names in others.items() for name in names
    ]


def test_no_page_scrolls_sideways_on_a_phone(written, served, chromium_path):
    wide = []
    with house(chromium_path, served) as officers:
        for username, path in written:
            officer = officers.on_phone(username)
            officer.page.goto(f"{officers.address}{path}")
            if officer.scrolls_sideways():
                wide.append((username, path, officer.scrolls_sideways()))
        assert officers.refused == [404]
    assert wide == []


def test_no_page_scrolls_sideways_at_a_desk(written, served, chromium_path):
    wide = []
    with house(chromium_path, served) as officers:
        for username, path in written:
            officer = officers.person(username)
            officer.page.goto(f"{officers.address}{path}")
            if officer.scrolls_sideways():
                wide.append((username, path, officer.scrolls_sideways()))
    assert wide == []


FOCUSED = "() => document.activeElement.matches(%r)"


def test_the_keyboard_reaches_the_primary_button(officers):
    officer = officers.officer.menu("事项").open("登记事项")
    keyboard = officer.page.keyboard
    keyboard.press("Tab")
    assert officer.page.evaluate(FOCUSED % ".skip-link")
    keyboard.press("Enter")
    for _ in range(30):
        keyboard.press("Tab")
        if officer.page.evaluate(FOCUSED % ".btn-primary"):
            break
    assert officer.page.evaluate(FOCUSED % "form .btn-primary")
    assert officer.page.evaluate("getComputedStyle(document.activeElement).boxShadow") != "none"
    keyboard.press("Enter")
    expect(officer.main.locator("input:invalid").first).to_be_focused()


def test_the_menu_and_the_reasons_open_by_keyboard(officers):
    officer = officers.on_phone("officer")
    officer.page.locator("[data-menu-toggle]").focus()
    officer.page.keyboard.press("Enter")
    menu = officer.page.get_by_role("navigation", name="主导航")
    expect(menu).to_be_visible()
    officer.page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_a_double_click_makes_one_record(officers, window, scripted):
    officer = officers.person("officer", window | {"java_script_enabled": scripted})
    officer.menu("事项").open("登记事项")
    officer.write(
        {"事项名称": "双击登记的事项", "类别": "源头预防和治理", "来源": "纪委分管领导确定", "依据": "分管领导要求。"}
    )
    officer.main.get_by_role("button", name="登记", exact=True).dblclick()
    expect(officer.page.get_by_role("heading", level=1)).to_contain_text("双击登记的事项")
    officer.menu("事项")
    expect(officer.main.locator("tbody tr")).to_have_count(1)


def test_a_breach_of_the_content_policy_is_noticed(officers):
    page = officers.officer.page
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))")
    page.evaluate("fetch('http://localhost:9/').catch(() => null)")
    page.wait_for_timeout(100)
    assert {fault.split()[3] for fault in officers.faults if "content policy: " in fault} == {
        "script-src-elem",
        "connect-src",
    }
    officers.faults.clear()
