"""The only place where a draw of resolved problems is made: one act, one at a time in a commission."""

from django.db import transaction

from organizations.models import Organisation
from supervision.models import RecheckDraw
from supervision.models.recheck_draw import digest_words
from supervision.recheck_population import ids_of
from workflow.door import open_record


@transaction.atomic
def draw(actor, commission, *, resolved_from, resolved_until, share, act_id=None):
    """Draw so many in a hundred of the problems resolved between these days. Raises as ``open_record`` does.

    What was drawn from is named in the record of the act itself, whatever becomes of the row.
    """
    commission = Organisation.objects.select_for_update(no_key=True).get(pk=commission.pk)
    ids = ids_of(commission.pk, resolved_from, resolved_until, actor)
    return open_record(
        RecheckDraw, RecheckDraw.draw, actor=actor, act_id=act_id, commission=commission, resolved_from=resolved_from,
        resolved_until=resolved_until, share=share, population=ids, note=f"总体{len(ids)}件，摘要{digest_words(ids)}",
    )  # fmt: skip
