"""What the demonstration shows of accountability: duties of fictitious departments, and nobody's name."""

from datetime import timedelta

from supervision.models import Accountability, Sanction
from workflow import clocks
from workflow.door import open_record

NOBODY = "承办岗位负责人（演练，不指向任何人）"


def proposed(road, department, duty, facts, who="director"):
    """The director of the handling office proposes."""
    begun = Accountability.begun_within(road.matter, None)
    house = {name: getattr(begun, name) for name in ("commission", "committee", "office", "deputy_in_charge")}
    return open_record(
        Accountability, Accountability.propose, actor=road.city.actor(who), matter=road.matter, department=department,
        responsible=NOBODY, duty=duty, facts=facts, suggestion="建议批评教育，并责令限期改正。", **house,
    )  # fmt: skip


def decided(road, row, document, days):
    """The commission's meeting decides; the secretary enters it."""
    return road.act(
        "secretary", row, Accountability.decide, measure=Sanction.CRITICISM, decision_document=document,
        correct_by=clocks.today() + timedelta(days=days),
    )  # fmt: skip


def dropped(road, row):
    return road.act("secretary", row, Accountability.drop, note="延误系机构改革期间职责交接所致，不予追究。")


def closed(road, row):
    return road.act("deputy", row, Accountability.close, outcome="已补签收并建立收文登记，现场核实属实。")
