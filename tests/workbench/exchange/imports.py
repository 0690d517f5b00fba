"""Imports in a line, for tests: what happened, or why it was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.models import Unit
from alignment.models import Initiative, Outlay
from audit.models import Event
from foundation.actors import SYSTEM
from tests.factories.accounts import NOW
from workbench.exchange.importing import ImportPlan, apply_import, plan_import
from workbench.exchange.mapping import load_mapping, mapping_of_header
from workbench.exchange.problems import Problem, Refused
from workbench.exchange.reading import read_table
from workbench.types import type_named

if TYPE_CHECKING:
    from foundation.actors import Actor

MONEY = """
type: initiative
source: ledger
key: id
columns:
  name: name
  unit: {constant: Claims}
parts:
  - type: outlay
    parent: initiative
    name: budget
    if: money
    columns:
      amount: {column: money, currency: EUR}
      currency: {constant: EUR}
      kind: {constant: budget}
"""


def plan(key: str, text: str, actor: Actor = SYSTEM, mapping: str = "") -> ImportPlan:
    object_type = type_named(key)
    assert object_type
    table = read_table(text.encode())
    rules = load_mapping(mapping.encode()) if mapping else mapping_of_header(object_type, table.header)
    return plan_import(object_type=object_type, table=table, mapping=rules, actor=actor)


def bring_in(key: str, text: str, actor: Actor = SYSTEM, mapping: str = "") -> dict[str, dict[str, int]]:
    planned = plan(key, text, actor, mapping)
    counts = {batch.object_type.key: batch.counts for batch in planned.batches}
    apply_import(plan=planned, actor=actor, now=NOW)
    return counts


def problems(key: str, text: str, actor: Actor = SYSTEM, mapping: str = "") -> list[Problem]:
    """Why an import is refused; nothing is written."""
    before = Initiative.objects.count(), Outlay.objects.count(), Unit.objects.count(), Event.objects.count()
    with pytest.raises(Refused) as caught:
        bring_in(key, text, actor, mapping)
    after = Initiative.objects.count(), Outlay.objects.count(), Unit.objects.count(), Event.objects.count()
    assert after == before
    assert all(problem.remedy for problem in caught.value.problems)
    return list(caught.value.problems)


def places(found: list[Problem]) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.field, problem.message) for problem in found]


def counted(created: int, updated: int, unchanged: int) -> dict[str, int]:
    return {"created": created, "updated": updated, "unchanged": unchanged}
