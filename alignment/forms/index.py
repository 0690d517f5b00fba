"""What the address of the alignment index asks."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID


def unit_of(query: Mapping[str, str]) -> UUID | None:
    """The unit asked for; None where none is, or it is not understood."""
    try:
        return UUID(query.get("unit", ""))
    except ValueError:
        return None
