"""What the demonstration shows of mandates (巡视巡察授权): the notices of a fictitious inspection body and what it may read by them."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from supervision.models import Mandate
from workflow import attachments, clocks
from workflow.door import advance, open_record, revise

NOTICE = "关于开展常规巡察的通知（演练文本，不涉及真实单位和人员）。".encode()


def drafted(city, *departments, **fields):
    """The secretary enters the notice: this year's work of these departments, to be read for two months."""
    today = clocks.today()
    terms = {
        "notice_number": "示市巡〔2026〕5号", "notice_on": today, "from_on": today, "until_on": today + timedelta(days=60),
        "covers_from": today - timedelta(days=365), "covers_until": today, "body": city.inspection_body,
        "departments": [city.organisations[key] for key in departments],
    }  # fmt: skip
    return open_record(
        Mandate, Mandate.draft, actor=city.actor("secretary"), commission=city.commission, **terms | fields
    )


def filed(city, mandate):
    """Its scan is on file."""
    with attachments.stored([SimpleUploadedFile("巡察通知.txt", NOTICE)]) as kept:
        return revise(mandate, actor=city.actor("secretary"), attach=kept)


def opened(city, *departments, **fields):
    """The same with its scan on file, in force."""
    mandate = filed(city, drafted(city, *departments, **fields))
    return advance(mandate, Mandate.open_mandate, actor=city.actor("secretary"))


def ended(city, mandate):
    return advance(mandate, Mandate.end, actor=city.actor("secretary"), note="巡察任务提前完成。")


def inspected(city, calendar, days_ago):
    """One mandate that was ended early, and one in force."""
    calendar.begin(days_ago)
    with clocks.following(calendar.tick):
        first = opened(city, "audit", notice_number="示市巡〔2026〕4号")
    calendar.wait(2)
    with clocks.following(calendar.tick):
        ended(city, first)
        opened(city, "agriculture", "finance")
