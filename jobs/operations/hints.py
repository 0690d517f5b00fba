"""Hints to the workers that there is something to do. A lost hint costs seconds, never work."""

from __future__ import annotations

import logging
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from kombu.pools import producers

if TYPE_CHECKING:
    from celery import Celery

logger = logging.getLogger(__name__)

RUN_JOB = "jobs.tasks.run_job"
DELIVER = "jobs.tasks.deliver"
LIFE_SECONDS = 60
"""A hint that nobody took by then is dropped; the tick gives a new one."""
SWIFT = {"max_retries": 0, "socket_timeout": 2, "socket_connect_timeout": 2}
"""A request waits no longer than this for a broker that is away or answers no more."""

REST_SECONDS = 5
"""After a failure nothing is sent for so long: a request that posts to fifty people waits once, not fifty times."""
resting_until: dict[str, float] = {}
"""Application → when this process tries its broker again, by the monotonic clock."""


def publish(task: str, **arguments: str) -> bool:
    """Tell the broker to have ``task`` run, without waiting for it; false where the broker does not take it."""
    if monotonic() < resting_until.get(settings.CELERY_APP, 0):
        return False
    app: Celery = import_string(settings.CELERY_APP)
    try:
        with producers[app.connection_for_write(transport_options=SWIFT)].acquire(block=True) as producer:
            app.send_task(
                task,
                kwargs=arguments,
                producer=producer,
                retry=False,
                expires=LIFE_SECONDS,
                ignore_result=True,
            )
    except Exception as error:  # noqa: BLE001 - each broker has its own; none may reach a request whose row is safe
        resting_until[settings.CELERY_APP] = monotonic() + REST_SECONDS
        logger.warning("The broker did not take a hint (%s): %s", task, error)
        return False
    return True


def publish_on_commit(task: str, **arguments: str) -> None:
    """As ``publish``, once the row that the hint is about can be seen by others."""
    transaction.on_commit(partial(publish, task, **arguments))
