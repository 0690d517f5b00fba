"""The address of the line of sight read as a question. What makes no sense is not asked."""

from __future__ import annotations

from uuid import UUID

from django.http import QueryDict

from alignment.choices import ChainState, Measure, Status
from alignment.queries.question import Question


def question_of(query: QueryDict) -> Question:
    """The question that an address asks; unknown answers count as none."""
    return Question(
        unit=_uid(query.get("unit", "")),
        segment=_uid(query.get("segment", "")),
        status=_known(query.get("status", ""), Status.values),
        state=_known(query.get("state", ""), ChainState.values),
        measure=Measure(_known(query.get("weight", ""), Measure.values) or Measure.SPEND),
        basis=query.get("basis", ""),
        opened=query.get("open", ""),
    )


def whole_number(text: str, default: int = 1) -> int:
    """A number from 1 up, as in ``?page=2``."""
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else default


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _known(text: str, values: list[str]) -> str:
    return text if text in values else ""
