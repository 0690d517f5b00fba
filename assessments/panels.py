"""What assessments add to the pages of the apps below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.choices import InstrumentState, RoundState
from assessments.models import Instrument, Round
from assessments.queries.asking import waiting_for
from foundation.catalog import Panel, Waiting


def only_where(takes: Callable[[Any], bool], panel: Panel) -> Panel:
    """The panel, offering another record only where the one shown takes it."""

    def context(**asked: Any) -> dict[str, Any]:
        data = panel.context(**asked)
        return data if takes(asked["record"]) else {**data, "add_url": ""}

    return replace(panel, context=context)


def takes_statements(instrument: Instrument) -> bool:
    """A published edition keeps its words."""
    return instrument.state == InstrumentState.DRAFT


def takes_rounds(instrument: Instrument) -> bool:
    """Only published words are asked."""
    return instrument.state == InstrumentState.PUBLISHED


def takes_invitations(asked: Round) -> bool:
    """Nobody is asked in a round that is closed."""
    return asked.state != RoundState.CLOSED


def rounds_to_answer(*, viewer: User, **_now: Any) -> Sequence[Waiting]:
    """Rounds in which the viewer is asked. One query."""
    return [
        Waiting(
            title=str(asked.round.name),
            url=reverse("assessments_answer", args=[asked.uid]),
            action=_("Answer"),
            note=f"{asked.round.instrument.name}, {asked.round.unit}",
            due_date=asked.round.closes_date,
        )
        for asked in waiting_for(viewer)
    ]
