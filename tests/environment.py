"""The surroundings of every test run, loaded before Django's settings (`-p tests.environment` in pyproject.toml).

It gives the fixture ``worker``: a real Celery worker process on the test database and a real broker.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
WORKER_PATIENCE = 30.0
"""Seconds a worker may take to answer."""
_PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")

os.environ.setdefault("SIGHTLINE_DATA", tempfile.mkdtemp(prefix="sightline-tests-"))
if os.environ.get("CELERY_BROKER_URL", "").startswith("redis+socket:"):
    # Each test process has its own database in Redis, as it has its own in PostgreSQL.
    os.environ["CELERY_BROKER_URL"] = (
        os.environ["CELERY_BROKER_URL"].split("?")[0] + f"?virtual_host={int(_PROCESS) + 1}"
    )


def has_broker() -> bool:
    return os.environ.get("CELERY_BROKER_URL", "").startswith("redis")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    from django.db import connection  # app ready

    for item in items:
        if item.get_closest_marker("worker") and not has_broker():
            item.add_marker(pytest.mark.skip(reason="needs Redis and a worker: `python3 dev.py test`"))
        if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: `python3 dev.py test`"))


@pytest.fixture(scope="session")
def worker(django_db_setup: None) -> Iterator[None]:
    """A worker process that works on this process's test database until the session ends."""
    from django.db import connection  # app ready

    from config.celery import app  # app ready

    # The test database has the name of the configured one with a prefix, and a suffix of the test process.
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    env = {**os.environ, "DATABASE_URL": f"{base}/{connection.settings_dict['NAME']}"}
    name = f"tests{_PROCESS}@localhost"
    command = [sys.executable, "-m", "celery", "-A", "config", "--quiet", "worker", "-n", name, "-c", "1"]
    process = subprocess.Popen([*command, "-l", "warning"], cwd=ROOT, env=env, start_new_session=True)
    try:
        _wait(process, app, name)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(WORKER_PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process: subprocess.Popen[bytes], app: object, name: str) -> None:
    end = time.monotonic() + WORKER_PATIENCE
    while not app.control.ping(destination=[name], timeout=0.5):  # type: ignore[attr-defined]
        if process.poll() is not None or time.monotonic() > end:
            pytest.fail("the Celery worker did not start")
