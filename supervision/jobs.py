"""Background jobs of supervision: the sweep that reminds of what is due, by dates that are counted by the calendar in force."""

from celery import shared_task

from supervision import recounting, reminders
from workflow import clocks, leases

LEASE_SECONDS = 10  # renewed with every batch; how long a killed sweep keeps the others waiting


@shared_task
def sweep():
    """Remind of every clock whose rung has come by now; returns how many. Run twice, late or killed, it is harmless."""
    reminded, started_at = 0, clocks.now()
    with leases.held("sweep", LEASE_SECONDS) as turn:
        if turn:
            recounting.catch_up()
            reminders.postpone(started_at)
        while turn and turn.renew() and (done := reminders.remind(started_at)):
            reminded += done
    return reminded
