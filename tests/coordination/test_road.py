"""The whole road, from a blank form to the archive, through the real door."""

import pytest

from workflow import access, audit
from workflow.models import AuditEntry, Clock, Hold

pytestmark = pytest.mark.django_db


def test_a_matter_walks_from_draft_to_archive(road):
    for state, leg in road.legs():
        leg()
        road.matter.refresh_from_db()
        assert road.matter.state == state
        assert access.rebuild_access([road.matter]) == 0
    assert not Clock.objects.open().exists()
    assert not Hold.objects.open().exists()
    dossier = road.matter.dossier
    dossier.refresh_from_db()
    assert audit.first_fault(dossier, road.matter.public_id) is None
    assert AuditEntry.objects.filter(dossier=dossier).count() == dossier.chain_length
