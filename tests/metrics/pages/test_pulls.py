"""Keeping the query of a source and asking it at once, and what the page says of that."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Unit, User
from jobs.models import Job
from jobs.operations.running import run_job
from metrics.choices import FormulaKind
from metrics.models import Observation, Source, SourceQuery
from metrics.operations.pulls import JOB
from tests.factories.accounts import NOW
from tests.factories.metrics import make_source
from tests.metrics.observed import metric_of

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
SELECT = "SELECT 'Delay' AS metric, 'Claims' AS unit, '2026-03-02' AS day, 1.5 AS value"


@pytest.fixture
def desk(claims: Unit, tmp_path: Path, settings: Any) -> Source:
    metric_of(FormulaKind.MEAN, name="Delay")
    path = tmp_path / "calls.sqlite3"
    sqlite3.connect(path).close()
    settings.SOURCE_DATABASES = {"calls": f"sqlite:///{path}"}
    return make_source(name="Service desk", kind="sql")


def address(source: Source) -> str:
    return reverse("source_pull", args=[source.uid])


def given(**changed: str) -> dict[str, str]:
    return {"database": "calls", "statement": f"{SELECT};", "days_back": "40", **changed}


def test_a_query_goes_its_way_from_the_page_to_the_figures(
    analyst: User, desk: Source, client_of: ClientOf
) -> None:
    client = client_of(analyst)
    answer = client.post(address(desk), given(now="1", is_nightly="on"), follow=True).text
    assert "The query is kept, and asked in the background." in answer
    assert "Waiting" in answer

    run_job(uid=Job.objects.get(kind=JOB).uid, now=NOW)

    assert "1 observation, 1 new or changed." in client.get(address(desk)).text
    assert Observation.objects.count() == 1
    assert address(desk) in client.get(reverse("source_detail", args=[desk.uid])).text


def test_a_query_is_kept_without_being_asked(analyst: User, desk: Source, client_of: ClientOf) -> None:
    client = client_of(analyst)
    client.post(address(desk), given(column_value="minutes", days_back="7"))
    kept = SourceQuery.objects.get()
    assert (kept.statement, kept.days_back, kept.is_nightly) == (SELECT, 7, False)
    assert kept.headings == {"value": "minutes"}
    assert not Job.objects.filter(kind=JOB).exists()
    form = client.get(address(desk)).context["form"]
    assert (form["days_back"].value(), form["column_value"].value()) == (7, "minutes")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"database": "payroll"}, "database"),
        ({"statement": ""}, "statement"),
        ({"statement": "SELECT 1; DELETE FROM calls"}, "statement"),
        ({"days_back": "0"}, "days_back"),
        ({"days_back": "soon"}, "days_back"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    changed: dict[str, str], field: str, analyst: User, desk: Source, client_of: ClientOf
) -> None:
    answer = client_of(analyst).post(address(desk), given(**changed))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not SourceQuery.objects.exists()


def test_no_address_is_ever_shown(analyst: User, desk: Source, client_of: ClientOf, settings: Any) -> None:
    settings.SOURCE_DATABASES = {"calls": "postgres://reader:secret@host/db"}
    client = client_of(analyst)
    assert "secret" not in client.get(address(desk)).text
    assert "secret" not in client.post(address(desk), given(now="1"), follow=True).text


def test_without_a_named_database_the_page_says_how_one_is_named(
    analyst: User, desk: Source, client_of: ClientOf, settings: Any
) -> None:
    settings.SOURCE_DATABASES = {}
    assert "No database is named" in client_of(analyst).get(address(desk)).text


def test_who_may_not_change_metrics_is_shown_nothing(reader: User, desk: Source, client_of: ClientOf) -> None:
    assert client_of(reader).get(address(desk)).status_code == 403
    assert client_of(reader).post(address(desk), given()).status_code == 403
