"""Hints to the workers that there is something to do. A lost hint costs seconds, never work."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

RUN_JOB = "jobs.tasks.run_job"
DELIVER = "jobs.tasks.deliver"
LIFE_SECONDS = 60
"""A hint that nobody took by then is dropped; the tick gives a new one."""


def publish(task: str, **arguments: str) -> bool:
    """Tell the broker to have ``task`` run, without waiting for it; false where the broker cannot be reached."""
    send: Callable[..., Any] = import_string(settings.CELERY_APP).send_task
    try:
        send(task, kwargs=arguments, retry=False, expires=LIFE_SECONDS, ignore_result=True)
    except Exception as error:  # noqa: BLE001 - each broker has its own; none may reach a request whose row is safe
        logger.warning("The broker did not take a hint (%s): %s", task, error)
        return False
    return True


def publish_on_commit(task: str, **arguments: str) -> None:
    """As ``publish``, once the row that the hint is about can be seen by others."""
    transaction.on_commit(partial(publish, task, **arguments))
