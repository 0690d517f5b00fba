from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from jobs.operations import hints
from tests.jobs.handlers import application

if TYPE_CHECKING:
    import pytest
    from pytest_django import Settings


def test_a_broker_that_takes_a_hint() -> None:
    assert hints.publish(hints.DELIVER)


def test_a_broker_that_is_away(settings: Settings) -> None:
    settings.CELERY_APP = "tests.jobs.handlers.out_of_reach"
    assert not hints.publish(hints.DELIVER)


def test_a_broker_that_was_away_is_left_alone_for_a_while(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CELERY_APP = "tests.jobs.handlers.out_of_reach"
    assert [hints.publish(hints.DELIVER) for _ in range(3)] == [False, False, False]
    assert len(caplog.records) == 1
    hints.resting_until[settings.CELERY_APP] = 0
    assert not hints.publish(hints.DELIVER)
    assert len(caplog.records) == 2


def test_a_broker_that_answers_no_more(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """It accepts the connection and says nothing; without a time limit this test would never end."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        app = application(f"redis://127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setattr("tests.jobs.handlers.silent", app, raising=False)
        settings.CELERY_APP = "tests.jobs.handlers.silent"
        assert not hints.publish(hints.DELIVER)
