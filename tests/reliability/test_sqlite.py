"""SQLite: several processes write while figures are recomputed; nobody is told that the database is locked."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.reliability.figures import SEED, Batch
from tests.reliability.house import Driver

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
WRITERS = 3
SHARE = 167
"""Writes of one process in one turn."""


@pytest.fixture
def file(tmp_path: Path, transactional_db: None) -> Path:
    """A database as installed, with the schema of the tests."""
    path = tmp_path / "writing.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        connection.ensure_connection()
        connection.connection.backup(made)
    return path


@pytest.fixture
def env(file: Path, tmp_path: Path) -> dict[str, str]:
    settings = {"DJANGO_SETTINGS_MODULE": "tests.reliability.settings", "DATABASE_URL": f"sqlite:///{file}"}
    return {**os.environ, **settings, "SIGHTLINE_DATA": str(tmp_path), "CELERY_BROKER_URL": "filesystem://"}


@pytest.fixture
def drivers(env: dict[str, str]) -> Iterator[list[Driver]]:
    made = [Driver(env) for _ in range(WRITERS + 1)]
    yield made
    for driver in made:
        driver.close()


def test_nobody_is_told_that_the_database_is_locked(drivers: list[Driver], tmp_path: Path) -> None:
    print(f"R6 seed {SEED}")  # noqa: T201 - to repeat a failure
    computing, *writing = drivers
    computing.ask("build", zone="UTC")
    batch = Batch("R6")
    written = 0
    while batch.goes_on:
        ended = tmp_path / f"ended {written}"
        computing.send("keep_computing", ended=str(ended))
        for index, driver in enumerate(writing):
            driver.send("write", seed=SEED + written + index, count=SHARE)
        problems = [problem for driver in writing for problem in driver.answer()["problems"]]
        ended.touch()
        told = computing.answer()
        written += WRITERS * SHARE
        if told["written"] != written:
            problems.append(f"{told['written']} of {written} were written")
        batch.note([*problems, *told["problems"]], WRITERS * SHARE)
    assert not batch.problems, f"seed {SEED}: {batch.problems}"


def test_who_does_not_wait_is_told_so(drivers: list[Driver], env: dict[str, str], file: Path) -> None:
    """The control: without patience, a writer that comes upon another one is told, and the harness sees it."""
    drivers[0].ask("build", zone="UTC")
    hasty = Driver({**env, "PLANTED": "hasty"})
    try:
        with closing(sqlite3.connect(file)) as other:
            other.execute("BEGIN IMMEDIATE")
            problems: list[Any] = hasty.ask("write", seed=SEED, count=1)["problems"]
            other.rollback()
    finally:
        hasty.close()
    assert any("locked" in problem for problem in problems)
