"""Rows that refer to rows of the same file: trees come in whole, in whatever order, or with the rows that close a ring."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Unit
from audit.models import Event
from customers.models import Segment
from foundation.actors import SYSTEM
from tests.factories.accounts import NOW, make_unit
from tests.factories.customers import make_segment, make_segmentation
from tests.workbench.conftest import in_unit
from tests.workbench.exchange.imports import bring_in, counted, places, plan, problems
from workbench.exchange.importing import apply_import
from workbench.exchange.kin import rings, waves
from workbench.exchange.planning import Step

if TYPE_CHECKING:
    from customers.models import Segmentation

KEYED = """
type: segment
source: crm
key: id
columns:
  name: name
  segmentation: {constant: Contract}
  parent: {column: part of, lookup: external_key}
"""


@pytest.fixture
def contract(db: None) -> Segmentation:
    return make_segmentation(name="Contract")


def tree() -> dict[str, str]:
    """Each segment with the one it is part of."""
    rows = Segment.objects.order_by("name").values_list("name", "parent__name")
    return {name: parent or "" for name, parent in rows}


def segments(*rows: str) -> str:
    return "\n".join(["name,segmentation,parent", *rows, ""])


def faults(text: str, key: str = "segment", mapping: str = "") -> list[tuple[int, str, str]]:
    before = Segment.objects.count()
    found = places(problems(key, text, mapping=mapping))
    assert Segment.objects.count() == before
    return found


ROWS = ("Farms,Contract,", "Dairy,Contract,Farms", "Organic,Contract,DAIRY ")


@pytest.mark.parametrize("rows", [*permutations(ROWS)])
def test_a_tree_comes_in_whole_whatever_the_order(contract: Segmentation, rows: tuple[str, ...]) -> None:
    text = segments(*rows)
    assert bring_in("segment", text) == {"segment": counted(3, 0, 0)}
    assert tree() == {"Dairy": "Farms", "Farms": "", "Organic": "Dairy"}
    assert Event.objects.count() == 3
    assert bring_in("segment", text) == {"segment": counted(0, 0, 3)}


def test_units_get_their_paths_below_their_new_parents(root: Unit) -> None:
    text = "name,parent,kind\nMotor,Claims,business\nClaims,Harbor Mutual,business\nBench,Motor,it\n"
    assert bring_in("unit", text) == {"unit": counted(3, 0, 0)}
    paths = dict(Unit.objects.exclude(pk=root.pk).values_list("name", "path"))
    assert paths == {"Claims": "0001.0001.", "Motor": "0001.0001.0001.", "Bench": "0001.0001.0001.0001."}


def test_rows_are_called_by_their_keys(contract: Segmentation) -> None:
    text = "id,name,part of\n7,Dairy,5\n5,Farms,\n9,Organic,7\n"
    assert bring_in("segment", text, mapping=KEYED) == {"segment": counted(3, 0, 0)}
    assert tree() == {"Dairy": "Farms", "Farms": "", "Organic": "Dairy"}
    assert bring_in("segment", "id,name,part of\n11,Goats,9\n", mapping=KEYED) == {
        "segment": counted(1, 0, 0)
    }
    assert tree()["Goats"] == "Organic"


@pytest.mark.parametrize("called", ["5", "crm:5", "CRM:5"])
def test_a_key_needs_no_mapping(contract: Segmentation, called: str) -> None:
    text = f"source,external_key,name,segmentation,parent\ncrm,7,Dairy,Contract,{called}\ncrm,5,Farms,Contract,\n"
    assert bring_in("segment", text) == {"segment": counted(2, 0, 0)}
    assert tree() == {"Dairy": "Farms", "Farms": ""}


def test_what_exists_moves_below_what_is_new(contract: Segmentation) -> None:
    make_segment(name="Dairy", segmentation=contract)
    text = segments("Dairy,Contract,Farms", "Farms,Contract,")
    (batch,) = plan("segment", text).batches
    assert [(step.action, step.changes.get("parent")) for step in batch.steps] == [
        ("updated", ("", "Farms")),
        ("created", None),
    ]
    assert bring_in("segment", text) == {"segment": counted(1, 1, 0)}
    assert tree() == {"Dairy": "Farms", "Farms": ""}


def test_a_record_is_called_by_the_name_the_file_gives_it(contract: Segmentation) -> None:
    farms = make_segment(name="Farms", segmentation=contract)
    text = f"uid,name,segmentation,parent\n,Dairy,Contract,Farmers\n{farms.uid},Farmers,Contract,\n"
    assert bring_in("segment", text) == {"segment": counted(1, 1, 0)}
    assert tree() == {"Dairy": "Farmers", "Farmers": ""}


def test_of_several_of_one_name_the_one_beside_the_row_is_meant(contract: Segmentation) -> None:
    elsewhere = make_segment(name="Farms", segmentation=make_segmentation(name="Region"))
    bring_in("segment", segments("Dairy,Contract,Farms", "Farms,Contract,"))
    assert Segment.objects.get(name="Dairy").parent == Segment.objects.get(
        name="Farms", segmentation=contract
    )
    bring_in("segment", segments("Coast,Region,Farms", "Coast,Contract,Farms", "Valley,Region,Coast"))
    assert Segment.objects.get(name="Valley").parent == Segment.objects.get(name="Coast", parent=elsewhere)


def test_one_that_exists_is_named_by_its_code_whatever_the_file_calls_its_rows(
    contract: Segmentation,
) -> None:
    top = make_segment(name="Top", segmentation=contract)
    bring_in("segment", segments(f"Dairy,Contract,{top.code}", f"{top.code},Contract,"))
    assert tree()["Dairy"] == "Top"


def test_a_name_that_fits_no_one_beside_the_row_is_refused(contract: Segmentation) -> None:
    make_segment(name="Farms", segmentation=make_segmentation(name="Region"))
    make_segmentation(name="Tenure")
    text = segments("Dairy,Contract,Farms", "Farms,Tenure,")
    assert faults(text) == [(2, "parent", "“Farms” names several records or rows.")]


def test_a_name_that_nobody_has_is_refused_as_before(contract: Segmentation) -> None:
    assert faults(segments("Dairy,Contract,Nowhere", "Farms,Contract,")) == [
        (2, "parent", "“Nowhere” names no record that you may see.")
    ]


def test_a_row_that_does_not_say_where_it_belongs_is_told_so(contract: Segmentation) -> None:
    assert [(row, field) for row, field, _ in faults(segments("Dairy,,Farms", "Farms,Contract,"))] == [
        (2, "segmentation")
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            ("A,Contract,B", "B,Contract,C", "C,Contract,A", "D,Contract,A"),
            [(row, "Rows 2, 3, 4 would be part of each other.") for row in (2, 3, 4)],
        ),
        (("A,Contract,", "B,Contract,B"), [(3, "Row 3 would be part of itself.")]),
        (
            ("A,Contract,B", "B,Contract,A", "C,Contract,D", "D,Contract,C"),
            [
                *[(row, "Rows 2, 3 would be part of each other.") for row in (2, 3)],
                *[(row, "Rows 4, 5 would be part of each other.") for row in (4, 5)],
            ],
        ),
    ],
)
def test_a_ring_names_its_rows(
    contract: Segmentation, rows: tuple[str, ...], told: list[tuple[int, str]]
) -> None:
    assert faults(segments(*rows)) == [(row, "parent", text) for row, text in told]


def test_a_long_ring_names_its_first_rows(contract: Segmentation) -> None:
    rows = [f"S{n},Contract,S{(n + 1) % 30}" for n in range(30)]
    texts = {text for _row, _field, text in faults(segments(*rows))}
    shown = ", ".join(map(str, range(2, 22)))
    assert texts == {f"Rows {shown} … would be part of each other."}


def test_a_ring_by_way_of_what_exists_names_the_row_that_closes_it(root: Unit) -> None:
    claims = make_unit("Claims", parent=root)
    make_unit("Motor", parent=claims)
    text = "name,parent,kind\nClaims,Bench,business\nBench,Motor,it\n"
    assert faults(text, key="unit") == [
        (row, "parent", "Rows 2, 3 would be part of each other.") for row in (2, 3)
    ]
    assert faults("name,parent\nHarbor Mutual,\nClaims,Motor\n", key="unit") == [
        (3, "parent", "Row 3 would be part of itself.")
    ]


def test_a_fault_in_the_first_rows_keeps_those_that_wait_for_them_out(contract: Segmentation) -> None:
    text = segments(f"{'x' * 121},Contract,", f"Dairy,Contract,{'x' * 121}")
    assert [(row, field) for row, field, _ in faults(text)] == [(2, "name")]


def test_whoever_may_not_write_where_a_row_leads_is_refused(root: Unit, claims: Unit, sales: Unit) -> None:
    actor = in_unit("Nora Flynn", claims)
    bring_in("unit", "name,parent,kind\nBench,Motor,it\nMotor,Claims,business\n", actor)
    found = problems("unit", "name,parent,kind\nBench 2,Boats,it\nBoats,Sales,business\n", actor)
    assert [problem.message for problem in found] == [
        "This needs the permission “edit_organization” in the unit of the record."
    ]


def statements(rows: int) -> int:
    made = plan("segment", segments("Top,Contract,", *(f"S{n},Contract,Top" for n in range(rows))))
    with CaptureQueriesContext(connection) as asked:
        apply_import(plan=made, actor=SYSTEM, now=NOW, rehearse=True)
    return len(asked)


def test_rows_below_one_are_written_together(contract: Segmentation) -> None:
    assert (statements(3), statements(60)) == (STATEMENTS, STATEMENTS)


STATEMENTS = 39
"""Two waves of one statement for each thing done."""


# ── the order in which they are written ──────────────────────────────────────────────────────────
@given(st.dictionaries(st.integers(0, 9), st.none() | st.integers(0, 12), max_size=10))
def test_rings_are_what_leads_back_to_itself(parents: dict[Any, Any]) -> None:
    """Oracle: follow each key for as many steps as there are keys."""

    def returns(start: int) -> bool:
        key: Any = start
        for _step in parents:
            key = parents.get(key)
            if key == start:
                return True
        return False

    found: Any = rings(parents)
    assert sorted(key for ring in found for key in ring) == sorted(key for key in parents if returns(key))
    for ring in found:
        assert {parents[key] for key in ring} == set(ring)


@given(st.lists(st.integers(-1, 30), min_size=1, max_size=30), st.randoms())
def test_every_row_is_written_after_the_one_it_refers_to(given: list[int], order: Any) -> None:
    steps = [Step(row, {}) for row in range(len(given))]
    for row, other in enumerate(given):
        if 0 <= other < row:
            steps[row].joins["parent"] = steps[other]
    order.shuffle(steps)
    written: list[int] = []
    for wave in waves(steps):
        assert all(other.row in written for step in wave for other in step.joins.values())
        written += [step.row for step in wave]
    assert sorted(written) == list(range(len(given)))


def test_rows_in_a_ring_are_in_no_wave() -> None:
    one, two, three = (Step(row, {}) for row in (1, 2, 3))
    one.joins["parent"], two.joins["parent"] = two, one
    assert waves([one, two, three]) == [[three]]
