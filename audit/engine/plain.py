"""Values as the trail keeps them: JSON that reads back the same from every database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from foundation.values import Money, Period

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


def plain(value: Any) -> Plain:
    """``value`` in JSON's terms; numbers that are not whole become text, so that no digit is lost.

    Raises ``TypeError`` for what has no faithful text, such as a model instance.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(str(key)): plain(each) for key, each in value.items()}
    return _scalar(value)


def clean(text: str) -> str:
    """``text`` without the two things a database cannot hold: zero characters and halves of pairs."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def instant(value: datetime) -> str:
    """An instant in one spelling: ISO 8601, UTC, microseconds."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _scalar(value: Any) -> Plain:
    if isinstance(value, datetime):
        return instant(value) if value.tzinfo else value.isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, timedelta):
        return str(value.total_seconds())
    return _compound(value)


def _compound(value: Any) -> Plain:
    if isinstance(value, Money):
        return {"amount": str(value.amount), "currency": value.currency}
    if isinstance(value, Period):
        return {"start": value.start.isoformat(), "end": value.end.isoformat()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(each) for each in value), key=repr)
    if isinstance(value, Iterable) and not isinstance(value, (bytes, bytearray)):
        return [plain(each) for each in value]
    raise TypeError(f"the audit trail cannot keep a {type(value).__name__}")
