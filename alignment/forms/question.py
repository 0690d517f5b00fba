"""The address of the line of sight read as a question. What makes no sense is not asked."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import QueryDict

from alignment.choices import Action, ChainState, GapKind, Grouping, Measure, Status
from alignment.models.standing import STATIONS
from alignment.queries.chains import NOBODY, ChainQuestion
from alignment.queries.question import Question
from workbench.inputs import uuid_in

VIEWS = ("map", "matrix", "table", "gaps")
MOST_NAMES = 480
"""Records of an open group that one page shows by name, however many are asked for; the table has them all."""
LONGEST_WORDS = 100


def question_of(query: QueryDict) -> Question:
    """The question that an address asks; unknown answers count as none."""
    return Question(
        unit=unit_of(query),
        segment=uuid_in(query.get("segment", "")),
        status=_known(query.get("status", ""), Status.values),
        state=_known(query.get("state", ""), ChainState.values),
        measure=Measure(_known(query.get("weight", ""), Measure.values) or Measure.SPEND),
        basis=query.get("basis", ""),
        opened=query.get("open", ""),
        group=Grouping(_known(query.get("group", ""), Grouping.values)),
        names=min(whole_number(query.get("names", ""), 0), MOST_NAMES),
        words=" ".join(query.get("q", "").split())[:LONGEST_WORDS],
    )


def unit_of(query: Mapping[str, str]) -> UUID | None:
    """The unit that an address names; None where it names none, or is not understood."""
    return uuid_in(query.get("unit"))


def view_of(query: QueryDict) -> str:
    """The view that an address asks for; the first where it asks for none."""
    return _known(query.get("view", ""), list(VIEWS)) or VIEWS[0]


def kind_of(query: QueryDict) -> GapKind | None:
    """The only kind of broken lines to list; none for all of them."""
    asked = _known(query.get("kind", ""), GapKind.values)
    return GapKind(asked) if asked else None


def chain_question_of(query: QueryDict) -> ChainQuestion:
    """Which chains an address asks for; unknown answers count as none."""
    owner = query.get("owner", "")
    person = uuid_in(owner)
    return ChainQuestion(
        state=_known(query.get("state", ""), ChainState.values),
        hop=_known(query.get("type", ""), [hop.value for hop in STATIONS]),
        action=_known(query.get("action", ""), Action.values),
        unit=unit_of(query),
        owner=NOBODY if owner == NOBODY else str(person or ""),
        only_open=query.get("open", "") in ("true", "1"),
    )


def whole_number(text: str, default: int = 1) -> int:
    """A number from 1 up, as in ``?page=2``; ``default`` where there is none."""
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else default


def _known(text: str, values: list[str]) -> str:
    return text if text in values else ""
