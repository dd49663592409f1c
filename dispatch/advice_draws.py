"""The only place where a unit's closed advices are drawn from."""

from dispatch.models import AdviceDraw
from supervision.recheck_draws import made


def draw(actor, unit, *, resolved_from, resolved_until, share, act_id=None):
    """Draw so many in a hundred of the advices closed between these days. Raises as ``open_record`` does."""
    days = {"resolved_from": resolved_from, "resolved_until": resolved_until}
    return made(
        AdviceDraw, actor, unit.commission, lambda: AdviceDraw(unit=unit, **days).whole, act_id=act_id, unit=unit, share=share, **days,
    )  # fmt: skip
