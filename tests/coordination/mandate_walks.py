"""The walk of a mandate (巡视巡察授权), stopping at every state."""

from dispatch.demonstration import mandates
from supervision.models import Mandate
from tests.coordination.cells import undone
from tests.coordination.doors import REASON
from workflow import clocks


def notice_of(city):
    """A notice of the city's inspection body, on the agriculture bureau, for today."""
    days = {name: clocks.today() for name in ("notice_on", "from_on", "until_on", "covers_from", "covers_until")}
    return {
        "commission": city.commission, "body": city.inspection_body, "notice_number": "示市巡〔2026〕7号",
        "departments": [city.agriculture], **days,
    }  # fmt: skip


def walk_a_mandate(road, cells):
    """Through every state; both ends undone but the last."""
    city = road.city
    road.to("implementing")
    cells.birth(Mandate, "draft", None, **notice_of(city))
    cells.birth(Mandate, "draft", (), **notice_of(city) | {"departments": []})
    with undone(road):
        draft = mandates.drafted(city, "agriculture")
        road.act("secretary", draft, Mandate.discard, note=REASON)
        cells.stop(draft)
    row = mandates.drafted(city, "agriculture")
    mandates.filed(city, row)
    cells.stop(row)
    road.act("secretary", row, Mandate.open_mandate)
    cells.stop(row)
    mandates.ended(city, row)
    cells.stop(row)
