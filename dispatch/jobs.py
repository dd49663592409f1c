"""Background jobs of the dispatched units: the periods of recurring duties open on their first day."""

from celery import shared_task

from dispatch import duties
from workflow import clocks, leases

LEASE_SECONDS = 30


@shared_task
def open_duties():
    """Open every period whose first day has come; returns how many. Run twice, late or killed, it is harmless."""
    opened, today = 0, clocks.today()
    with leases.held("open_duties", LEASE_SECONDS) as turn:
        while turn and turn.renew() and (done := duties.open_all(today)):
            opened += done
    return opened
