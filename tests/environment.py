"""The surroundings of every test run, loaded before Django's settings (`-p tests.environment` in pyproject.toml)."""

from __future__ import annotations

import atexit
import gc
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

_PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
WORKER = pytest.mark.skip(reason="needs Redis and a worker: `python3 dev.py test`")
POSTGRES = pytest.mark.skip(reason="needs PostgreSQL: `python3 dev.py test`")

TOGETHER = (
    "tests/tools/container_files/",
    "tests/tools/test_running.py",
    "tests/jobs/worker/",
    "tests/journeys/test_customer_strategy.py",
    "tests/journeys/test_demonstration.py",
    "tests/journeys/test_demonstration_building.py",
    "tests/reliability/test_killing.py",
)
"""Beginnings of tests that share something dear: one process runs them all, and begins with them."""
DATABASE = {"database", "db", "transactional_db"}
"""What a test asks for that wants a database, without a marker that says so."""

PAGES = "/pages/"
"""In the path of tests that ask what a page of an app shows and takes."""
PROMISES = {"kind", "scene"}
"""Parameters by which a test is asked of every record type, or of every relation."""

OWN_FOLDER = re.compile(r"sightline-tests?-(\d+)-")
"""A folder of a test run, named after the process that made it and takes it away."""


def forget_the_dead(folder: Path) -> list[Path]:
    """Remove what runs left behind that were killed before they could; what was removed."""
    found = []
    for path in folder.glob("sightline-test*-*"):
        named = OWN_FOLDER.match(path.name)
        if named and not is_alive(int(named[1])):
            shutil.rmtree(path, ignore_errors=True)
            found.append(path)
    return found


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's, and there
    return True


def own_folder() -> Path:
    """A folder for the data of this run and of all it starts, gone when this process ends."""
    forget_the_dead(Path(tempfile.gettempdir()))
    made = Path(tempfile.mkdtemp(prefix=f"sightline-tests-{os.getpid()}-"))
    maker = os.getpid()

    def leave() -> None:
        if os.getpid() == maker:  # a forked child ends without taking the folder along
            shutil.rmtree(made, ignore_errors=True)

    atexit.register(leave)
    return made


if "SIGHTLINE_DATA" not in os.environ:
    folder = own_folder()
    # Workers and browsers that are killed leave their temporary files where this process clears away; pytest's own
    # stay beside it, for whoever looks into a failure.
    os.environ |= {"SIGHTLINE_DATA": str(folder), "TMPDIR": str(folder)}
if os.environ.get("CELERY_BROKER_URL", "").startswith("redis+socket:"):
    # Each test process has its own database in Redis, as it has its own in PostgreSQL.
    os.environ["CELERY_BROKER_URL"] = (
        os.environ["CELERY_BROKER_URL"].split("?")[0] + f"?virtual_host={int(_PROCESS) + 1}"
    )


def has_broker() -> bool:
    return os.environ.get("CELERY_BROKER_URL", "").startswith("redis")


def has_postgres() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def wants_database(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "worker", "postgres"))
    return marked or not DATABASE.isdisjoint(getattr(item, "fixturenames", ()))


def is_halved(item: pytest.Item) -> bool:
    """Whether this is asked of every record type or relation by the same lines, or of a page among many such tests."""
    given = getattr(getattr(item, "callspec", None), "params", {})
    one_of_many = PAGES in item.nodeid or not PROMISES.isdisjoint(given)
    marked = any(item.get_closest_marker(name) for name in ("once", "servers", "postgres", "worker"))
    return one_of_many and not marked


def is_second(name: str) -> bool:
    """To which half a test belongs, by its name with its parameters."""
    return crc32(name.encode()) % 2 == 1


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("worker") and not has_broker():
            item.add_marker(WORKER)
        if item.get_closest_marker("postgres") and not has_postgres():
            item.add_marker(POSTGRES)
        if not wants_database(item):
            item.add_marker("no_database")
        elif is_halved(item):
            item.add_marker("second" if is_second(item.name) else "first")


def pytest_collection_finish() -> None:
    """Nearly all that a test makes is gone with it: to look for cycles less often saves a tenth of the time."""
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Test by test to whichever process is free, and ``TOGETHER`` to one; the marker for it is lost on pytest 9.2."""
    from xdist.scheduler import LoadScopeScheduling  # optional dependency

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next(filter(nodeid.startswith, TOGETHER), nodeid)

    return Scheduling(config, log)
