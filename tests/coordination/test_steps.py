"""Every machine against the reviewed table: its declarations both ways, and every (state, step, post) really tried."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from coordination.models import Category, Matter, Origin, Reader, Recusal
from dispatch.demonstration.cast import account, appoint, found_units
from dispatch.demonstration.registers import found_bodies
from organizations.actors import actor_of
from organizations.models import Delegation, Person, Post, Role
from tests.cast import Road
from tests.coordination.accountability_walks import walk_an_accountability
from tests.coordination.cells import Cells
from tests.coordination.correspondence_walks import walk_an_opinion, walk_correspondence
from tests.coordination.deferral_walks import walk_a_late_extension, walk_a_suspension, walk_an_extension
from tests.coordination.doors import ThroughHttp, drivers, through_the_door
from tests.coordination.joint_walks import walk_a_jurisdiction, walk_direct_handling, walk_joint_work
from tests.coordination.mandate_walks import walk_a_mandate
from tests.coordination.paper_walks import walk_the_papers
from tests.coordination.periodic_report_walks import walk_a_periodic_report
from tests.coordination.problem_walks import walk_a_problem
from tests.coordination.recheck_walks import walk_a_recheck, walk_a_rule
from tests.coordination.register_walks import walk_the_registers
from tests.coordination.side_roads import walk_a_new_version, walk_found_important, walk_orally
from tests.coordination.table import BY_CELL, MACHINES, NOT_YET, ROWS, states
from tests.coordination.unit_meeting_walks import walk_a_duty, walk_a_meeting
from tests.coordination.unit_walks import walk_a_case, walk_a_unit, walk_the_people
from tests.coordination.urging_walks import walk_an_urge_order, walk_an_urging
from tests.coordination.walks import walk_the_matter, walk_what_belongs
from tests.coordination.watch_walks import walk_the_watch
from workflow import clocks, procedure
from workflow.door import open_record
from workflow.models import Classification
from workflow.steps import machines

SCENES = {
    "committee_assigned": {"origin": Origin.COMMITTEE_ASSIGNED},
    "deputy_in_charge": {"origin": Origin.DEPUTY_IN_CHARGE},
    "important": {"origin": Origin.DEPUTY_IN_CHARGE},
    "standing_committee": {"origin": Origin.STANDING_COMMITTEE},
    "superior_assigned": {"origin": Origin.SUPERIOR_ASSIGNED},
    "suggestion": {},
}
REFERRED = ("important", "deputy_in_charge", "suggestion")  # scenes with the side way to the committee
CORRESPONDENCE = (
    "coordination.Contact", "coordination.SupportRequest", "coordination.Instruction", "coordination.ProgressNote",
)  # fmt: skip
URGING = ("supervision.Urging", "supervision.Explanation", "supervision.UrgeOrder")
ROOTS = (  # with a dossier of their own
    "coordination.Opinion", "supervision.Accountability", "supervision.Mandate", "supervision.PeriodicReport",
    "supervision.RecheckDraw",
)  # fmt: skip
WATCHED = ("supervision.Problem", "supervision.Recheck", "supervision.InspectionRule")
DISPATCHED = (
    "dispatch.DispatchedUnit", "dispatch.HostRelation", "dispatch.Appointment", "dispatch.UnitFunction", "dispatch.Handover",
    "dispatch.RegisteredCase", "dispatch.CaseDuty", "dispatch.CaseRecusal", "dispatch.GroupMeeting", "dispatch.AgendaItem", "dispatch.Vote",
    "dispatch.FollowUp", "dispatch.DutyRule", "dispatch.RecurringDuty",
    "dispatch.JointAction", "dispatch.JointParty", "dispatch.JointTask", "dispatch.Jurisdiction", "dispatch.DirectHandling",
)  # fmt: skip
PAPERS = (
    "dispatch.Submission", "dispatch.AssignedItem", "dispatch.UnitSupportRequest", "dispatch.UnitNotice", "dispatch.HostMaterial",
)  # fmt: skip
WATCH = (
    "dispatch.Guidance", "dispatch.SupervisionRecord", "dispatch.KeyPerson", "dispatch.LeaderNotice", "dispatch.IntegrityOpinion",
    "dispatch.Advice", "dispatch.AdviceDraw", "dispatch.AdviceRecheck",
)  # fmt: skip
REGISTERS = (
    "dispatch.Clue",
    "dispatch.Interference",
    "dispatch.UnitFeedback",
    "dispatch.DualReport",
    "dispatch.CaseReview",
)
FULL = ("deputy_in_charge",)  # every step from every state, also those that lead nowhere from it


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


# (a) The table and the code say the same


def test_the_code_declares_the_reviewed_table():
    """Both ways: what the code has and the table lacks, what the table has and the code lacks, and every difference."""
    declared = {(row["model"], row["step"], row["source"]): row for row in procedure.rows()}
    reviewed = {cell: row.printed() for cell, row in BY_CELL.items()}
    assert len(declared) == len(procedure.rows())
    assert len(reviewed) == len(ROWS)
    assert set(declared) - set(reviewed) == set(), "declared, not reviewed"
    assert set(reviewed) - set(declared) == set(), "reviewed, not declared"
    differences = [
        f"{cell} {name}: the code says {declared[cell][name]}, the table {row[name]}"
        for cell, row in reviewed.items()
        for name in row
        if _unordered(declared[cell][name]) != _unordered(row[name])
    ]
    assert not differences, "\n".join(differences)


def _unordered(value):
    return Counter(value) if isinstance(value, list) else value


def test_every_machine_and_state_is_in_the_table():
    assert {model._meta.label for model in machines()} == set(MACHINES)
    for label, model in MACHINES.items():
        assert states()[label] | NOT_YET[label] == set(model.State.values), label


def test_a_changed_declaration_would_be_noticed():
    """The control: one authority more, one condition less, one row less are each seen."""
    printed = next(row for row in procedure.rows() if row["step"] == "determine")
    reviewed = BY_CELL["coordination.Matter", "determine", "submitted"].printed()
    assert _unordered(printed["by"]) == _unordered(reviewed["by"])
    assert _unordered([*printed["by"], "officer@commission"]) != _unordered(reviewed["by"])
    assert _unordered(printed["needs"][1:]) != _unordered(reviewed["needs"])


# (b) Every cell


@pytest.fixture
def everyone(city, other_city, administrators):
    """{key: acting person} of every post of the cast, and of those for whom nothing exists; read anew when a post has changed."""
    since, until = date(2020, 1, 1), clocks.today() - timedelta(days=1)
    left = account("left_deputy", "示范前任", password="x")
    post = appoint(left, city.commission, Role.DEPUTY_IN_CHARGE, since)
    post.until_on = until
    post.save()
    closed = account("closed_secretary", "示范停用", password="x")
    appoint(closed, city.commission, Role.SECRETARY, since)
    closed.is_active = False
    closed.save()
    others = {
        "left": left,
        "closed": closed,
        "superior_officer": Person.objects.get(username="省承办人"),
    }
    others |= {f"other_city:{key}": other_city.people[key] for key in (
        "principal", "clerk", "secretary", "deputy", "standing_clerk", "director", "officer", "agriculture_head")}  # fmt: skip
    others |= {f"administrator:{key}": person for key, person in administrators.items()}
    known = {}

    def people():
        today = clocks.today()
        stood = (today, *(tuple(model.objects.order_by("pk").values_list()) for model in (Post, Delegation)))
        if stood not in known:
            known.clear()
            known[stood] = {key: actor_of(person, today=today) for key, person in (city.people | others).items()}
        return {key: replace(actor, principals={}) for key, actor in known[stood].items()}

    return people


@pytest.fixture(params=drivers, ids=lambda driver: driver.__name__)
def driver(request):
    return request.param


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    "scene", [pytest.param(scene, marks=[] if scene in FULL else [pytest.mark.one_database]) for scene in SCENES]
)
def test_a_matter_moves_only_as_the_table_says(scene, driver, city, everyone, record_property):
    road = Road(city, **SCENES[scene])
    cells = Cells(driver, road, scene, everyone, own_steps_only=scene not in FULL)
    walk_the_matter(road, scene, cells)
    report(cells, record_property)
    resting, seen = (
        states()["coordination.Matter"],
        {state for label, state in cells.seen if label == "coordination.Matter"},
    )
    assert seen == resting if scene in REFERRED else seen == resting - {"awaiting_approval", "declined"}


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
def test_over_http_a_matter_moves_as_through_the_door(city, everyone, record_property):
    road = Road(city)
    cells = Cells(ThroughHttp(), road, "committee_assigned", everyone, own_steps_only=True)
    walk_the_matter(road, "committee_assigned", cells)
    report(cells, record_property)


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
def test_over_http_what_belongs_to_a_matter_moves_as_through_the_door(city, everyone, record_property):
    cells = Cells(ThroughHttp(), Road(city), "committee_assigned", everyone, own_steps_only=True)
    walk_what_belongs(cells.road, cells)
    report(cells, record_property)


@pytest.mark.django_db
def test_a_matter_is_born_only_as_the_table_says(driver, city, everyone, record_property):
    road = Road(city)
    cells = Cells(driver, road, "committee_assigned", everyone)
    own = {
        "commission": city.commission, "committee": city.committee, "superior": city.commission.superior,
        "handling_office": city.first_office, "deputy_in_charge": city.deputy, **road.fields,
    }  # fmt: skip
    cells.birth(Matter, "register", None, drafting_organisation=city.commission, **own)
    suggested = own | {"origin": Origin.DEPARTMENT_SUGGESTION, "proposing_department": city.agriculture}
    cells.birth(Matter, "suggest", None, drafting_organisation=city.agriculture, **suggested)
    cells.birth(Matter, "register", (), drafting_organisation=city.commission, **suggested)
    report(cells, record_property)


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
def test_what_belongs_to_a_matter_moves_only_as_the_table_says(driver, city, everyone, record_property):
    road = Road(city)
    cells = Cells(driver, road, "committee_assigned", everyone)
    walk_what_belongs(road, cells)
    report(cells, record_property)
    wanted = {
        (label, state) for label, resting in states().items() for state in resting if label != "coordination.Matter"
    }
    never_rested = {("coordination.OfficialDocument", "signed")}  # signed and issued within one act
    beside = ("Filing", "Reader", "OralNotice", "TaskChange", "Recusal", "Extension", "Suspension")
    on_other_walks = {place for place in wanted if place[0].rpartition(".")[2] in beside}
    on_other_walks |= {("coordination.OfficialDocument", state) for state in ("superseded", "revoked")}
    beyond = (*ROOTS, *CORRESPONDENCE, *URGING, *WATCHED, *DISPATCHED, *PAPERS, *WATCH, *REGISTERS)
    on_other_walks |= {(label, state) for label in beyond for state in states()[label]}
    assert wanted - cells.seen == never_rested | on_other_walks


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("walk", "fields", "states_seen"),
    [
        (
            walk_orally,
            {"origin": Origin.DEPUTY_IN_CHARGE, "category": Category.CASE},
            {("coordination.OralNotice", "recorded")},
        ),
        (
            walk_a_new_version,
            {"origin": Origin.DEPUTY_IN_CHARGE},
            {("coordination.TaskChange", state) for state in ("prepared", "applied", "withdrawn")}
            | {("coordination.OfficialDocument", "superseded")},
        ),
        (walk_found_important, {"origin": Origin.DEPUTY_IN_CHARGE}, {("coordination.Filing", "lapsed")}),
    ],
)
def test_a_side_road_moves_only_as_the_table_says(walk, fields, states_seen, driver, city, everyone, record_property):
    cells = Cells(driver, Road(city, **fields), "deputy_in_charge", everyone, own_steps_only=True)
    walk(cells.road, cells)
    report(cells, record_property)
    assert states_seen <= cells.seen


@pytest.mark.django_db
def test_the_access_list_changes_only_as_the_table_says(driver, city, everyone, record_property):
    road = Road(city, classification=Classification.WORK_SECRET, code_name="甲一号")
    cells = Cells(driver, road, "committee_assigned", everyone)
    road.to("submitted")
    cells.birth(Reader, "admit", None, matter=road.matter, person=city.principal, reason="决定本事项")
    reader = open_record(
        Reader, Reader.admit, actor=city.actor("deputy"), dossier=road.matter.dossier, matter=road.matter,
        person=city.principal, reason="决定本事项",
    )  # fmt: skip
    cells.stop(reader)
    road.act("deputy", reader, Reader.remove, note="不再需要知悉。")
    cells.stop(reader)
    report(cells, record_property)


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
def test_an_opinion_moves_only_as_the_table_says(driver, city, everyone, record_property):
    cells = Cells(driver, Road(city), "deputy_in_charge", everyone)
    walk_an_opinion(cells.road, cells)
    report(cells, record_property)
    assert {state for label, state in cells.seen if label == "coordination.Opinion"} == states()["coordination.Opinion"]


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
def test_over_http_an_opinion_moves_as_through_the_door(city, everyone, record_property):
    cells = Cells(ThroughHttp(), Road(city), "deputy_in_charge", everyone)
    walk_an_opinion(cells.road, cells)
    report(cells, record_property)


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
def test_correspondence_moves_only_as_the_table_says(driver, city, everyone, record_property):
    cells = Cells(driver, Road(city), "committee_assigned", everyone)
    walk_correspondence(cells.road, cells)
    report(cells, record_property)
    for label in CORRESPONDENCE:
        assert {state for seen, state in cells.seen if seen == label} == states()[label]


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
def test_over_http_correspondence_moves_as_through_the_door(city, everyone, record_property):
    cells = Cells(ThroughHttp(), Road(city), "committee_assigned", everyone)
    walk_correspondence(cells.road, cells)
    report(cells, record_property)


@pytest.mark.django_db
def test_a_recusal_is_placed_and_lifted_only_as_the_table_says(driver, city, everyone, record_property):
    road = Road(city)
    cells = Cells(driver, road, "committee_assigned", everyone)
    road.to("submitted")
    own = {"matter": road.matter, "person": city.other_officer, "reason": "近亲属在有关部门任职"}
    cells.birth(Recusal, "recuse", None, **own)
    recusal = open_record(Recusal, Recusal.recuse, actor=city.actor("deputy"), dossier=road.matter.dossier, **own)
    cells.stop(recusal)
    road.act("deputy", recusal, Recusal.lift, note="原因已经消除。")
    cells.stop(recusal)
    report(cells, record_property)


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize("origin", [Origin.DEPUTY_IN_CHARGE, Origin.COMMITTEE_ASSIGNED])
def test_a_suspension_moves_only_as_the_table_says(origin, driver, city, everyone, record_property):
    cells = Cells(driver, Road(city, origin=origin), origin.value, everyone)
    walk_a_suspension(cells.road, cells)
    report(cells, record_property)
    ours = "coordination.Suspension"
    assert {state for label, state in cells.seen if label == ours} == states()[ours]


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
def test_an_extension_moves_only_as_the_table_says(driver, city, everyone, record_property):
    cells = Cells(driver, Road(city), "committee_assigned", everyone)
    walk_an_extension(cells.road, cells)
    report(cells, record_property)
    ours = "coordination.Extension"
    assert {state for label, state in cells.seen if label == ours} == states()[ours]


@pytest.mark.django_db
def test_a_late_extension_is_the_secretarys(driver, city, everyone, record_property):
    cells = Cells(driver, Road(city), "committee_assigned", everyone)
    walk_a_late_extension(cells.road, cells, clocks.now() + timedelta(days=45))
    report(cells, record_property)


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize(
    "walk",
    [
        walk_an_urging, walk_an_urge_order, walk_an_accountability, walk_a_recheck, walk_a_rule, walk_a_periodic_report,
        walk_a_mandate,
    ],
)  # fmt: skip
def test_what_supervises_moves_only_as_the_table_says(walk, driver, city, everyone, record_property):
    cells = Cells(driver, Road(city), "committee_assigned", everyone)
    walk(cells.road, cells)
    report(cells, record_property)
    for label in {label for label, _ in cells.seen}:
        assert {state for seen, state in cells.seen if seen == label} == states()[label]


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize(
    "walk",
    [
        walk_a_unit, walk_the_people, walk_a_case, walk_a_meeting, walk_a_duty,
        *(pytest.param(walk, marks=pytest.mark.one_database) for walk in (walk_joint_work, walk_a_jurisdiction, walk_direct_handling)),
        pytest.param(walk_the_watch, marks=pytest.mark.one_database),
    ],
)  # fmt: skip
def test_what_is_dispatched_moves_only_as_the_table_says(walk, driver, city, everyone, record_property):
    found_units(city)
    cells = Cells(driver, Road(city), "committee_assigned", everyone, own_steps_only=True)
    walk(cells.road, cells)
    report(cells, record_property)
    for label in {label for label, _ in cells.seen}:
        assert {state for seen, state in cells.seen if seen == label} == states()[label]


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize("driven", [through_the_door, ThroughHttp()], ids=["door", "http"])
def test_a_units_papers_move_only_as_the_table_says(driven, city, everyone, record_property):
    found_units(city)
    cells = Cells(driven, Road(city), "committee_assigned", everyone, own_steps_only=True)
    walk_the_papers(cells.road, cells)
    report(cells, record_property)
    for label in PAPERS:
        assert {state for seen, state in cells.seen if seen == label} == states()[label]


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
def test_the_registers_of_a_unit_move_only_as_the_table_says(city, everyone, record_property):
    found_bodies(found_units(city))
    cells = Cells(through_the_door, Road(city), "committee_assigned", everyone, own_steps_only=True)
    walk_the_registers(cells.road, cells)
    report(cells, record_property)
    for label in REGISTERS:
        assert {state for seen, state in cells.seen if seen == label} == states()[label]


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize(
    "walk",
    [
        walk_a_unit, walk_the_people, walk_a_case, walk_a_meeting, walk_a_duty, walk_joint_work, walk_a_jurisdiction,
        walk_direct_handling, walk_the_watch, walk_the_registers,
    ],
)  # fmt: skip
def test_over_http_what_a_unit_does_moves_as_through_the_door(walk, city, everyone, record_property):
    found_bodies(found_units(city))
    cells = Cells(ThroughHttp(), Road(city), "committee_assigned", everyone, own_steps_only=True)
    walk(cells.road, cells)
    report(cells, record_property)


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
def test_a_problem_moves_only_as_the_table_says(driver, city, everyone, record_property):
    cells = Cells(driver, Road(city), "committee_assigned", everyone)
    walk_a_problem(cells.road, cells)
    report(cells, record_property)
    ours = "supervision.Problem"
    assert {state for label, state in cells.seen if label == ours} == states()[ours]


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize("walk", [walk_a_problem, walk_a_recheck, walk_a_rule])
def test_over_http_what_is_watched_moves_as_through_the_door(walk, city, everyone, record_property):
    cells = Cells(ThroughHttp(), Road(city), "committee_assigned", everyone)
    walk(cells.road, cells)
    report(cells, record_property)


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize("walk", [walk_an_extension, walk_a_suspension])
def test_over_http_a_deferral_moves_as_through_the_door(walk, city, everyone, record_property):
    cells = Cells(ThroughHttp(), Road(city), "committee_assigned", everyone)
    walk(cells.road, cells)
    report(cells, record_property)


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.django_db
def test_over_http_an_urge_order_moves_as_through_the_door(city, everyone, record_property):
    cells = Cells(ThroughHttp(), Road(city), "committee_assigned", everyone)
    walk_an_urge_order(cells.road, cells)
    report(cells, record_property)


def report(cells, record_property):
    record_property("cells", cells.tried)
    print(f"{cells.scene}: {cells.tried} cells")
    assert not cells.wrong, "\n".join(cells.wrong)
