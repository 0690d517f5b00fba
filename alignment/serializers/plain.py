"""Records and figures as data names them: for programs, and for files."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from foundation.models import Record


def reference(record: Record) -> dict[str, Any]:
    """A record by uid, code and name."""
    return {"uid": str(record.uid), "code": record.code, "name": str(record)}


def text(value: Decimal | None) -> str | None:
    """A decimal as text; nothing where it is unknown."""
    return None if value is None else f"{value:f}"


def cents(value: Decimal | None) -> str | None:
    """An amount as text, always with its cents; nothing where it is unknown."""
    return None if value is None else f"{value:.2f}"
