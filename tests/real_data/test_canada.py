"""Two yearly portfolios of a real government, read as a user would: departments first, then the projects."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit
from alignment.models import Initiative, Outlay
from audit.models import Event
from foundation.actors import SYSTEM
from tests.factories.accounts import make_grant, make_user
from workbench.exchange.exporting import export_header, export_rows
from workbench.exchange.importing import apply_import, plan_import
from workbench.exchange.mapping import load_mapping, mapping_of_header
from workbench.exchange.problems import Refused
from workbench.exchange.reading import read_table
from workbench.exchange.writing import csv_chunks
from workbench.types import type_named

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.actors import Actor

DATA = settings.BASE_DIR.parent / "shared" / "data" / "canada_it_projects"
MAPPINGS = settings.BASE_DIR / "examples" / "mappings"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared/data/canada_it_projects"),
]

Counts = dict[str, dict[str, int]]


def bring_in(mapping: str, year: int, now: datetime, actor: Actor = SYSTEM) -> Counts:
    """Import one year's file by one of the shipped mappings; what happened, by type."""
    rules = load_mapping((MAPPINGS / f"canada_{mapping}.yaml").read_bytes())
    object_type = type_named(rules.type)
    assert object_type
    table = read_table((DATA / f"gc-it-projects-{year}.csv").read_bytes())
    plan = plan_import(object_type=object_type, table=table, mapping=rules, actor=actor)
    counts = {batch.object_type.key: batch.counts for batch in plan.batches}
    apply_import(plan=plan, actor=actor, now=now)
    return counts


def counted(created: int, updated: int, unchanged: int) -> dict[str, int]:
    return {"created": created, "updated": updated, "unchanged": unchanged}


def total(**filters: object) -> Decimal | None:
    amount: Decimal | None = Outlay.objects.filter(**filters).aggregate(total=Sum("amount"))["total"]
    return amount


@pytest.fixture
def first_year(root: Unit, now: datetime) -> Counts:
    return bring_in("units", 2016, now) | bring_in("initiatives", 2016, now)


def test_first_year(first_year: Counts, root: Unit) -> None:
    assert first_year == {
        "unit": counted(37, 0, 0),
        "initiative": counted(398, 0, 0),
        "outlay": counted(392, 0, 0),
    }
    assert Unit.objects.filter(parent=root).count() == 37
    assert total() == Decimal(11_918_961_480)
    assert set(Outlay.objects.values_list("kind", "currency", "fiscal_year")) == {("budget", "CAD", None)}


def test_unknown_stays_unknown(first_year: Counts) -> None:
    """No budget is zero and no day is made up: six and ten projects of 2016 have none."""
    undated = Initiative.objects.filter(end_date=None).values_list("external_key", flat=True)
    unfunded = Initiative.objects.filter(outlays=None).values_list("external_key", flat=True)

    assert sorted(undated) == [
        "cbsa-atdp", "cbsa-caed", "cbsa-pik-2", "cfia-eti", "csc-sap-migration", "hc-eti", "nserc-rp2", "pspc-eti",
        "ssc-itsm", "sshrc-rp2",
    ]  # fmt: skip
    assert sorted(unfunded) == [
        "cbsa-atdp",
        "cbsa-caed",
        "cbsa-pik-2",
        "inac-irems",
        "nserc-rp2",
        "sshrc-rp2",
    ]
    assert not Outlay.objects.filter(amount=0).exists()
    assert Counter(Initiative.objects.values_list("status", "office", "purpose")) == {("", "", ""): 398}


def test_again_changes_nothing(first_year: Counts, now: datetime) -> None:
    events = Event.objects.count()

    assert bring_in("units", 2016, now) == {"unit": counted(0, 0, 37)}
    assert bring_in("initiatives", 2016, now) == {
        "initiative": counted(0, 0, 398),
        "outlay": counted(0, 0, 392),
    }
    assert Event.objects.count() == events


def test_second_year(first_year: Counts, now: datetime) -> None:
    """Matches 100 projects, creates 363 and leaves the other 298 untouched."""
    before = {record.uid: record.version for record in Initiative.objects.all()}

    assert bring_in("units", 2019, now) == {"unit": counted(8, 0, 29)}
    second = bring_in("initiatives", 2019, now)

    assert second["initiative"] == counted(363, 100, 0)
    untouched = [r for r in Initiative.objects.all() if r.uid in before and r.version == before[r.uid]]
    assert len(untouched) == 298
    assert Initiative.objects.count() == 761


def test_second_year_money(first_year: Counts, now: datetime) -> None:
    bring_in("units", 2019, now)
    bring_in("initiatives", 2019, now)
    table = read_table((DATA / "gc-it-projects-2019.csv").read_bytes())
    keys = [row.cells[table.header.index("uniqueId")] for row in table.rows]

    assert total(initiative__external_key__in=keys) == Decimal(7_030_871_651)


def test_every_write_leaves_an_event(first_year: Counts) -> None:
    verbs = Counter(Event.objects.values_list("type_label", "verb"))
    assert verbs == {
        ("accounts.unit", "imported"): 37,
        ("alignment.initiative", "imported"): 398,
        ("alignment.outlay", "imported"): 392,
    }


@pytest.mark.parametrize("rows", [3, 398])
def test_constant_queries(root: Unit, now: datetime, rows: int) -> None:
    """Planning reads initiatives, units and outlays once, whatever the length of the file."""
    bring_in("units", 2016, now)
    rules = load_mapping((MAPPINGS / "canada_initiatives.yaml").read_bytes())
    table = read_table((DATA / "gc-it-projects-2016.csv").read_bytes())
    object_type = type_named("initiative")
    assert object_type
    with CaptureQueriesContext(connection) as queries:
        plan_import(
            object_type=object_type, table=replace(table, rows=table.rows[:rows]), mapping=rules, actor=SYSTEM
        )
    assert len(queries) == 3


def test_the_analyst_of_one_department_cannot_import_the_others(first_year: Counts, now: datetime) -> None:
    unit = Unit.objects.get(external_key="aafc")
    user = make_user("Pia Roy", unit=unit)
    make_grant(user, "analyst", unit)
    events = Event.objects.count()

    with pytest.raises(Refused) as caught:
        bring_in("initiatives", 2019, now, user)

    assert len(caught.value.problems) > 400
    assert Event.objects.count() == events


def test_export_and_back(first_year: Counts, now: datetime) -> None:
    for key, count in (("unit", 38), ("initiative", 398), ("outlay", 392)):
        object_type = type_named(key)
        assert object_type
        records = object_type.model.objects.visible_to(SYSTEM).order_by("number")
        rows = export_rows(object_type=object_type, records=records, viewer=SYSTEM)
        table = read_table("".join(csv_chunks(export_header(object_type), rows)).encode())
        mapping = mapping_of_header(object_type, table.header)
        plan = plan_import(object_type=object_type, table=table, mapping=mapping, actor=SYSTEM)
        assert (plan.batches[0].counts, plan.problems) == (counted(0, 0, count), [])
