"""Moving one of several things that stand in an order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def moved(things: Sequence[T], way: str, index: int) -> list[T]:
    """The same things with one of them ``left`` or ``right`` of its neighbor, or ``out``. At an end it stays where it is.

    Raises ``LookupError`` where there is no such thing or no such way.
    """
    if not 0 <= index < len(things):
        raise LookupError(index)
    one, others = things[index], [*things[:index], *things[index + 1 :]]
    if way == "out":
        return others
    steps = {"left": -1, "right": 1}[way]
    at = min(max(index + steps, 0), len(others))
    return [*others[:at], one, *others[at:]]
