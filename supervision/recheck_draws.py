"""The only place where a draw is made: one act, one at a time in a commission."""

from django.db import transaction

from organizations.models import Organisation
from supervision.models import RecheckDraw
from supervision.models.draw import digest_words
from supervision.recheck_population import ids_of
from workflow.door import open_record


def draw(actor, commission, *, resolved_from, resolved_until, share, act_id=None):
    """Draw so many in a hundred of the problems resolved between these days. Raises as ``open_record`` does."""
    return made(
        RecheckDraw, actor, commission, lambda: ids_of(commission.pk, resolved_from, resolved_until, actor), act_id=act_id,
        resolved_from=resolved_from, resolved_until=resolved_until, share=share,
    )  # fmt: skip


@transaction.atomic
def made(model, actor, commission, population, *, act_id=None, **fields):
    """One draw of a kind from what ``population()`` yields behind the lock of the commission.

    What was drawn from is named in the record of the act itself, whatever becomes of the row.
    """
    commission = Organisation.objects.select_for_update(no_key=True).get(pk=commission.pk)
    ids = population()
    return open_record(
        model, model.draw, actor=actor, act_id=act_id, commission=commission, population=ids,
        note=f"总体{len(ids)}件，摘要{digest_words(ids)}", **fields,
    )  # fmt: skip
