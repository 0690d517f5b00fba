"""How the needs stand: what customers answered, and how many are worth serving better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from customers.choices import OpportunityBand
from customers.models import Need
from foundation.actors import Actor


@dataclass(frozen=True, slots=True)
class Placed:
    """A need about which customers were asked in full; scores from 0 to 10, opportunity to 20."""

    uid: UUID
    number: int
    name: str
    importance: Decimal
    satisfaction: Decimal
    opportunity: Decimal
    band: OpportunityBand
    respondents: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """All needs a viewer may see: how many there are in each band, and where each stands."""

    total: int
    bands: Mapping[OpportunityBand, int]
    placed: tuple[Placed, ...]
    """The largest opportunity first."""

    @property
    def unanswered(self) -> int:
        """Needs about which customers have not been asked, or not in full."""
        return self.total - len(self.placed)


COLUMNS = (
    "uid",
    "number",
    "short_name",
    "statement",
    "importance_score",
    "satisfaction_score",
    "opportunity",
    "band",
    "respondents",
)


def standing(viewer: Actor) -> Standing:
    """How the needs of the whole enterprise stand. One query."""
    rows = list(Need.objects.visible_to(viewer).active().order_by("number").values_list(*COLUMNS))
    placed = [
        Placed(uid, number, short or statement, importance, satisfaction, score, OpportunityBand(band), asked)
        for uid, number, short, statement, importance, satisfaction, score, band, asked in rows
        if band
    ]
    placed.sort(key=lambda need: (-need.opportunity, need.number))
    return Standing(len(rows), Counter(need.band for need in placed), tuple(placed))
