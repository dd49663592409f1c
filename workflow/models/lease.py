"""Leases: which of several processes acts now, and when each job last ran."""

from django.db import models


class Lease(models.Model):
    """One named job: its present holder until ``until``, and the heartbeat of the last completed run."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=80, blank=True)
    until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "作业"

    def __str__(self):
        return self.name
