"""What `dev.py run` does before and around serving."""

from __future__ import annotations

import os
import select
import socket
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tools import serving
from tools.environment import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def start(tmp_path: Path, port: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PORT": port, "SIGHTLINE_DATA": str(tmp_path / "data")}
    return subprocess.run(
        [sys.executable, ROOT / "dev.py", "run"],
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_a_port_that_is_taken_is_said_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = start(tmp_path, str(port))
    assert done.returncode == 1
    assert f"Port {port} cannot be used" in done.stderr
    assert (done.stdout, list(tmp_path.iterdir())) == ("", [])


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    done = start(tmp_path, port)
    assert (done.returncode, done.stderr) == (1, f"PORT must be a number from 1 to 65535, not {port!r}.\n")


def test_the_password_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "password"
    assert [serving.kept(path, "first"), serving.kept(path, "second")] == ["first", "first"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_process_that_ends_by_itself_ends_the_others(capfd: pytest.CaptureFixture[str]) -> None:
    commands: dict[str, list[str | Path]] = {"short": ["false"], "long": ["sleep", "60"]}
    with serving.started(commands, dict(os.environ)) as processes:
        processes["short"].wait()
        assert not serving.are_running(processes)
    assert all(process.poll() is not None for process in processes.values())
    assert "The short ended by itself with 1" in capfd.readouterr().out


def test_grandchildren_do_not_outlive_their_parents() -> None:
    # The shell leaves a child behind, which alone keeps the pipe open: the pipe ends when the child does.
    script = "sleep 600 & echo started; exec 1>&-; wait"
    with subprocess.Popen(["sh", "-c", script], stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"started\n"
        process.terminate()
        serving.end(process)
        has_ended, *_ = select.select([process.stdout], [], [], 60)
        assert has_ended
        assert process.stdout.read() == b""
