"""Many records at once take statements by the batch, never by the row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from alignment.models import Initiative
from alignment.operations.standing import keep_standings
from customers.models import Need, Segment
from foundation.actors import SYSTEM
from metrics.models import Reading
from tests.factories.accounts import NOW
from tests.factories.customers import make_segment, make_segmentation
from tests.factories.metrics import make_metric
from workbench.operations.records import Change, save_many
from workbench.operations.removal import archive_many, restore_many
from workbench.types import type_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit
    from foundation.models import Record

FEW, MANY = 3, 600


def initiatives(count: int, unit: Unit) -> list[dict[str, Any]]:
    return [{"name": f"Portal {n}", "unit": unit} for n in range(count)]


def segments(count: int, _unit: Unit) -> list[dict[str, Any]]:
    segmentation = make_segmentation()
    return [{"name": f"Segment {n}", "segmentation": segmentation} for n in range(count)]


def needs(count: int, _unit: Unit) -> list[dict[str, Any]]:
    answer = {
        "segment": make_segment(),
        "importance": 4,
        "scale_min": 1,
        "scale_max": 5,
        "asked_date": NOW.date(),
    }
    return [{"statement": f"Need {n}", **answer} for n in range(count)]


def readings(count: int, _unit: Unit) -> list[dict[str, Any]]:
    metric = make_metric()
    return [{"metric": metric, "day": date(2020, 1, 1) + timedelta(days=n), "value": n} for n in range(count)]


CHANGES: dict[type[Record], tuple[Callable[[int, Unit], list[dict[str, Any]]], dict[str, Any]]] = {
    Initiative: (initiatives, {"description": "Told"}),
    Segment: (segments, {"description": "Told"}),
    Need: (needs, {"importance": 5, "asked_date": date(2026, 11, 3)}),
    Reading: (readings, {"note": "Told"}),
}
STATEMENTS: dict[str, dict[type[Record], tuple[tuple[int, int], tuple[int, int]]]] = {
    "sqlite": {
        Initiative: ((24, 14), (54, 34)),
        Segment: ((16, 14), (30, 29)),
        Need: ((25, 31), (53, 66)),
        Reading: ((15, 13), (29, 27)),
    },
    "postgresql": {
        Initiative: ((24, 14), (31, 15)),
        Segment: ((16, 14), (17, 15)),
        Need: ((25, 31), (31, 33)),
        Reading: ((15, 13), (16, 14)),
    },
}
"""Statements to create and to change 3 records, and 600: a batch is 500 rows, and on SQLite 999 values as well.

A new answer to a need keeps the former one as a record of its own. Initiatives and needs have chains: new ones are looked
at one by one where they are few, and with all others where they are many."""
PUT_AWAY = {"sqlite": ((13, 15), (31, 35)), "postgresql": ((13, 15), (23, 23))}
"""Statements to put away and to bring back."""


@pytest.mark.parametrize(("turn", "count"), [(0, FEW), (1, MANY)], ids=("few", "many"))
@pytest.mark.parametrize("model", [*CHANGES], ids=lambda model: model.__name__)
def test_saving_takes_statements_by_the_batch(
    model: type[Record],
    turn: int,
    count: int,
    claims: Unit,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    kind: Any = type_of(model)
    values_of, later = CHANGES[model]
    new = [Change(values) for values in values_of(count, claims)]
    creating, changing = STATEMENTS[connection.vendor][model][turn]
    keep_standings(now=NOW)
    with django_assert_num_queries(creating):
        save_many(object_type=kind, changes=new, actor=SYSTEM, now=NOW)
    changed = [Change(later, record) for record in model.objects.for_list()]
    with django_assert_num_queries(changing):
        save_many(object_type=kind, changes=changed, actor=SYSTEM, now=NOW + timedelta(hours=1))
    assert {record.version for record in model.objects.all()} == {2}


@pytest.mark.parametrize(("turn", "count"), [(0, FEW), (1, MANY)], ids=("few", "many"))
def test_putting_away_and_bringing_back_takes_statements_by_the_batch(
    turn: int, count: int, claims: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kind: Any = type_of(Initiative)
    new = [Change(values) for values in initiatives(count, claims)]
    about: dict[str, Any] = {"object_type": kind, "actor": SYSTEM, "now": NOW}
    save_many(changes=new, **about)
    for work, asked in zip((archive_many, restore_many), PUT_AWAY[connection.vendor][turn], strict=True):
        records = list(Initiative.objects.for_list())
        with django_assert_num_queries(asked):
            assert len(work(records=records, **about)) == count
