"""Imported by the workers of the campaign: smaller batches and shorter leases, so that more accidents land in the middle of something."""

from supervision import jobs as supervision_jobs
from supervision import reminders
from workflow import digests, jobs

reminders.BATCH, supervision_jobs.LEASE_SECONDS = 10, 2
digests.PERSONS, jobs.LEASE_SECONDS = 2, 2
