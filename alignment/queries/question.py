"""What a reader asks of the line of sight."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from alignment.choices import Grouping, Measure

WHOLE_LIFE = "life"


@dataclass(frozen=True, slots=True)
class Question:
    """Filters, figure and basis. Empty means all, or the usual basis.

    ``basis`` is a fiscal year in digits or ``life``; ``opened`` names the groups shown open by their codes, parted by
    commas; ``names`` is how many names there are at most inside an open group, 0 for the usual number; ``words`` are
    looked for in needs and names of initiatives.
    """

    unit: UUID | None = None
    segment: UUID | None = None
    status: str = ""
    state: str = ""
    measure: Measure = Measure.SPEND
    basis: str = ""
    opened: str = ""
    group: Grouping = Grouping.AUTOMATIC
    names: int = 0
    words: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether only a part of what may be seen is asked for."""
        return bool(self.unit or self.segment or self.status or self.state or self.words)
