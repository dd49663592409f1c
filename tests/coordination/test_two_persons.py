"""The two-person rule (双人原则): whoever a step is apart from is refused in every other post that they hold as well."""

import uuid
from datetime import date

import pytest

from coordination.models import Matter, OfficialDocument, WrittenReport
from dispatch.demonstration.cast import appoint
from organizations.actors import actor_of
from organizations.models import Role
from organizations.models.post import ROLES_IN_AN_OFFICE
from tests.cast import Road
from tests.coordination.cells import undone, values
from tests.coordination.doors import BARRED, DONE, through_the_door
from tests.coordination.table import BY_CELL
from tests.coordination.walks import walk_the_matter
from workflow import clocks
from workflow.authority import follow
from workflow.door import Barred, advance, open_record
from workflow.steps import steps_of

pytestmark = pytest.mark.django_db
STANDS_IN = {
    "deputy_in_charge": Role.SECRETARY,
    "office_director": Role.SECRETARY,
}  # whose posts name one person or office


class SecondHats:
    """Visits every stop of a walk and gives each person that a step is apart from a post that might take it."""

    def __init__(self, road):
        self.road, self.tried, self.wrong, self.seen = road, 0, [], set()

    def birth(self, *args, **kwargs):
        """Births have no second person."""

    def stop(self, record, **kwargs):
        record = type(record).objects.get(pk=record.pk)
        for name in steps_of(type(record)):
            row = BY_CELL.get((record._meta.label, name, record.state))
            for path in row.apart_from if row else ():
                self._refused(record, row, path)

    def _refused(self, record, row, path):
        person = follow(record, path)
        if person is None:
            return
        for token in row.by:
            role, _, place = token.partition("@")
            if not place:
                continue
            with undone(self.road):
                house, held = follow(record, place), STANDS_IN.get(role, Role(role))
                office = house.offices.first() if held in ROLES_IN_AN_OFFICE else None
                appoint(person, house, held, date(2020, 1, 1), office)
                actor = actor_of(person, today=clocks.today())
                given = values(self.road, steps_of(type(record))[row.step], record)
                answer = through_the_door(
                    type(record), row.step, actor=actor, act_id=uuid.uuid4(), record=record, **given
                )
            self.tried += 1
            if answer.word == BARRED and "不得再办理" in answer.said:
                self.seen.add((row.step, record.state, path))
            elif answer.word in (DONE, BARRED):
                self.wrong.append(
                    f"{row.step} from {record.state} by the {path} as {role}: {answer.word} {answer.said}"
                )


@pytest.mark.slow
@pytest.mark.parametrize("scene", ["committee_assigned", "important"])
def test_nobody_passes_his_own_work_in_a_second_post(city, scene):
    origin = {"committee_assigned": "committee_assigned", "important": "deputy_in_charge"}[scene]
    road = Road(city, origin=origin)
    visitor = SecondHats(road)
    walk_the_matter(road, scene, visitor)
    assert not visitor.wrong, "\n".join(visitor.wrong)
    refused = {(step, path) for step, _, path in visitor.seen}
    assert {("determine", "drafter"), ("determine", "handling_officer"), ("terminate", "drafter"),
            ("conclude", "reported_by"), ("direct_further_work", "reported_by"),
            ("reopen", "handling_officer")} <= refused  # fmt: skip
    if scene == "important":
        assert {("approve", "drafter"), ("approve", "referred_by"), ("decline_by_committee", "referred_by")} <= refused


def test_who_drafted_the_document_does_not_sign_it(road):
    """The rule holds for what a step carries: the document is signed within the issuing of the matter."""
    road.to("planning")
    road._prepare()
    drafter = road.city.officer
    appoint(drafter, road.city.commission, Role.SECRETARY, date(2020, 1, 1))
    with pytest.raises(Barred, match="起草人") as refusal:
        road.act("officer", road.matter, Matter.issue)
    assert refusal.value.obstacles[0].subject == OfficialDocument.objects.get().words
    assert road.act("secretary", road.matter, Matter.issue).state == "implementing"


def test_who_wrote_or_signed_a_report_does_not_accept_it(road):
    road.to("reporting")
    city, assignment = road.city, road.assignments()[0]
    report = road.write_report(assignment)
    for key in ("agriculture_liaison", "agriculture_head"):
        appoint(city.people[key], city.commission, Role.OFFICE_DIRECTOR, date(2020, 1, 1), city.first_office)
        with pytest.raises(Barred, match="不得再办理“审核通过”"):
            road.act(key, report, WrittenReport.accept)
        with pytest.raises(Barred, match="不得再办理“退回”"):
            road.act(key, report, WrittenReport.return_for_rework, note="退回", open_points="一、")
    assert road.act("director", report, WrittenReport.accept).state == "accepted"


def test_the_rule_is_about_persons_and_nothing_else(road):
    """The control: the same second post in other hands opens the same step."""
    road.to("submitted")
    appoint(road.city.other_officer, road.city.commission, Role.SECRETARY, date(2020, 1, 1))
    assert road.act("other_officer", road.matter, Matter.determine, basis="同意。").state == "determined"


def test_a_second_post_signs_what_another_drafted(road):
    road.to("planning")
    road.hold_meeting(road.meeting)
    road.draft_assignments()
    document = open_record(
        OfficialDocument, OfficialDocument.draft, actor=road.city.actor("director"), dossier=road.matter.dossier,
        matter=road.matter, kind="implementing_opinion", title="实施意见", subject="事项", lead="农业农村局", participants="财政局",
        division="分工", requirements="要求",
    )  # fmt: skip
    assert document.drafter == road.city.director
    appoint(road.city.officer, road.city.commission, Role.SECRETARY, date(2020, 1, 1))
    assert advance(road.matter, Matter.issue, actor=road.city.actor("officer")).state == "implementing"
