"""The folder that takes the place of a message server, written so that no reader meets half a message.

The client's own folder opens a file under its final name and writes afterwards. A worker that looks in between takes
away an empty file, finds no JSON in it and ends. Here a message gets its name once it is whole.
"""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    # The stubs of its two bases call the message by two names.
    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override]
        path = Path(self.data_folder_out) / f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        part = path.with_name(f"{path.name}.part")  # readers pass by what ends otherwise
        try:
            part.write_text(dumps(payload), encoding="utf-8")
            part.replace(path)
        except OSError as error:
            raise ChannelError(f"Cannot add {path.name} to its folder.") from error


class Transport(filesystem.Transport):
    Channel = Channel


def use_whole_messages() -> None:
    """Let ``filesystem://`` mean the folder above in this process."""
    TRANSPORT_ALIASES["filesystem"] = f"{Transport.__module__}:{Transport.__qualname__}"
