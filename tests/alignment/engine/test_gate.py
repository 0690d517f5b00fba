"""The first gate: one strategy that binds opens it, drafts alone close it, and nothing behind it leaves it open."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.choices import Status
from alignment.engine.gate import Behind, Gate, Standing, gate, passes_first_gate

DRAFT, BINDS, ENDED = (Behind(number, standing) for number, standing in enumerate(Standing))
SOME = st.lists(st.builds(Behind, st.integers(0, 5), st.sampled_from(Standing)), max_size=5)


@pytest.mark.parametrize(
    ("linked", "of_unit", "expected"),
    [
        ([], [], Gate()),
        ([DRAFT], [BINDS], Gate((0,), is_draft=True, is_linked=True)),
        ([DRAFT, BINDS], [], Gate()),
        ([DRAFT, ENDED], [], Gate((0,), is_draft=True, is_linked=True)),
        ([ENDED], [], Gate((2,), is_draft=False, is_linked=True)),
        ([], [DRAFT], Gate((0,), is_draft=True)),
        ([], [DRAFT, BINDS], Gate()),
        ([], [ENDED], Gate()),
        ([], [ENDED, DRAFT], Gate((0,), is_draft=True)),
        ([BINDS], [DRAFT], Gate()),
    ],
)
def test_what_is_behind_decides(linked: list[Behind], of_unit: list[Behind], expected: Gate) -> None:
    assert gate(linked, of_unit) == expected


def test_every_change_of_status() -> None:
    values = ["", *Status.values]
    passing = {(a, b) for a, b in product(values, values) if passes_first_gate(a, b)}
    past = ("approved", "delivery", "live", "paused")
    assert passing == {(a, b) for a in ("", "proposed", "stopped") for b in past}
    resumed = {(a, b) for a, b in product(values, values) if passes_first_gate(a, b, was_past=True)}
    assert resumed == {(a, b) for a in ("", "proposed") for b in past}


@given(SOME, SOME)
def test_one_that_binds_always_opens_and_order_never_matters(
    linked: list[Behind], of_unit: list[Behind]
) -> None:
    found = gate(linked, of_unit)
    assert found == gate(linked[::-1], of_unit[::-1])
    assert gate([*linked, BINDS], of_unit).is_open
    behind = {one.id for one in linked or of_unit}
    assert set(found.closed_by) <= behind
    if found.is_open and linked:
        assert Standing.BINDS in {one.standing for one in linked}
