"""Thousands of broken files: each is imported whole or refused in words, and never anything else."""

from __future__ import annotations

import io
import warnings
from random import Random
from typing import TYPE_CHECKING

import pytest

from accounts.models import Unit
from alignment.models import Initiative
from audit.models import Event
from foundation.actors import SYSTEM
from tests.factories.accounts import NOW, make_person
from tests.factories.alignment import make_initiative
from tests.workbench.exchange.files import workbook
from tests.workbench.exchange.hostile import RELEASE, mutated, mutated_workbook
from workbench.exchange.importing import apply_import, plan_import
from workbench.exchange.limits import Refusal
from workbench.exchange.mapping import load_mapping, mapping_of_header
from workbench.exchange.parsing import limited
from workbench.exchange.problems import Refused
from workbench.exchange.reading import Table, read_table, table_of
from workbench.exchange.workbooks import workbook_rows
from workbench.types import type_named

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = 50_000 if RELEASE else 1_000
WORKBOOKS, CHILDREN = FILES // 10, FILES // 200
MAPPING = b"type: initiative\nsource: s\nkey: name\ncolumns: {name: name, unit: unit, end_date: end_date}\n"


@pytest.fixture
def rows(claims: Unit) -> list[list[str]]:
    """A good file: three records as they are, one changed, two new."""
    make_person("Ada Byrne", email="ada@harbor.example")
    kept = [make_initiative(name=f"Project {number}", unit=claims) for number in range(4)]
    header = ["uid", "name", "unit", "owner", "status", "end_date", "description"]
    old = [[str(record.uid), record.name, "Claims", "", "", "", ""] for record in kept]
    old[0][5:] = ["December 1, 2026", 'said "so",\nand left']
    new = [["", f"New {number}", "Claims", "Ada Byrne", "", "2026-12-31", "Größe"] for number in range(2)]
    return [header, *old, *new]


def try_to_import(table: Table, mapping: bytes = b"") -> bool:
    """Whether a table could be imported; it is taken back."""
    object_type = type_named("initiative")
    assert object_type
    rules = load_mapping(mapping) if mapping else mapping_of_header(object_type, table.header)
    plan = plan_import(object_type=object_type, table=table, mapping=rules, actor=SYSTEM)
    apply_import(plan=plan, actor=SYSTEM, now=NOW, rehearse=True)
    return True


def outcomes(seed: int, count: int, attempt: Callable[[Random], bool]) -> tuple[int, int]:
    """How many attempts went through and how many were refused; nothing else may happen, and nothing may stay."""
    accepted = refused = 0
    before = state()
    for number in range(count):
        try:
            accepted += attempt(Random(f"{seed}-{number}"))
        except Refused as refusal:
            refused += all(problem.message and problem.remedy for problem in refusal.problems)
        except Exception as error:
            error.add_note(f"seed {seed}, number {number}")
            raise
    assert state() == before
    return accepted, refused


def state() -> tuple[object, ...]:
    return (*Initiative.objects.order_by("pk").values_list("pk", "name", "version"), Event.objects.count())


def as_text(rows: list[list[str]]) -> bytes:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' if cell else "" for cell in row) for row in rows]
    return "\n".join(quoted).encode()


def test_mutated_text_files(rows: list[list[str]]) -> None:
    good = as_text(rows)
    assert try_to_import(read_table(good))
    count = FILES - WORKBOOKS - CHILDREN
    accepted, refused = outcomes(31, count, lambda random: try_to_import(read_table(mutated(good, random))))
    assert accepted + refused == count
    assert min(accepted, refused) > count // 20


def test_mutated_workbooks(rows: list[list[str]]) -> None:
    """In this process, with the child's answer to what a parser may raise, to try many."""
    good = workbook(rows)

    def attempt(random: Random) -> bool:
        data = mutated_workbook(good, random)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                table = table_of(limited(workbook_rows(io.BytesIO(data))))
        except Refusal:
            return False
        except Exception:  # noqa: BLE001 - as in the child
            return False
        return try_to_import(table)

    accepted, _ = outcomes(32, WORKBOOKS, attempt)
    assert accepted > WORKBOOKS // 20


def test_mutated_workbooks_in_the_child(rows: list[list[str]]) -> None:
    good = workbook(rows)
    outcomes(33, CHILDREN, lambda random: try_to_import(read_table(mutated_workbook(good, random))))


def test_mutated_mappings(rows: list[list[str]]) -> None:
    table = read_table(as_text(rows))
    accepted, refused = outcomes(
        34, FILES // 10, lambda random: try_to_import(table, mutated(MAPPING, random))
    )
    assert min(accepted, refused) > 0


def test_a_partial_write_would_be_found(rows: list[list[str]]) -> None:
    """The control: an attempt that leaves one record behind is caught."""

    def careless(random: Random) -> bool:
        make_initiative(name=f"left behind {random.random()}", unit=Unit.objects.get(name="Claims"))
        return True

    with pytest.raises(AssertionError):
        outcomes(35, 1, careless)
