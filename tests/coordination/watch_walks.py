"""The walks of a unit's daily work: what it records, tells, is asked and advises, stopping at every state."""

from datetime import timedelta

from dispatch.demonstration import units
from dispatch.demonstration import watching as played
from dispatch.demonstration.papers import act
from dispatch.models import (
    Advice,
    AdviceDraw,
    AdviceRecheck,
    Guidance,
    IntegrityOpinion,
    KeyPerson,
    LeaderNotice,
    SupervisionRecord,
)
from tests.coordination.cells import undone
from tests.coordination.doors import REASON
from tests.coordination.paper_walks import due_today
from workflow import clocks

TODAY = clocks.today


def walk_the_watch(road, cells):
    """Every kind on one unit; of none is anything left when the next begins."""
    units.founded(road.city)
    for walk in (
        walk_guidance,
        walk_a_record,
        walk_a_key_person,
        walk_a_notice,
        walk_an_opinion,
        walk_an_advice,
        walk_a_draw,
    ):
        with undone(road):
            walk(road, cells)


def walk_guidance(road, cells):
    city = road.city
    for name, kind in (("guide_unit", "of_unit"), ("guide", "internal"), ("educate", "warning")):
        cells.birth(Guidance, name, None, **played.guidance_of(city, kind))
    row = played.guided(city)
    cells.stop(row)


def walk_a_record(road, cells):
    """Marked, settled by an advice, or excused."""
    city = road.city
    cells.birth(SupervisionRecord, "record", None, **played.record_of(city))
    row = played.recorded(city)
    marked = {"area": "systems", "problem": "制度执行不严。"}
    cells.stop(row, mark_problem=marked)
    row = act(city, "unit_officer", row, SupervisionRecord.mark_problem, **marked)
    cells.stop(row)
    with undone(road):
        act(city, "unit_head", row, SupervisionRecord.excuse, note=REASON)
        cells.stop(row)
    played.sent(city, finding=row)
    cells.aside(row, "advised")
    act(city, "unit_officer", row, SupervisionRecord.settle)
    cells.stop(row)


def walk_a_key_person(road, cells):
    city = road.city
    unit = city.first_unit.dispatched_units.get()
    own = {"unit": unit, "commission": city.commission, "host": city.finance, "key_class": "managed_here"}
    cells.birth(KeyPerson, "list_person", None, code="甲-01", **own)
    row = played.listed(city)
    cells.stop(row, reclassify={"key_class": "listed"})
    act(city, "unit_head", row, KeyPerson.remove, note=REASON)
    cells.stop(row)


def walk_a_notice(road, cells):
    city = road.city
    cells.birth(LeaderNotice, "notify_leader", None, **played.notice_of(city))
    row = played.notified(city)
    cells.stop(row)
    with undone(road):
        act(city, "unit_head", row, LeaderNotice.withdraw, note=REASON)
        cells.stop(row)
    act(city, "finance_head", row, LeaderNotice.receive)
    cells.stop(row)


def walk_an_opinion(road, cells):
    """Asked by a department, and by an office; declined and withdrawn aside."""
    city = road.city
    cells.birth(IntegrityOpinion, "ask", None, **played.opinion_of(city))
    office = {"asker": city.commission, "asking_office": city.second_office}
    cells.birth(IntegrityOpinion, "ask", ("second_director", "secretary"), **played.opinion_of(city) | office)
    row = played.asked(city)
    given = {"draft_opinion": {"opinion": "没有问题反映。"}, "reply": {"document": "示财纪〔2026〕3号"}}
    cells.stop(row, **given)
    for who, step in (("unit_head", IntegrityOpinion.decline), ("finance_liaison", IntegrityOpinion.withdraw)):
        with undone(road):
            act(city, who, row, step, note=REASON)
            cells.stop(row, **given)
    act(city, "unit_officer", row, IntegrityOpinion.draft_opinion, opinion="没有问题反映。")
    cells.stop(row, **given)
    act(city, "unit_head", row, IntegrityOpinion.approve)
    cells.stop(row, **given)
    act(city, "unit_officer", row, IntegrityOpinion.reply, document="示财纪〔2026〕3号")
    cells.stop(row, **given)


def walk_an_advice(road, cells):
    """Through feedback, check and close; urged once it is due; sent back, withdrawn and dropped aside."""
    city = road.city
    cells.birth(Advice, "draft", None, **played.advice_of(city))
    row = played.drafted(city)
    given = {
        "feed_back": {"feedback": "已整改。"}, "return_feedback": {"due_on": TODAY() + timedelta(9)},
        "verify_result": {"checked_on": TODAY(), "check_means": "on_site", "check_seen": "属实。"},
    }  # fmt: skip
    cells.stop(row, **given)
    with undone(road):
        act(city, "unit_officer", row, Advice.discard, note=REASON)
        cells.stop(row, **given)
    act(city, "unit_head", row, Advice.send)
    due_today(row)
    cells.stop(row, **given)
    with undone(road):
        act(city, "unit_head", row, Advice.withdraw, note=REASON)
        cells.stop(row, **given)
    played.answered(city, row)
    cells.stop(row, **given)
    played.verified(city, row)
    cells.stop(row, **given)
    act(city, "unit_head", row, Advice.close)
    cells.stop(row, **given)


def walk_a_draw(road, cells):
    """What was drawn stays right, or comes back and is taken up by a later advice."""
    city = road.city
    unit, first = city.first_unit.dispatched_units.get(), played.closed(city)
    days = {"resolved_from": TODAY() - timedelta(30), "resolved_until": TODAY(), "share": 100}
    own = {"unit": unit, "commission": city.commission, **days}
    cells.birth(AdviceDraw, "draw", None, population=[str(first.public_id)], **own)
    draw = played.drawn(city)
    cells.stop(draw)
    row, seen = draw.rechecks.get(), {"held_on": TODAY(), "means": "on_site", "seen": "没有新的滞留。"}
    given = {"conclude": seen, "find_recurrence": seen}
    cells.stop(row, **given)
    for who, step, fields in (
        ("unit_head", AdviceRecheck.cancel, {"note": REASON}),
        ("unit_head", AdviceRecheck.conclude, seen),
    ):
        with undone(road):
            act(city, who, row, step, **fields)
            cells.stop(row, **given)
    act(city, "unit_head", row, AdviceRecheck.find_recurrence, **seen)
    cells.stop(row, **given)
    later = played.sent(city)
    cells.aside(row, "taken_up", follow_up={"later_advice": later})
    act(city, "unit_head", row, AdviceRecheck.follow_up, later_advice=later)
    cells.stop(row, **given)
