"""A job that can be killed in the middle."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jobs.engine.timetable import Timetable
from jobs.models import Message

if TYPE_CHECKING:
    from jobs.operations.running import Progress


def hold_then_write(*, payload: dict[str, str], progress: Progress, **_: Any) -> None:
    """Say who works on it, wait until told to go on, then write once."""
    folder = Path(payload["folder"])
    (folder / f"held-{os.getpid()}").touch()
    while not (folder / "go").exists():
        time.sleep(0.05)
    with transaction.atomic():
        Message.objects.create(
            channel="mail",
            recipient=payload["folder"],
            body="written",
            created_at=datetime(2026, 3, 2, tzinfo=UTC),
        )
        progress.finish({"pid": os.getpid()})


HANDLERS = {"hold_then_write": "tests.jobs.worker.handlers.hold_then_write"}
SCHEDULES: dict[str, Timetable] = {}


def time_zone() -> str:
    """These workers know no enterprise whose days count."""
    return "UTC"
