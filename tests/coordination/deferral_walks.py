"""The walks of extensions and suspensions, stopping at every state."""

from datetime import timedelta

from coordination.models import Assignment, Extension, Matter, Suspension
from tests.coordination.cells import undone
from tests.coordination.doors import REASON
from workflow import clocks
from workflow.door import open_record

ASKED = {"reason": "部分乡镇数据需要重新核对。", "progress": "已完成七成。", "cause": "外业核查受天气影响。"}
STILL = "有关情况需要等待上级明确口径。"


def ask_for_more_time(road, number=1, days=60, who="agriculture_liaison", **fields):
    """The lead department asks for a later date of a task."""
    task = road.assignments()[number - 1]
    return open_record(
        Extension, Extension.request, actor=road.city.actor(who), dossier=task.dossier, assignment=task,
        due_on=clocks.today() + timedelta(days=days), **ASKED | fields,
    )  # fmt: skip


def ask_to_stand_still(road, who="officer", department=None, **fields):
    """The handling officer, or the head of a department, asks for a suspension."""
    return open_record(
        Suspension, Suspension.request_suspension, actor=road.city.actor(who), dossier=road.matter.dossier,
        matter=Matter.objects.get(pk=road.matter.pk), department=department, **{"reason": STILL} | fields,
    )  # fmt: skip


def suspend(road, days=20, who="deputy", **fields):
    """A suspension that is granted until so many days from now."""
    review_on = clocks.today() + timedelta(days=days)
    return road.act(who, ask_to_stand_still(road), Suspension.grant, review_on=review_on, **fields)


def walk_an_extension(road, cells):
    """A request through every state; its ways out are undone."""
    road.to("implementing")
    stop_at_an_asking(road, cells, possible=False)
    road.receive()
    stop_at_an_asking(road, cells, possible=True)
    asked = ask_for_more_time(road)
    stop_at_an_asking(road, cells, possible=False)
    cells.stop(asked)
    with undone(road):
        road.act("secretary", asked, Extension.give_opinion, opinion="同意。")
        cells.stop(asked, scene="secretary_gave_the_opinion")
    ends_of(road, cells, asked)
    road.act("officer", asked, Extension.give_opinion, opinion="情况属实，建议同意。")
    cells.stop(asked)
    ends_of(road, cells, asked)
    with undone(road):
        road.act("deputy", asked, Extension.refuse, note=REASON)
        cells.stop(asked)
    road.act("deputy", asked, Extension.grant)
    cells.stop(asked)


def stop_at_an_asking(road, cells, possible):
    task = Assignment.objects.get(pk=road.assignments()[0].pk)
    fields = {"assignment": task, "due_on": clocks.today() + timedelta(days=60), **ASKED}
    cells.birth(Extension, "request", None if possible else (), **fields)


def ends_of(road, cells, asked):
    """Each way in which a request lapses with its task."""
    for end in (lambda: report(road), lambda: cancel(road), lambda: end_the_matter(road)):
        with undone(road):
            end()
            cells.stop(asked)


def report(road):
    road.contribute()
    road.write_report(road.assignments()[0])


def cancel(road):
    road.act("deputy", road.assignments()[0], Assignment.cancel, note=REASON, changed_document="示纪发〔2026〕9号")


def end_the_matter(road):
    who = "principal" if road.matter.committee_decides() else "deputy"
    road.act(who, road.matter, Matter.terminate, note=REASON)


def walk_a_late_extension(road, cells, moment):
    """Asked once the date had passed: the secretary decides, as it was late when it was asked."""
    road.to("implementing")
    road.receive()
    with clocks.as_of(moment):
        asked = ask_for_more_time(road)
        cells.stop(asked)
        road.act("officer", asked, Extension.give_opinion, opinion="情况属实，建议同意。")
        cells.stop(asked, scene="late")


def walk_a_suspension(road, cells):
    """Asked for at every state of the matter, and one through every state; its ways out are undone."""
    road.register()
    stop_at_the_asking(road, cells)
    road.name_officer()
    for state, leg in road.legs()[1:]:
        leg() if state != "submitted" else road.submit()
        if state == "determined":
            road.name_departments()
        stop_at_the_asking(road, cells)
        if state == "implementing":
            walk_one(road, cells)


def stop_at_the_asking(road, cells):
    """By whom it can be asked for in this state of the matter: for the commission, for a department, for one that has no part."""
    matter, city = Matter.objects.get(pk=road.matter.pk), road.city
    possible = matter.state in cells.row(Suspension, "request_suspension").possible_while
    fields = {"matter": matter, "reason": STILL}
    cells.birth(Suspension, "request_suspension", None if possible else (), department=None, **fields)
    asking = ("agriculture_head",) if possible and matter.state != "determined" else ()
    cells.birth(Suspension, "request_suspension", asking, department=city.agriculture, **fields)
    cells.birth(Suspension, "request_suspension", (), department=city.health, **fields)


def walk_one(road, cells):
    decider = "principal" if road.matter.committee_decides() else "deputy"
    with undone(road):
        asked = ask_to_stand_still(road)
        cells.stop(asked)
        with undone(road):
            road.act(decider, asked, Suspension.refuse, note=REASON)
            cells.stop(asked)
        with undone(road):
            end_the_matter(road)
            cells.stop(asked)  # lapsed
        road.act(decider, asked, Suspension.grant, review_on=clocks.today() + timedelta(days=20))
        cells.stop(asked)
        with undone(road):
            end_the_matter(road)
            cells.stop(asked)  # lapsed
        road.act(decider, asked, Suspension.resume)
        cells.stop(asked)
