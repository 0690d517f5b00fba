"""Where units stand in the tree after any change: a path is always the parent's path and one step more."""

from __future__ import annotations

import contextlib
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.catalog import TYPES
from accounts.models import Unit
from foundation.actors import SYSTEM
from tests.factories.accounts import NOW, make_unit
from workbench.operations.records import Change, Invalid, save, save_many

UNITS = next(t for t in TYPES if t.model is Unit)


def paths() -> dict[str, str]:
    return dict(Unit.objects.values_list("name", "path"))


def is_sound() -> bool:
    """Every path is the parent's path and one step more, and no two are the same."""
    units = list(Unit.objects.select_related("parent"))
    fits = all(unit.path[: -Unit.STEP] == (unit.parent.path if unit.parent else "") for unit in units)
    return fits and len({unit.path for unit in units}) == len(units)


@pytest.fixture
def tree(root: Unit) -> dict[str, Unit]:
    """Below the root A and X; below A C, and below that G."""
    a = make_unit("A", root)
    c = make_unit("C", a)
    return {"root": root, "A": a, "C": c, "G": make_unit("G", c), "X": make_unit("X", root)}


def test_a_unit_takes_along_everything_below_it(tree: dict[str, Unit], now: datetime) -> None:
    save(object_type=UNITS, record=tree["A"], values={"parent": tree["X"]}, actor=SYSTEM, now=now)

    assert is_sound()
    assert paths()["G"].startswith(paths()["X"])


def test_a_unit_and_one_below_it_move_at_once(tree: dict[str, Unit], now: datetime) -> None:
    changes = [Change({"parent": tree["X"]}, tree[name]) for name in ("A", "C")]

    save_many(object_type=UNITS, changes=changes, actor=SYSTEM, now=now)

    assert is_sound()
    assert paths()["G"].startswith(paths()["C"])


def test_one_moves_while_one_below_it_is_renamed(tree: dict[str, Unit], now: datetime) -> None:
    changes = [Change({"parent": tree["X"]}, tree["A"]), Change({"name": "Sea"}, tree["C"])]

    save_many(object_type=UNITS, changes=changes, actor=SYSTEM, now=now)

    assert is_sound()
    assert paths()["Sea"].startswith(paths()["A"])


@pytest.mark.parametrize(
    "moves", [{"A": "G"}, {"A": "A"}, {"A": "X", "X": "A"}], ids=["below", "itself", "each other"]
)
def test_a_circle_is_refused(tree: dict[str, Unit], now: datetime, moves: dict[str, str]) -> None:
    before = paths()
    changes = [Change({"parent": tree[parent]}, tree[name]) for name, parent in moves.items()]

    with pytest.raises(Invalid) as refusal:
        save_many(object_type=UNITS, changes=changes, actor=SYSTEM, now=now)

    assert [fault.field for fault in refusal.value.faults] == ["parent"]
    assert paths() == before


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 7), st.integers(0, 7)), min_size=1, max_size=6))
def test_any_moves_leave_a_tree(root: Unit, moves: list[tuple[int, int]]) -> None:
    units = [root, *(make_unit(f"U{Unit.objects.count()}", root) for _ in range(7))]
    changes = {child: Change({"parent": units[parent]}, units[child]) for child, parent in moves}

    with contextlib.suppress(Invalid):
        save_many(object_type=UNITS, changes=list(changes.values()), actor=SYSTEM, now=NOW)

    assert is_sound()
