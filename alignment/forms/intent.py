"""The address of spend against intent read as a question. What makes no sense is not asked."""

from __future__ import annotations

from collections.abc import Mapping

from alignment.forms.question import unit_of
from alignment.queries.intent import Counted, IntentQuestion


def intent_question_of(query: Mapping[str, str]) -> IntentQuestion:
    """The question that an address asks; unknown answers count as none."""
    counted = query.get("counted", "")
    return IntentQuestion(
        unit=unit_of(query),
        basis=query.get("basis", ""),
        counted=Counted(counted) if counted in {one.value for one in Counted} else Counted.PLANNED,
    )
