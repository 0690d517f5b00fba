from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jobs.operations import hints

if TYPE_CHECKING:
    from pytest_django import Settings


@pytest.fixture(autouse=True)
def declared(settings: Settings) -> None:
    """Handlers, senders and a broker of the tests; nothing leaves the process."""
    settings.JOB_HANDLERS = "tests.jobs.handlers.HANDLERS"
    settings.OUTBOX_CHANNELS = "tests.jobs.handlers.CHANNELS"
    settings.CELERY_APP = "tests.jobs.handlers.in_memory"
    hints.resting_until.clear()
