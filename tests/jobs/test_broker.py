"""The folder that takes the place of a message server: what lies there is whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

from config import broker
from config.celery import app, server, transport_options


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[Any]:
    options = transport_options("filesystem://", tmp_path)
    with Connection(server("filesystem://"), transport_options=options) as connection:
        yield connection.channel()


def test_folders_are_written_by_our_own_channel(channel: Any) -> None:
    assert app.conf.broker_write_url  # whoever sends a hint has read config.celery
    assert isinstance(channel, broker.Channel)


def test_a_reader_meets_a_message_when_it_is_whole(channel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the last moment before a message has its name, nobody finds any of it; then all of it, once."""
    moments = []
    named = Path.replace

    def look_first(path: Path, target: Path) -> Path:
        with pytest.raises(Empty):
            channel._get("sightline")
        moments.append((channel._size("sightline"), channel._purge("sightline"), path.stat().st_size > 0))
        return named(path, target)

    monkeypatch.setattr(Path, "replace", look_first)
    channel._put("sightline", {"body": "tïck"})

    assert moments == [(0, 0, True)]
    assert channel._get("sightline") == {"body": "tïck"}
    with pytest.raises(Empty):
        channel._get("sightline")


def test_messages_come_out_by_queue_in_the_order_they_went_in(
    channel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for second, (queue, number) in enumerate([("sightline", 1), ("other", 2), ("sightline", 3)], start=10):
        monkeypatch.setattr(broker, "monotonic", lambda second=second: float(second))
        channel._put(queue, {"number": number})
    assert [channel._get("sightline")["number"] for _ in range(2)] == [1, 3]
    assert channel._get("other") == {"number": 2}


def test_a_folder_that_is_gone_is_an_error_of_the_broker(channel: Any) -> None:
    Path(channel.data_folder_out).rmdir()
    with pytest.raises(ChannelError, match="to its folder"):
        channel._put("sightline", {})
