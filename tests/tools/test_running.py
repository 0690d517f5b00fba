"""`dev.py run` from an empty data folder: it serves what works, says as whom to sign in, and leaves no process."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tools.environment import ROOT, VENV

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 300
"""Seconds after which something hangs: a worker first ends the work it has in hand, however busy the machine is."""
NOT_PASSED_ON = ("DATABASE_URL", "CELERY_BROKER_URL", "REDIS_URL", "DEMO_PASSWORD", "SECRET_KEY")


@dataclass(frozen=True)
class Site:
    """A running site: its process, where it listens, and what it printed until it was ready."""

    process: subprocess.Popen[str]
    address: str
    said: str

    @property
    def password(self) -> str:
        return re.findall(r"with the password  (\S+)", self.said)[0]


@contextmanager
def started(data: Path) -> Iterator[Site]:
    """A site that is ready; it is gone afterwards, whatever the test found."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    with subprocess.Popen(
        [sys.executable, ROOT / "dev.py", "run"],
        env={**kept, "PORT": str(port), "SIGHTLINE_DATA": str(data)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        text=True,
    ) as process:
        try:
            yield Site(process, f"http://127.0.0.1:{port}/", until_ready(process))
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def until_ready(process: subprocess.Popen[str]) -> str:
    """What it prints until it is ready; the test fails with that where it ends before."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "Ctrl-C stops" in line:
            return said
    pytest.fail(said)


def stop(site: Site, number: int) -> int:
    site.process.send_signal(number)
    site.process.communicate(timeout=PATIENCE)
    return site.process.returncode


def below(pid: int) -> list[int]:
    """The processes that descend from one, by what the system says now."""
    table = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,stat="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split() for line in table.splitlines()]
    children = [int(own) for own, parent, state in rows if int(parent) == pid and not state.startswith("Z")]
    return [found for child in children for found in (child, *below(child))]


def alive(pids: list[int]) -> list[int]:
    table = subprocess.run(["ps", "-eo", "pid=,stat="], capture_output=True, text=True, check=True).stdout
    running = {int(line.split()[0]) for line in table.splitlines() if not line.split()[1].startswith("Z")}
    return sorted(running & set(pids))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (VENV / ".stamp-install-base").exists():
        pytest.skip("the environment was not made by dev.py, which would install it here")
    return tmp_path_factory.mktemp("site")


def test_a_first_and_a_second_start(data: Path) -> None:
    with started(data) as first:
        with urllib.request.urlopen(f"{first.address}readyz", timeout=PATIENCE) as answer:  # noqa: S310 - our own address
            assert json.load(answer)["ready"] is True
        processes = below(first.process.pid)
        assert len(processes) >= 2  # the web server and the worker at least
        assert re.findall(r"(\w+)@demo\.example", first.said) == [
            "cio",
            "rm",
            "executive",
            "analyst",
            "admin",
        ]
        assert stop(first, signal.SIGTERM) == 0
        assert alive(processes) == []
    with started(data) as second:
        processes = below(second.process.pid)
        assert second.password == first.password
        assert "preparing the database" not in second.said
        assert stop(second, signal.SIGINT) == 0
        assert alive(processes) == []
