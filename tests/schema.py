"""The schema of SQLite's test database, kept from one run to the next while no migration changes.

To migrate from nothing takes longer than most runs of one file. PostgreSQL's part of the suite migrates each time, and so
does whoever runs the suite on a fresh clone.
"""

from __future__ import annotations

import fcntl
import inspect
import os
import sqlite3
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import django
import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

FOLDER = Path(settings.BASE_DIR, "var", "tests")
making = ExitStack()
"""Holds the others back from when the schema is looked for until it is there."""


@cache
def key() -> str:
    """What the schema follows from: Django, and every migration as written."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    files = sorted(inspect.getfile(type(migration)) for migration in known.values())
    told = [django.get_version(), *(Path(file).read_text() for file in files)]
    return sha256("\0".join(told).encode()).hexdigest()[:16]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Begin with what an earlier run has kept, or another process of this one; what remains to migrate is nothing.

    Where nothing is kept yet, the first process that comes makes it, and the others wait for it.
    """
    if connection.vendor != "sqlite":
        yield
        return
    making.enter_context(locked())
    if not kept().exists():
        yield
        return
    making.close()
    name = connection.creation._get_test_db_name()  # type: ignore[attr-defined]
    with closing(sqlite3.connect(name, uri=True)) as begun, closing(sqlite3.connect(kept())) as before:
        before.backup(begun)
        yield  # the database in memory lasts as long as somebody holds it


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Keep the schema for the other processes and the next run, and let them go on."""
    with making:
        if connection.vendor == "sqlite" and not kept().exists():
            with django_db_blocker.unblock():
                keep()


@contextmanager
def locked() -> Iterator[None]:
    """Only one process at a time is about the schema; what a killed one held is free."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with Path(FOLDER, "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def keep() -> None:
    for older in FOLDER.glob("schema-*"):
        older.unlink(missing_ok=True)
    part = kept().with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(part)) as made:
        connection.ensure_connection()
        connection.connection.backup(made)
    part.replace(kept())


def kept() -> Path:
    return FOLDER / f"schema-{key()}.sqlite3"
