"""What a reader asks of the line of sight."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from alignment.choices import Measure

WHOLE_LIFE = "life"


@dataclass(frozen=True, slots=True)
class Question:
    """Filters, figure and basis. Empty means all, or the usual basis.

    ``basis`` is a fiscal year in digits or ``life``; ``opened`` is the code of the group shown open.
    """

    unit: UUID | None = None
    segment: UUID | None = None
    status: str = ""
    state: str = ""
    measure: Measure = Measure.SPEND
    basis: str = ""
    opened: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether only a part of what may be seen is asked for."""
        return bool(self.unit or self.segment or self.status or self.state)
