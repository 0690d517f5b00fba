"""A run of tests leaves nothing behind: not when it ends, and not for long when it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment import forget_the_dead, is_second
from tests.workbench import test_conformance, test_conformance_api, test_conformance_writes
from workbench.types import all_types

ROOT = Path(__file__).resolve().parent.parent
SAY = "import os, sys, tests.environment; print(os.environ['SIGHTLINE_DATA'], os.environ['TMPDIR'], flush=True); "


def started(folder: Path, then: str) -> subprocess.Popen[str]:
    env = {name: value for name, value in os.environ.items() if name not in {"SIGHTLINE_DATA", "TMPDIR"}}
    return subprocess.Popen(
        [sys.executable, "-c", SAY + then], cwd=ROOT, env={**env, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def said(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().split()


def test_a_run_takes_its_folder_along_with_what_its_children_left(tmp_path: Path) -> None:
    leave = "import subprocess; subprocess.run([sys.executable, '-c', 'import tempfile; tempfile.mkdtemp()'])"
    with started(tmp_path, leave) as process:
        data, temporary = said(process)
    assert (data == temporary, Path(data).parent, process.returncode) == (True, tmp_path, 0)
    assert list(tmp_path.iterdir()) == []


def test_a_forked_child_does_not_take_it(tmp_path: Path) -> None:
    fork = "child = os.fork(); child or sys.exit(0); os.waitpid(child, 0); input_ = os.listdir(os.environ['TMPDIR'])"
    with started(tmp_path, fork) as process:
        said(process)
    assert (process.returncode, list(tmp_path.iterdir())) == (0, [])


@pytest.mark.skipif(os.name == "nt", reason="nobody is killed this way there")
def test_what_a_killed_run_left_goes_with_the_next_one(tmp_path: Path) -> None:
    with started(tmp_path, "import signal; signal.pause()") as process:
        data = Path(said(process)[0])
        assert forget_the_dead(tmp_path) == []
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert data.exists()
    (tmp_path / "sightline-tests-of-somebody").mkdir()
    (tmp_path / "sightline-test-1-alive").mkdir()
    assert forget_the_dead(tmp_path) == [data]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "sightline-test-1-alive",
        "sightline-tests-of-somebody",
    ]


def test_each_half_of_the_promises_has_every_type_and_every_promise() -> None:
    promises = [
        name
        for module in (test_conformance, test_conformance_api, test_conformance_writes)
        for name in vars(module)
        if name.startswith("test_")
    ]
    asked = {(name, kind.key): is_second(f"{name}[{kind.key}]") for name in promises for kind in all_types()}
    for half in (False, True):
        chosen = [pair for pair, is_in_second in asked.items() if is_in_second is half]
        assert [{name for name, _ in chosen}, {key for _, key in chosen}] == [
            {*promises},
            {kind.key for kind in all_types()},
        ]
