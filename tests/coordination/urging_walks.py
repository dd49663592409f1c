"""The walks of what urges: an urging and its explanation, and urge orders in every colour, stopping at every state."""

from datetime import timedelta

from coordination.models import Assignment, Matter
from supervision.models import Colour, Explanation, UrgeOrder, Urging
from tests.coordination.cells import undone, values
from tests.coordination.doors import REASON
from workflow import clocks
from workflow.door import open_record
from workflow.models import Clock

NEXT_WEEK = timedelta(days=7)


def late(clock, days=1):
    """The clock as if it had been due some days ago."""
    Clock.objects.filter(pk=clock.pk).update(due_on=clocks.today() - timedelta(days=days))
    return Clock.objects.get(pk=clock.pk)


def receipt_of(task):
    return Clock.objects.get(subject_id=task.public_id, name="receipt", status="open")


def about(road, task, clock):
    return {"dossier": road.matter.dossier, "matter": road.matter, "assignment": task, "clock": clock}


def urge(road, task, clock, who="officer", **fields):
    """An urging through the door."""
    return open_record(Urging, Urging.urge, actor=road.city.actor(who), **about(road, task, clock), **fields)


def explain(road, task, clock, who="agriculture_liaison", **fields):
    given = {"cause": "公文流转延误。", "promised_on": clocks.today() + NEXT_WEEK} | fields
    return open_record(
        Explanation, Explanation.explain, actor=road.city.actor(who), **about(road, task, clock), **given
    )


def order(road, task=None, who="officer", **fields):
    """An urge order, drafted through the door."""
    addressee = (task or road.matter).lead_department
    given = {
        "reason": "进展缓慢。", "content": "本周内全面完成。", "due_on": clocks.today() + NEXT_WEEK, "addressee": addressee,
        "assignment": task,
    } | fields  # fmt: skip
    return open_record(
        UrgeOrder, UrgeOrder.draft, actor=road.city.actor(who), dossier=road.matter.dossier, matter=road.matter, **given
    )


def walk_an_urging(road, cells):
    """Not before it is due; then by who may; then its explanation."""
    road.to("implementing")
    task = road.assignments()[0]
    clock = receipt_of(task)
    own = {"matter": road.matter, "assignment": task}
    cells.birth(Urging, "urge", (), clock=clock, **own)
    clock = late(clock)
    said = {"cause": "公文流转延误。", "promised_on": clocks.today() + NEXT_WEEK}
    cells.birth(Explanation, "explain", (), clock=clock, **own, **said)
    cells.birth(Urging, "urge", None, clock=clock, text="抓紧签收。", asks=True, **own)
    cells.stop(urge(road, task, clock, text="抓紧签收。", asks=True))
    cells.birth(Urging, "urge", (), clock=clock, **own)
    cells.birth(Explanation, "explain", None, clock=clock, **own, **said)
    cells.stop(explain(road, task, clock))
    cells.birth(Explanation, "explain", (), clock=clock, **own, **said)


def walk_an_urge_order(road, cells):
    """On a task: through every state, each end undone but the last."""
    road.to("implementing")
    task = road.assignments()[0]
    own = {
        "matter": road.matter, "assignment": task, "addressee": task.lead_department, "reason": "进展缓慢。",
        "content": "本周内全面完成。", "due_on": clocks.today() + NEXT_WEEK, "colour": Colour.BLUE,
    }  # fmt: skip
    cells.birth(UrgeOrder, "draft", None, **own)
    cells.birth(UrgeOrder, "draft", (), **own | {"due_on": clocks.today() - timedelta(days=1)})
    with undone(road):
        cells.aside(order(road, task, colour=Colour.RED), "red")
    first = order(road, task)
    cells.birth(UrgeOrder, "draft", (), **own)
    cells.birth(UrgeOrder, "begin_round", (), **own)
    cells.stop(first)
    with undone(road):
        road.act("officer", first, UrgeOrder.withdraw, note=REASON)
        cells.stop(first)
    road.act("deputy", first, UrgeOrder.approve)
    cells.stop(first)
    with_its_date_gone(road, cells, first)
    road.act("agriculture_liaison", first, UrgeOrder.receive)
    cells.stop(first)
    with_its_date_gone(road, cells, first)
    road.act("agriculture_head", first, UrgeOrder.answer, **values(road, UrgeOrder.answer, first))
    cells.stop(first)
    ends(road, cells, first, task)
    road.act("officer", first, UrgeOrder.accept)
    cells.stop(first)


def with_its_date_gone(road, cells, first):
    """Late without an answer: the round may be closed as not met."""
    with undone(road):
        UrgeOrder.objects.filter(pk=first.pk).update(due_on=clocks.today() - timedelta(days=1))
        cells.aside(first, "late")


def ends(road, cells, first, task):
    with undone(road):
        road.act("officer", first, UrgeOrder.find_wanting, **values(road, UrgeOrder.find_wanting, first))
        cells.stop(first)
    for who, record, step, fields in (
        ("principal", road.matter, Matter.terminate, {}),
        ("deputy", task, Assignment.cancel, {"changed_document": "示纪发〔2026〕9号"}),
    ):
        with undone(road):
            road.act(who, record, step, note=REASON, **fields)
            cells.stop(first)  # lapsed
