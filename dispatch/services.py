"""What moves two dossiers as one act: a unit's accepted request founds a matter of coordination."""

import uuid

from django.db import transaction

from coordination.models import Matter, Origin
from dispatch.models import UnitSupportRequest
from workflow.door import advance, open_record


def suggested_by(request):
    """What the matter takes from the request on which it is founded."""
    house = request.commission
    return {
        "commission": house, "committee": house.committee, "superior": house.superior, "drafting_organisation": request.unit,
        "proposing_department": request.unit, "origin": Origin.DEPARTMENT_SUGGESTION, "origin_document": request.origin_words,
        "handling_office": request.office, "deputy_in_charge": request.deputy_in_charge,
    }  # fmt: skip


@transaction.atomic
def found_matter(request, *, actor, act_id, expected_version=None, **fields):
    """Suggest a matter on an accepted request, which names it from then on; all of it or nothing. Returns the matter.

    Raises as ``open_record`` and ``advance`` do; a repeat finds the matter of the first time.
    """
    matter = open_record(Matter, Matter.suggest, actor=actor, act_id=act_id, **suggested_by(request), **fields)
    beside = uuid.uuid5(act_id, "found")
    advance(
        request, UnitSupportRequest.found, actor=actor, act_id=beside, expected_version=expected_version, matter=matter
    )
    return matter
