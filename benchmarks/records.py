"""Saving records through the one door, against a bare bulk insert or update of the same rows.

The door validates, numbers, compares versions and writes an event for each record; the floor only writes rows.
Every round is taken back, so that both find the same database.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from accounts.models import Unit
from accounts.operations.unit import place_units
from alignment.models import Initiative
from foundation.actors import SYSTEM
from tools.races import Race
from workbench.operations.records import Change, save_many
from workbench.types import type_with_key

DATABASE = True
ROWS = 2_000
GOAL = 8.0
"""A record with its number, its checks and its event may cost this many bare rows."""
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


def races(rows: int) -> list[Race]:
    kind, unit = type_with_key("initiative"), _unit()
    new = [{"name": f"Initiative {n}", "unit": unit, "status": "delivery"} for n in range(rows)]
    save_many(object_type=kind, changes=list(map(Change, new)), actor=SYSTEM, now=NOW)

    def create() -> None:
        changes = [Change({**values, "name": f"{values['name']} again"}) for values in new]
        save_many(object_type=kind, changes=changes, actor=SYSTEM, now=NOW)

    def change() -> None:
        changes = [Change({"status": "live"}, record) for record in Initiative.objects.for_list()]
        save_many(object_type=kind, changes=changes, actor=SYSTEM, now=NOW)

    def insert() -> None:
        made = [
            Initiative(**values, number=rows + n, created_at=NOW, updated_at=NOW)
            for n, values in enumerate(new, start=1)
        ]
        Initiative.objects.bulk_create(made, batch_size=500)

    def update() -> None:
        found = list(Initiative.objects.for_list())
        for record in found:
            record.status = "live"
        Initiative.objects.bulk_update(found, ["status", "version", "updated_at"], batch_size=200)

    return [
        Race(f"{rows} new records", _taken_back(create), _taken_back(insert), GOAL),
        Race(f"{rows} changed records", _taken_back(change), _taken_back(update), GOAL),
    ]


def _taken_back(work: Callable[[], Any]) -> Callable[[], None]:
    def round_of() -> None:
        with transaction.atomic():
            work()
            transaction.set_rollback(True)

    return round_of


def _unit() -> Unit:
    unit = Unit(name="Harbor Mutual", number=1, created_at=NOW, updated_at=NOW)
    place_units(records=[unit])
    unit.save()
    return unit
