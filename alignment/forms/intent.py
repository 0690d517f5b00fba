"""The address of spend against intent read as a question. What makes no sense is not asked."""

from __future__ import annotations

from collections.abc import Mapping

from alignment.queries.intent import Counted, IntentQuestion
from workbench.inputs import uuid_in


def intent_question_of(query: Mapping[str, str]) -> IntentQuestion:
    """The question that an address asks; unknown answers count as none."""
    counted = query.get("counted", "")
    return IntentQuestion(
        unit=uuid_in(query.get("unit", "")),
        basis=query.get("basis", ""),
        counted=Counted(counted) if counted in {one.value for one in Counted} else Counted.PLANNED,
    )
