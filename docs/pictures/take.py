"""Takes the pictures of the guide and of the README anew: ``take.py http://127.0.0.1:8000 [folder]``.

The demonstration must be running there. Only looks: no form is sent but the sign-in.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PASSWORD = "Shifan-2026"  # of the demonstration's accounts
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
MARGIN = 12
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--lang=zh-CN")


def listed(state, *, open_first=True):
    """Go to the matters in a state, and to the first of them."""

    def go(page, address):
        page.goto(f"{address}/matters/?state={state}")
        if open_first:
            follow(page, "main .row-title a")

    return go


def at(path, *links):
    """Go to a path, then follow one link after another, each by its selector."""

    def go(page, address):
        page.goto(address + path)
        for link in links:
            follow(page, link)

    return go


def then(*ways):
    """One way after another."""

    def go(page, address):
        for way in ways:
            way(page, address)

    return go


def following(*links):
    def go(page, address):
        for link in links:
            follow(page, link)

    return go


def opened(*summaries):
    """Unfold what is folded."""

    def go(page, address):
        for summary in summaries:
            page.locator(summary).first.click()

    return go


def follow(page, link):
    page.locator(link).first.click()
    page.wait_for_load_state()


SIDE = ".columns > div:last-child"
# name, account (nobody: before signing in), window, way, selectors of what to show (none: the window)
PICTURES = (
    ("desk", "officer", DESKTOP, at("/"), ()),
    ("matter", "officer", DESKTOP, listed("implementing"), ()),
    ("guide-signin", None, DESKTOP, at("/account/login/"), (".gate",)),
    ("guide-post", "officer", DESKTOP, then(at("/"), opened("details.popup summary")), (".topbar-end", ".popup-panel")),
    ("guide-register", "officer", DESKTOP, at("/matters/new/"), (".page-head", "main .panel")),
    ("guide-barred", "deputy", DESKTOP, then(listed("planning"), opened("details.barred summary")), (f"{SIDE} .panel",)),
    ("guide-clock", "officer", DESKTOP, then(listed("implementing"), following(".due-on a")), (".page-head", "main .panel:last-of-type")),
    ("guide-table", "officer", DESKTOP, then(listed("planning"), following("text=批量起草任务")), (".page-head", "fieldset.formset-row")),
    ("guide-check", "officer", DESKTOP, then(listed("reporting"), following("text=查看办结核查")), (".page-head", "main .panel")),
    ("guide-decide", "deputy", PHONE, at("/"), ()),
    ("guide-approve", "principal", PHONE, at("/", ".decision-acts a"), ()),
    ("guide-department", "audit_head", DESKTOP, at("/"), (".page-head", "main .panel:last-of-type")),
    ("guide-receive", "audit_head", PHONE, at("/", "main .row-wait a:text-is('签收')"), ()),
    ("guide-ledger", "officer", DESKTOP, at("/ledger/"), ()),
    ("guide-board", "officer", DESKTOP, at("/board/"), ()),
    ("guide-search", "officer", DESKTOP, at("/search/?q=补贴"), (".page-head", "main .panel")),
    ("guide-inbox", "officer", DESKTOP, at("/inbox/"), (".page-head", "main tbody tr:nth-child(8)")),
    ("guide-delegation", "deputy", DESKTOP, at("/delegations/new/"), (".page-head", "main .panel")),
    ("guide-filing", "省承办人", DESKTOP, at("/", "main .row-title a"), (".page-head", ".columns")),
    ("guide-units", "second_director", DESKTOP, at("/units/"), (".page-head", "main .panel")),
    ("guide-meeting", "unit_head", DESKTOP, at("/unit-meetings/?state=minuted", "main .row-title a"), (".page-head", ".columns > div:first-child .panel:nth-of-type(3)")),
    ("guide-decision", "unit_head", DESKTOP, at("/unit-meetings/?state=minuted", "main .row-title a", "text=四季度监督检查重点"), (".page-head", ".columns")),
    ("guide-duties", "director", DESKTOP, at("/duties/"), (".page-head", "main .panel:last-of-type")),
    ("guide-month", "unit_head", DESKTOP, at("/joint-actions/", "text=月历"), (".page-head", "main .panel:last-of-type")),
    ("guide-advice", "unit_head", DESKTOP, at("/advices/", "main .row-title a"), (".page-head", ".columns")),
    ("guide-unit-ledger", "unit_head", DESKTOP, at("/units/", ".map-unit a", ".page-head a:has-text('台账')"), ()),
    ("guide-articles", "officer", DESKTOP, at("/articles/#provisions-9"), ()),
    ("guide-mandate", "inspector", DESKTOP, at("/mandates/", "main .row-title a"), (".page-head", ".columns")),
    ("guide-draw", "director", DESKTOP, at("/rechecks/", "main .row-title a"), (".page-head", ".columns")),
    ("guide-person", "security_admin", DESKTOP, at("/people/?q=officer", "main .row-title a"), (".page-head", ".columns")),
)  # fmt: skip


def main(address, folder=Path(__file__).parent):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        windows = {}
        for name, account, window, way, shown in PICTURES:
            key = (account, window["viewport"]["width"])
            if key not in windows:
                windows[key] = signed_in(browser, address, account, window)
            way(windows[key], address)
            take(windows[key], Path(folder) / f"{name}.png", shown)
        browser.close()


def signed_in(browser, address, account, window):
    """A window of that account's own."""
    page = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **window).new_page()
    if account:
        page.goto(f"{address}/account/login/")
        page.get_by_label("用户名").fill(account)
        page.get_by_label("口令").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="登录").click()
        page.wait_for_load_state()
    return page


def take(page, path, shown, most=900):
    """A picture of the window, or of the box around what is to be shown, cut at ``most`` pixels of height."""
    page.mouse.move(0, 0)
    boxes = [page.locator(each).first.bounding_box() for each in shown]
    if not boxes:
        page.screenshot(path=path)
        return
    left, top = (max(0, min(box[side] for box in boxes) - MARGIN) for side in ("x", "y"))
    right = max(box["x"] + box["width"] for box in boxes) + MARGIN
    bottom = max(box["y"] + box["height"] for box in boxes) + MARGIN
    clip = {"x": left, "y": top, "width": right - left, "height": min(most, bottom - top)}
    page.screenshot(path=path, clip=clip, full_page=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
