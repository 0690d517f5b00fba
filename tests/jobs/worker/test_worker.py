"""Real worker processes on files alone, killed in the middle of a job: every job is done, and its effect happens once.

Nothing here measures time; each wait ends with a state, and the bounds are far beyond what is needed. With PostgreSQL and
Redis, ``tests/reliability`` kills whatever there is.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(settings.BASE_DIR)
PATIENCE = 240.0


class House:
    """A database, a data folder and worker processes that belong to one test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.jobs.worker.settings",
            "DATABASE_URL": f"sqlite:///{folder / 'killed.sqlite3'}",
            "WORKER_QUEUE": f"killed-{uuid4()}",
            "CELERY_BROKER_URL": "filesystem://",
            "SIGHTLINE_DATA": str(folder),
            "JOB_LEASE_SECONDS": "3",
            "CELERY_SKIP_CHECKS": "1",
            "PYTHONPATH": str(ROOT),
        }

    def call(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        ran = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def start_worker(self) -> subprocess.Popen[bytes]:
        number = len(self.workers)
        command = [sys.executable, "-m", "celery", "-A", "tests.jobs.worker.application", "--quiet", "worker"]
        beat = ["-B", "--schedule", str(self.folder / f"beat{number}")]
        options = ["-n", f"killed{number}-{uuid4()}@localhost", "-c", "1", "-l", "warning", *beat]
        with (self.folder / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                [*command, *options], cwd=ROOT, env=self.env, start_new_session=True, stdout=log, stderr=log
            )
        self.workers.append(worker)
        return worker

    def ask(self, name: str) -> tuple[str, Path]:
        """A job that stops in the middle until ``go`` appears in its folder."""
        folder = self.folder / name
        folder.mkdir()
        answer: dict[str, str] = json.loads(self.call("-m", "tests.jobs.worker.driver", "ask", str(folder)))
        return answer["uid"], folder

    def watch(self, uid: str) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.call("-m", "tests.jobs.worker.driver", "watch", uid))
        return answer

    def holder(self, folder: Path, *, but: int = 0) -> int:
        """The process that works on the job of ``folder`` now, once there is one."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for held in folder.glob("held-*"):
                if (pid := int(held.name.removeprefix("held-"))) != but:
                    return pid
            time.sleep(0.05)
        pytest.fail("nobody took the job; the workers said:\n" + (self.folder / "worker.log").read_text())

    def close(self) -> None:
        for worker in self.workers:
            if worker.poll() is None:
                kill_all(worker)


def kill_all(worker: subprocess.Popen[bytes]) -> None:
    """As a power cut would: the worker and its children, at once, without a word."""
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    house.call("manage.py", "migrate", "jobs", "--verbosity", "0", "--skip-checks")
    yield house
    house.close()


def test_killed_workers_lose_nothing_and_do_nothing_twice(house: House) -> None:
    first = house.start_worker()

    uid, folder = house.ask("pool-child")
    child = house.holder(folder)
    os.kill(child, signal.SIGKILL)
    house.holder(folder, but=child)
    (folder / "go").touch()
    assert house.watch(uid) == {"state": "done", "attempts": 2, "error": "", "written": 1}

    uid, folder = house.ask("whole-worker")
    child = house.holder(folder)
    kill_all(first)
    house.start_worker()
    house.holder(folder, but=child)
    (folder / "go").touch()
    assert house.watch(uid) == {"state": "done", "attempts": 2, "error": "", "written": 1}
