"""What the map of dispatched units costs in a commission with thousands of them: the map closed, opened, searched; the table; one unit.

    .venv/bin/python benchmarks/units.py [--units 3000] [--hosts 20000] [--rounds 5]

On a private PostgreSQL one unit is founded through the real door and then copied, each copy with its organisation, file, grants, head
and relations, a third of which have ended. The one unit has no papers, meetings and cases: its page asks for them and finds none.
``ms`` is the median from request to the last byte through Django's test client.
"""

import argparse
import sys
import time
import uuid
from datetime import timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.durable import VERSION  # isort: skip (it sets Django up)

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dispatch.demonstration import cast, staff, units
from dispatch.models import Appointment, DispatchedUnit, HostRelation
from organizations.models import Kind, Office, Organisation, Role
from workflow import clocks
from workflow.access import principal_of
from workflow.models import Dossier
from workflow.models.dossier import DossierGroupGrant

OFFICES, BATCH = 30, 2000
ENDED = 3  # of so many relations one has ended


def copied(row, **changed):
    """An unsaved copy of a row under an identity of its own."""
    kept = {
        column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields if not column.primary_key
    }
    own = {"public_id": uuid.uuid4()} if "public_id" in kept else {}
    return type(row)(**kept | own | changed)


def saved(rows):
    rows = list(rows)
    return type(rows[0])._base_manager.bulk_create(rows, batch_size=BATCH)


@transaction.atomic
def build(number, relations):
    """A city whose commission has so many units with so many relations among all their hosts."""
    city = cast.found_units(cast.found_city("shifan", "示范市", cast.found_province()))
    model = units.founded(city, "second_unit")
    head = staff.in_office(city, model, "second_unit_head")
    offices = saved(Office(commission=city.commission, name=f"第{place + 2}监督检查室") for place in range(OFFICES))
    hosts = saved(
        Organisation(
            kind=Kind.DEPARTMENT, name=f"示范市第{place}单位", short_name=f"第{place}单位", superior=city.committee
        )
        for place in range(relations // 4)
    )
    names = saved(
        Organisation(kind=Kind.DISPATCHED_UNIT, name=f"示范市纪委监委驻第{place}机构纪检监察组", short_name=f"驻第{place}机构纪检监察组", superior=city.committee)
        for place in range(number - 1)
    )  # fmt: skip
    dossiers = saved(copied(model.dossier) for _ in names)
    pairs = list(zip(names, dossiers, strict=True))
    made = saved(
        copied(model, organisation_id=name.pk, dossier_id=dossier.pk, public_id=dossier.public_id, office_id=offices[place % OFFICES].pk)
        for place, (name, dossier) in enumerate(pairs)
    )  # fmt: skip
    grants = list(DossierGroupGrant.objects.filter(content_object=model.dossier).select_related("group__principal"))
    common = [grant for grant in grants if grant.group.principal.organisation_id == city.commission.pk]
    saved(copied(grant, content_object_id=dossier.pk) for grant in common for dossier in dossiers)
    permission = grants[0].permission_id
    saved(
        DossierGroupGrant(group=principal_of(name.pk, Role.UNIT_HEAD).group, permission_id=permission, content_object_id=dossier.pk)
        for name, dossier in pairs
    )  # fmt: skip
    saved(copied(head, unit_id=row.pk, dossier_id=row.dossier_id) for row in made)
    first, past = model.host_relations.first(), clocks.today() - timedelta(days=30)
    saved(
        copied(
            first, unit_id=row.pk, dossier_id=row.dossier_id, host_id=hosts[(place * 7) % len(hosts)].pk,
            **({"state": "ended", "until_on": past} if place % ENDED == 0 else {}),
        )
        for place in range(relations - model.host_relations.count()) for row in [made[place % len(made)]]
    )  # fmt: skip
    return city, model


def measure(client, label, page, rounds):
    client.get(page)
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        response = client.get(page)
        spent.append(time.perf_counter() - start)
    assert response.status_code == 200, f"{page}: {response.status_code}"
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    slowest = max(asked.captured_queries, key=lambda each: float(each["time"]))
    print(
        f"{label:28} {median(spent) * 1000:8.1f} ms {len(asked):3} questions {len(response.content) // 1024:5} KiB,"
        f" slowest {float(slowest['time']) * 1000:6.1f} ms", flush=True,
    )  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=3000)
    parser.add_argument("--hosts", type=int, default=20000, help="host relations, those that have ended included")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    city, unit = build(options.units, options.hosts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(
        f"{VERSION}: {DispatchedUnit.objects.count()} units, {HostRelation.objects.count()} relations,"
        f" {Appointment.objects.count()} heads, {Dossier.objects.count()} files", flush=True,
    )  # fmt: skip
    office = Office.objects.get(name="第9监督检查室").public_id
    for who in ("secretary", "officer", "second_unit_head"):
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(city.people[who])
        for label, page in (
            ("map, closed", "/units/"), ("map, one branch", f"/units/?office={office}"), ("map, one host", "/units/?q=第77单位"),
            ("table", "/units/table/"), ("table, one host", "/units/table/?q=第77单位"), ("one unit", unit.get_absolute_url()),
        ):  # fmt: skip
            measure(client, f"{who}: {label}", page, options.rounds)


if __name__ == "__main__":
    main()
