"""The application as installed, with a short rhythm and small parts that take their time, so that every moment of a run
can be hit. ``PLANTED`` names a fault that the tests must notice.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from threading import Thread
from typing import Any

from celery.signals import worker_init
from django.db import connections

from config.celery import app
from jobs.engine.timetable import Timetable

SCHEDULES = {"recompute_metrics": Timetable(kind="recompute_metrics", every_seconds=1)}
PARTS = 3
"""Metrics in one part: a run of the small firm has several."""
LINGER = 0.05
"""Seconds a part stays written and not yet marked, and a publication half done."""
HINTS_LIVE = 2
"""Seconds after which the tick hints again at what nobody took."""

app.conf.beat_schedule["tick"] |= {"schedule": 0.5, "options": {"expires": 5}}


def lingering(work: Callable[..., Any]) -> Callable[..., Any]:
    """The same, open to a kill for a while after it."""

    def slow(*given: Any) -> Any:
        found = work(*given)
        time.sleep(LINGER)
        return found

    return slow


def torn(work: Callable[..., Any]) -> Callable[..., Any]:
    """The same, in a transaction of its own: what a publication must never be."""

    def apart(*given: Any) -> Any:
        found: list[Any] = []

        def alone() -> None:
            try:
                found.append(work(*given))
            finally:
                connections.close_all()

        thread = Thread(target=alone)
        thread.start()
        thread.join()
        time.sleep(10 * LINGER)
        return found[0]

    return apart


@worker_init.connect
def prepare(**_: Any) -> None:
    from jobs.operations import ticking  # app ready
    from metrics.operations import publishing, recomputing  # app ready

    recomputing.AT_ONCE = PARTS
    ticking.LIFE_SECONDS = HINTS_LIVE  # type: ignore[attr-defined]
    recomputing.do = lingering(recomputing.do)  # type: ignore[attr-defined]
    publishing._show = lingering(publishing._show)
    if os.environ.get("PLANTED") == "torn":
        publishing._show = torn(publishing._show)


__all__ = ["app"]
