"""The walk of an accountability (责任追究), stopping at every state."""

from datetime import timedelta

from supervision.models import Accountability, Sanction
from tests.coordination.cells import undone
from tests.coordination.doors import REASON
from workflow import clocks
from workflow.door import open_record

NEXT_WEEK = timedelta(days=9)


def fields_of(road):
    """What is proposed on the road's matter, of its first department."""
    matter = road.matter
    return {
        "matter": matter, "commission": matter.commission, "committee": matter.committee, "office": matter.handling_office,
        "deputy_in_charge": matter.deputy_in_charge, "department": road.departments[0], "responsible": "承办岗位负责人",
        "duty": "未按规定11的要求签收任务。", "facts": "两次催办以后仍未签收。",
    }  # fmt: skip


def proposed(road, who="director", **fields):
    return open_record(Accountability, Accountability.propose, actor=road.city.actor(who), **fields_of(road) | fields)


def decided(road, row, who="secretary", measure=Sanction.CRITICISM, **given):
    given = {"correct_by": clocks.today() + NEXT_WEEK, "decision_document": "示纪常〔2026〕7号"} | given
    return road.act(who, row, Accountability.decide, measure=measure, **given)


def walk_an_accountability(road, cells):
    """Not before the tasks were issued; through every state, each end undone but the last."""
    road.to("planning")
    cells.birth(Accountability, "propose", (), **fields_of(road))
    road.to("implementing")
    cells.birth(Accountability, "propose", None, **fields_of(road))
    cells.birth(Accountability, "propose", (), **fields_of(road) | {"facts": " "})
    row = proposed(road)
    cells.stop(row)
    with undone(road):
        road.act("principal", row, Accountability.drop, note=REASON)
        cells.stop(row)
    with undone(road):
        decided(road, row, who="clerk", measure=Sanction.JUDICIAL, correct_by=None)
        road.act("deputy", row, Accountability.close, outcome="已移送。", receipt="示检收〔2026〕3号")
        cells.stop(row)
    decided(road, row)
    cells.stop(row)
    road.act("director", row, Accountability.close, outcome="已经改正，核实属实。")
    cells.stop(row)
