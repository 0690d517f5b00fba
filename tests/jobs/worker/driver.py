"""Asks for jobs and watches them, in a process of its own: ``python -m tests.jobs.worker.driver ask|watch …``."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime

import django

PATIENCE = 240.0
"""Seconds until a job that does not end is a failure; a bound, not a measure."""


def ask(folder: str) -> dict[str, object]:
    """Put one job on the list; its hint goes to the broker as from any other process."""
    from foundation.actors import SYSTEM  # app ready
    from jobs.operations.jobs import enqueue  # app ready

    now = datetime(2026, 3, 2, tzinfo=UTC)
    job = enqueue(kind="hold_then_write", payload={"folder": folder}, actor=SYSTEM, now=now)
    return {"uid": str(job.uid)}


def watch(uid: str) -> dict[str, object]:
    """Wait for the job's end."""
    from jobs.models import Job, Message  # app ready

    end = time.monotonic() + PATIENCE
    job = Job.objects.get(uid=uid)
    while not job.is_finished and time.monotonic() < end:
        time.sleep(0.1)
        job.refresh_from_db()
    written = Message.objects.filter(recipient=job.payload["folder"]).count()
    return {"state": job.state, "attempts": job.attempts, "error": job.error, "written": written}


if __name__ == "__main__":
    django.setup()
    answer = {"ask": ask, "watch": watch}[sys.argv[1]](sys.argv[2])
    sys.stdout.write(json.dumps(answer))
