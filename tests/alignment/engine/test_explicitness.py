"""The explicitness matrix: every benefit in one cell, and money of the financial ones alone."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from alignment.choices import Change, Explicitness
from alignment.engine.explicitness import COLUMNS, ROWS, Cell, Stated, matrix

FINANCIAL, OBSERVABLE = Explicitness.FINANCIAL.value, Explicitness.OBSERVABLE.value
NEW, STOP = Change.NEW.value, Change.STOP.value

benefits = st.lists(
    st.builds(
        Stated,
        st.sampled_from(ROWS),
        st.sampled_from(COLUMNS),
        st.none() | st.decimals(0, 1_000_000, places=2),
    ),
    max_size=12,
)


def test_money_is_summed_over_financial_benefits_alone() -> None:
    found = matrix(
        [
            Stated(FINANCIAL, NEW, Decimal(100)),
            Stated(FINANCIAL, NEW, Decimal(50)),
            Stated(FINANCIAL, STOP, None),
            Stated(OBSERVABLE, NEW, Decimal(999)),
            Stated("", NEW, Decimal(999)),
            Stated(FINANCIAL, "", Decimal(7)),
        ]
    )
    assert found.cells[FINANCIAL, NEW] == Cell(2, Decimal(150))
    assert found.cells[FINANCIAL, STOP] == Cell(1, None, 1)
    assert found.cells[OBSERVABLE, NEW] == Cell(1)
    assert found.rows[FINANCIAL] == Cell(4, Decimal(157), 1)
    assert found.columns[NEW] == Cell(4, Decimal(150))
    assert found.whole == Cell(6, Decimal(157), 1)
    assert found.unplaced == 2


def test_nothing_is_no_money() -> None:
    found = matrix([])
    assert (found.whole, found.unplaced, len(found.cells)) == (Cell(), 0, 20)
    assert set(found.cells.values()) == {Cell()}


@given(benefits, st.randoms())
def test_cells_add_up_to_rows_columns_and_the_whole(given_: list[Stated], chance: object) -> None:
    found = matrix(given_)
    shuffled = list(given_)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert matrix(shuffled) == found
    for sums in (found.cells, found.rows, found.columns):
        assert sum(cell.count for cell in sums.values()) == found.whole.count == len(given_)
        assert sum(cell.unvalued for cell in sums.values()) == found.whole.unvalued
        known = [cell.money for cell in sums.values() if cell.money is not None]
        assert (sum(known) if known else None) == found.whole.money
    assert {row for (row, _), cell in found.cells.items() if cell.money is not None} <= {FINANCIAL}
