"""People at their browsers: each signs in with a window of their own and goes only where a page leads.

The house watches all of them: nothing on the console, no breach of the content policy, nobody but our own address, no fault.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.db import connection
from playwright.sync_api import expect, sync_playwright

from dispatch.demonstration.cast import PASSWORD

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 30_000  # milliseconds; a busy machine is no fault of a page
expect.set_options(timeout=PATIENCE)
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TELL_BREACHES = """document.addEventListener("securitypolicyviolation", breach =>
    console.error("content policy: " + breach.violatedDirective + " " + breach.blockedURI))"""


class House:
    """One browser for everybody; ``faults`` is what must stay empty."""

    def __init__(self, browser, address):
        self.browser, self.address = browser, address
        self.faults, self.refused = [], []
        self.people = {}

    def __getattr__(self, username):
        """The person of that username at a desk."""
        return self.person(username)

    def on_phone(self, username):
        return self.person(username, PHONE)

    def person(self, username, window=DESKTOP):
        key = (username, window["viewport"]["width"])
        if key not in self.people:
            self.people[key] = Officer(self, username, window)
        return self.people[key]

    def watch(self, context, username):
        context.add_init_script(TELL_BREACHES)
        context.on("request", lambda request: self._seen(request, username))
        context.on("response", lambda response: self._answered(response, username))
        context.on("console", lambda message: self._said(message, username))
        context.on("weberror", lambda error: self.faults.append(f"{username}: {error.error}"))

    def _seen(self, request, username):
        place = urlsplit(request.url)
        if place.scheme != "data" and place.hostname != "127.0.0.1":
            self.faults.append(f"{username} asked {request.url}")

    def _answered(self, response, username):
        if response.status >= 500:
            self.faults.append(f"{username}: {response.status} {response.url}")
        elif response.status >= 400:
            self.refused.append(response.status)

    def _said(self, message, username):
        answered = re.search(r"responded with a status of (\d+)", message.text)
        if message.type in ("error", "warning") and not (answered and answered[1] in ("403", "404", "409", "422")):
            self.faults.append(f"{username}: {message.text}")


@contextmanager
def house(chromium_path, address):
    """A browser for the site at ``address``; at the end nothing may have gone wrong in any window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        try:
            found = House(browser, address)
            yield found
            assert found.faults == []
        finally:
            browser.close()


class Officer:
    """One person at one screen. Only the sign-in page is typed; from there on there are links and buttons."""

    def __init__(self, house, username, window):
        self.house, self.username = house, username
        context = house.browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **window)
        context.set_default_timeout(PATIENCE)
        house.watch(context, username)
        self.page = context.new_page()
        self.page.goto(f"{house.address}/account/login/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("口令").fill(PASSWORD)
        self.press("登录")
        self.stands_at_the_desk()

    # Going about

    @property
    def main(self):
        return self.page.locator("main")

    def open(self, words, *, within=None):
        """Follow a link of the page."""
        (within or self.main).get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()
        return self

    def menu(self, words):
        """Follow an entry of the main menu."""
        button = self.page.locator("[data-menu-toggle]")
        if button.is_visible():
            button.click()
        return self.open(words, within=self.page.get_by_role("navigation", name="主导航"))

    def desk(self):
        """Back to the desk by the emblem."""
        self.page.locator("a.brand").click()
        return self.stands_at_the_desk()

    def stands_at_the_desk(self):
        """The page is the desk; a leader's is headed by what it asks of him."""
        expect(self.page).to_have_title(re.compile("^工作台"))
        expect(self.page.get_by_role("heading", name=re.compile("^(工作台|请您决定)"), level=1)).to_be_visible()
        return self

    def section(self, heading):
        """The part of a page below that heading."""
        return self.main.locator(".panel").filter(has=self.page.get_by_role("heading", name=heading, exact=True))

    def to_do(self, words, act):
        """Take up what the desk says is mine: the act's own button beside it."""
        return self.open(re.compile(f"^{re.escape(act)}$"), within=self.desk().lines(words))

    def lines(self, words):
        """What the desk says of it: a row of a table, or a leader's whole card."""
        return self.main.locator("tbody tr, .decision").filter(has_text=words)

    def back_to(self, words):
        """Go up by the path above the heading."""
        return self.open(words, within=self.main.locator(".crumbs"))

    def offer(self, words):
        """Take an action that the page offers."""
        return self.open(re.compile(f"^{re.escape(words)}$"))

    # Filling in

    def write(self, answers):
        """Answer the form's questions by their labels: text, a choice, or a list of ticks."""
        for label, answer in answers.items():
            if isinstance(answer, list):
                self._tick(label, answer)
                continue
            field = self.main.get_by_label(label, exact=True)
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=answer)
            else:
                field.fill(answer)
        return self

    def choose(self, label, beginning):
        """Choose the option whose words begin so."""
        field = self.main.get_by_label(label, exact=True)
        field.select_option(field.locator("option").filter(has_text=re.compile(f"^{beginning}")).get_attribute("value"))
        return self

    def _tick(self, label, wanted):
        group = self.main.locator("fieldset").filter(has=self.page.locator("legend", has_text=label))
        for box in group.get_by_role("checkbox").all():
            words = box.evaluate("box => box.closest('label').innerText.trim()")
            name = words.split("：", 1)[-1]  # without what numbers it
            box.set_checked(any(name.startswith(each) or words.endswith(each) for each in wanted))

    def press(self, words):
        """Press a button and wait for the page that answers."""
        self.main.get_by_role("button", name=words, exact=True).click()
        self.page.wait_for_load_state()
        return self

    # Reading

    def reads(self, *wanted):
        """The page says all of this."""
        for words in wanted:
            expect(self.main).to_contain_text(words)
        return self

    def done(self, label):
        """The page confirms the act."""
        expect(self.page.get_by_role("status").filter(has_text=f"已办理“{label}”")).to_be_visible()
        return self

    def stands_at(self, number):
        """The six-step bar points at that step."""
        expect(self.main.locator("[aria-current=step] .six-step-mark")).to_contain_text(str(number))
        return self

    def waits_for(self, *wanted):
        for words in wanted:
            expect(self.section("正在等待")).to_contain_text(words)
        return self

    def barred(self, label, *, sentence, article, mended_by):
        """The step is shown with why it is barred, by which article, and who can mend it."""
        offer = self.main.locator("details.barred").filter(has_text=label)
        offer.locator("summary").click()
        for words in (sentence, article, f"处理人：{mended_by}"):
            expect(offer.locator(".obstacle-list")).to_contain_text(words)
        return self

    def history(self, *wanted):
        for words in wanted:
            expect(self.section("办理过程")).to_contain_text(words)
        return self

    def scrolls_sideways(self):
        """How many pixels the page is wider than the screen."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def due_on(officer, days=40):
    """The date that many days ahead by the officer's calendar, in the browser's own words: at night another one than UTC's."""
    ahead = f"new Date(Date.now() + {days} * 86400000)"
    return officer.page.evaluate(f"{ahead}.toLocaleDateString('sv', {{timeZone: 'Asia/Shanghai'}})")


def meanwhile(acts):
    """Run acts through the door while browsers are open: in a thread of their own, for the browser's holds an event loop."""

    def alone():
        try:
            return acts()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as elsewhere:
        return elsewhere.submit(alone).result()
