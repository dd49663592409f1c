"""A filing that the superior commission returns late: mended on a concluded matter, no longer asked for on an ended one (规定 10)."""

import pytest

from coordination.models import DocumentKind, Filing, Matter, OfficialDocument, Origin
from organizations.actors import actor_of
from organizations.models import Person
from tests.cast import Road
from workflow import clocks
from workflow.door import Barred, advance
from workflow.models import Clock

pytestmark = pytest.mark.django_db
WHY = "请补充党委批准的文号。"


@pytest.fixture
def filed(city):
    """An important matter whose filing was sent up."""
    road = Road(city, origin=Origin.DEPUTY_IN_CHARGE)
    road.register()
    road.name_officer()
    road.submit()
    road.refer()
    road.approve()
    road.send_filing(road.draft_filing())
    return road


def returned(road):
    superior = actor_of(Person.objects.get(username="省承办人"), today=clocks.today())
    return advance(road.matter.filings.get(), Filing.return_for_completion, actor=superior, note=WHY)


def test_what_is_returned_after_the_conclusion_gets_another_report(filed):
    filed.walk(("planning", "implementing", "inspecting", "reporting", "reported", "concluded"))
    with pytest.raises(Barred, match="现阶段不能起草"):
        filed.draft_of(DocumentKind.FILING_REPORT)
    returned(filed)
    first = filed.matter.filings.get().report
    second = filed.signed_and_issued(filed.draft_of(DocumentKind.FILING_REPORT, title="备案报告（补正）"))
    filed.act("secretary", first, OfficialDocument.revoke, note="另行起草。")
    filing = filed.send_filing(Filing.objects.get())
    assert (filing.state, filing.report) == ("sent", second)
    with pytest.raises(Barred, match="现阶段不能起草"):
        filed.draft_of(DocumentKind.REQUEST)


@pytest.mark.parametrize("is_archived", [False, True])
def test_nothing_more_is_asked_of_a_matter_that_has_ended(filed, is_archived):
    """An archived matter has no open clock, and a return would start one."""
    filed.act("principal", filed.matter, Matter.terminate, note="情况变化。")
    if is_archived:
        filed.act("director", filed.matter, Matter.archive, retention="ten_years")
    with pytest.raises(Barred, match="不再退回补正"):
        returned(filed)
    assert set(Clock.objects.open().filter(dossier=filed.matter.dossier_id).values_list("name", flat=True)) == (
        set() if is_archived else {"archiving"}
    )
