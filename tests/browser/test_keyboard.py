"""The principal decides without a mouse: every stop is seen, and the keys alone sign in, find the matter and approve it."""

import re

import pytest
from playwright.sync_api import expect

from dispatch.demonstration.cast import PASSWORD
from dispatch.demonstration.road import Road
from tests.browser.officers import DESKTOP, PATIENCE, house

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]

FOCUS = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
    const ring = style.boxShadow !== "none" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
    const label = at.labels && at.labels.length ? at.labels[0].innerText : "";
    return {
        words: (label || at.getAttribute("aria-label") || at.innerText || "").trim(), tag: at.tagName,
        seen: ring && box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""
MOST = 40  # stops before a control that a person would still look for


class Hands:
    """Two hands on the keys of one page."""

    def __init__(self, page):
        self.page, self.unseen = page, []

    def tab_to(self, words, tag):
        """Press Tab until the focus is there; every stop on the way must be seen."""
        for _ in range(MOST):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS)
            if focus["tag"] != "BODY" and not focus["seen"]:
                self.unseen.append((self.page.url, focus))
            if focus["tag"] == tag and re.search(words, focus["words"]):
                return self
        raise AssertionError(f"the keyboard does not reach {words}")

    def type(self, text):
        self.page.keyboard.type(text)
        return self

    def enter(self):
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()
        return self


def test_the_principal_approves_without_a_mouse(founded, served, chromium_path):
    road = Road(founded)
    road.to("submitted")
    road.refer()
    with house(chromium_path, served) as officers:
        context = officers.browser.new_context(locale="zh-CN", **DESKTOP)
        context.set_default_timeout(PATIENCE)
        officers.watch(context, "principal")
        page = context.new_page()
        page.goto(f"{served}/account/login/")
        hands = Hands(page)
        hands.tab_to("用户名", "INPUT").type("principal").tab_to("口令", "INPUT").type(PASSWORD).enter()
        expect(page.get_by_role("heading", level=1)).to_contain_text("请您决定")
        hands.tab_to("^批准$", "A").enter()
        expect(page.get_by_role("heading", name="批准", level=1)).to_be_visible()
        hands.tab_to("^批准$", "BUTTON").enter()
        expect(page.get_by_role("status").first).to_contain_text("已办理“批准”")
        assert hands.unseen == []
        assert officers.refused == []
    assert type(road.matter).objects.get().state == "determined"
