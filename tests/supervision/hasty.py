"""The Celery application of the campaign: the product's own, asked much more often; ``HASTY_SWEEP`` names a sweep other than the product's."""

import os

from config.celery import app

SWEEP = os.environ.get("HASTY_SWEEP", "supervision.jobs.sweep")

app.conf.imports = ["tests.supervision.pieces", "tests.supervision.careless"]
app.conf.beat_max_loop_interval = 0.5
app.conf.beat_schedule = {
    "sweep-clocks": {"task": SWEEP, "schedule": 0.5, "options": {"queue": "reminders", "expires": 5}},
    "deliver-outbox": {"task": "workflow.jobs.deliver_outbox", "schedule": 1, "options": {"expires": 5}},
}
