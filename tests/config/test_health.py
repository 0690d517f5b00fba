"""What load balancers ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from accounts.queries import enterprise_day
from config import health
from metrics.choices import RunOccasion, RunState
from metrics.models import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Enterprise

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """Each test asks anew whether everything is migrated."""
    health._seen.clear()
    yield
    health._seen.clear()


def test_a_living_process_says_so_without_the_database(
    anonymous: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = anonymous.get("/livez")
    assert (response.status_code, response.json()) == (200, {"alive": True})


def test_a_ready_process_has_its_database_and_migrations(anonymous: Client) -> None:
    for _turn in range(2):
        response = anonymous.get("/readyz")
        assert (response.status_code, response.json()) == (
            200,
            {"ready": True, "database": True, "migrations": True},
        )


def test_a_missing_migration_is_not_ready(anonymous: Client) -> None:
    recorder = MigrationRecorder(connection)
    ((_app, newest),) = MigrationLoader(connection).graph.leaf_nodes("activity")
    recorder.record_unapplied("activity", newest)
    response = anonymous.get("/readyz")
    assert (response.status_code, response.json()["migrations"]) == (503, False)
    recorder.record_applied("activity", newest)
    assert anonymous.get("/readyz").status_code == 200


def test_a_database_that_does_not_answer_is_not_ready(
    anonymous: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> bool:
        raise DatabaseError("gone")

    monkeypatch.setattr(health, "_answers", fail)
    response = anonymous.get("/readyz")
    assert (response.status_code, response.json()) == (
        503,
        {"ready": False, "database": False, "migrations": False},
    )


def test_a_night_that_failed_is_told_to_whoever_watches(anonymous: Client, enterprise: Enterprise) -> None:
    assert anonymous.get("/healthz/nightly").json() == {
        "fresh": True,
        "as_of": None,
        "failed": None,
        "late": None,
    }
    now = timezone.now()  # noqa: TID251 - what watchers ask reads the clock
    day = enterprise_day(now)
    for state, status in ((RunState.PUBLISHED, 200), (RunState.FAILED, 503)):
        Run.objects.create(as_of_date=day, occasion=RunOccasion.ASKED, state=state, created_at=now)
        response = anonymous.get("/healthz/nightly")
        told = response.json()
        assert (response.status_code, told["as_of"]) == (status, day.isoformat())
        assert told["failed"] == (None if status == 200 else day.isoformat())


def test_an_installation_without_an_enterprise_has_no_late_night(anonymous: Client) -> None:
    assert anonymous.get("/healthz/nightly").status_code == 200
