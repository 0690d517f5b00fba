"""Benefits by how explicit they are and what people change: twelve cells, and what is not said yet.

Source: the benefit matrix of J. Ward, E. Daniel and J. Peppard, MIS Quarterly Executive 7(1), 2008. Money is summed over
financial benefits alone, because only their size is agreed in money; all others are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alignment.choices import Change, Explicitness

Place = tuple[str, str]
"""Explicitness and change; an empty text where nobody has said."""
ROWS = (*Explicitness.values, "")
COLUMNS = (*Change.values, "")


@dataclass(frozen=True, slots=True)
class Stated:
    """One benefit; ``value`` is money a year in the enterprise currency, None where it is not known."""

    explicitness: str
    change: str
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """How many benefits there are. ``money`` is of the financial ones whose amount is known, None where there is none;
    ``unvalued`` counts financial ones whose amount is not known."""

    count: int = 0
    money: Decimal | None = None
    unvalued: int = 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """The cells by place, also the empty ones, with the sums of rows, of columns and of everything."""

    cells: Mapping[Place, Cell]
    rows: Mapping[str, Cell]
    columns: Mapping[str, Cell]
    whole: Cell

    @property
    def unplaced(self) -> int:
        """Benefits of which explicitness or change is not said."""
        return sum(cell.count for place, cell in self.cells.items() if "" in place)


def matrix(benefits: Iterable[Stated]) -> Matrix:
    """Every benefit in exactly one cell."""
    given = list(benefits)
    return Matrix(
        cells={
            (row, column): _cell([one for one in given if (one.explicitness, one.change) == (row, column)])
            for row in ROWS
            for column in COLUMNS
        },
        rows={row: _cell([one for one in given if one.explicitness == row]) for row in ROWS},
        columns={column: _cell([one for one in given if one.change == column]) for column in COLUMNS},
        whole=_cell(given),
    )


def _cell(benefits: Sequence[Stated]) -> Cell:
    financial = [one for one in benefits if one.explicitness == Explicitness.FINANCIAL]
    known = [one.value for one in financial if one.value is not None]
    money = sum(known, Decimal()) if known else None
    return Cell(len(benefits), money, len(financial) - len(known))
