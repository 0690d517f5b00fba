"""What became of the files of a source."""

from __future__ import annotations

from jobs.models import Job
from metrics.models import Delivery, Source

LATEST = 10
"""Files that are shown."""


def latest_deliveries(source: Source) -> list[tuple[Delivery, Job | None]]:
    """The newest files with the jobs that tell them, where those are still there. Two queries."""
    found = list(
        Delivery.objects.filter(source=source).select_related("user__person").newest_first()[:LATEST]
    )
    jobs = {job.uid: job for job in Job.objects.filter(uid__in=[each.job_uid for each in found])}
    return [(each, jobs.get(each.job_uid)) for each in found]


def last_taken(source: Source) -> Delivery | None:
    """The newest file that was told: how it was read is how the next one will be. One query."""
    return Delivery.objects.filter(source=source).taken().newest_first().first()
