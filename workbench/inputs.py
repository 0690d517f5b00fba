"""What arrives in a query or a form, read without trusting it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.utils.http import url_has_allowed_host_and_scheme

from foundation.models import Record


def uuid_in(text: str | None) -> UUID | None:
    """The UUID a text holds; nothing where it holds none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def instant_in(text: str | None) -> datetime | None:
    """The instant a text names in ISO 8601; nothing where it names none."""
    try:
        return datetime.fromisoformat(text or "").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def number_in(model: type[Record], text: str) -> int | None:
    """The number in a code such as I-17; nothing where it is another type's code or none at all."""
    prefix, dash, digits = text.upper().partition("-")
    if dash and prefix == model.PREFIX and digits.isdecimal() and len(digits) < 9:
        return int(digits)
    return None


def path_in(text: str | None) -> str:
    """A path on this site; empty for anything that leads elsewhere."""
    is_ours = text and text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text if text and is_ours else ""
