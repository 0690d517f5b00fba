"""What the answering page sends: one field for each statement and moment, read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from assessments.queries.asking import Said, moments_of

if TYPE_CHECKING:
    from assessments.choices import Moment
    from assessments.models import Instrument, Statement

NONE = "none"
"""How "cannot say" is sent."""


def field_name(moment: Moment, statement: Statement) -> str:
    """The name of the buttons of one statement and moment."""
    return f"{moment.value}-{statement.uid}"


def said_in(
    sent: Mapping[str, str], statements: Sequence[Statement], instrument: Instrument
) -> dict[UUID, Said]:
    """The answers in what was sent. What was not chosen, or is no number, is not there."""
    found: dict[UUID, Said] = {}
    for statement in statements:
        names = {moment: sent.get(field_name(moment, statement), "") for moment in moments_of(instrument)}
        said = {moment: _answer(text) for moment, text in names.items() if _is_answer(text)}
        if said:
            found[statement.uid] = said
    return found


def _is_answer(text: str) -> bool:
    return text == NONE or (text.removeprefix("-").isdecimal() and len(text) < 6)


def _answer(text: str) -> int | None:
    return None if text == NONE else int(text)
