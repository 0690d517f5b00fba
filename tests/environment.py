"""The surroundings of every test run, loaded before Django's settings (`-p tests.environment` in pyproject.toml)."""

from __future__ import annotations

import os
import tempfile

import pytest

_PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
WORKER = pytest.mark.skip(reason="needs Redis and a worker: `python3 dev.py test`")
POSTGRES = pytest.mark.skip(reason="needs PostgreSQL: `python3 dev.py test`")

os.environ.setdefault("SIGHTLINE_DATA", tempfile.mkdtemp(prefix="sightline-tests-"))
if os.environ.get("CELERY_BROKER_URL", "").startswith("redis+socket:"):
    # Each test process has its own database in Redis, as it has its own in PostgreSQL.
    os.environ["CELERY_BROKER_URL"] = (
        os.environ["CELERY_BROKER_URL"].split("?")[0] + f"?virtual_host={int(_PROCESS) + 1}"
    )


def has_broker() -> bool:
    return os.environ.get("CELERY_BROKER_URL", "").startswith("redis")


def has_postgres() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("worker") and not has_broker():
            item.add_marker(WORKER)
        if item.get_closest_marker("postgres") and not has_postgres():
            item.add_marker(POSTGRES)
