"""What arrives in a query or a form, read without trusting it."""

from __future__ import annotations

from uuid import UUID


def uuid_in(text: str | None) -> UUID | None:
    """The UUID a text holds; nothing where it holds none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
