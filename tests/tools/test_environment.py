"""A step is repeated when, and only when, there is a reason."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from tools import environment

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    (tmp_path / "input").write_text("a")
    return tmp_path


def is_due(root: Path) -> bool:
    with environment.step("build", [root / "input"], root / "output", stamps=root) as due:
        if due:
            (root / "output").write_text("made")
    return due


def test_a_step_runs_once(root: Path) -> None:
    assert [is_due(root), is_due(root)] == [True, False]


def test_a_changed_input_makes_it_due(root: Path) -> None:
    is_due(root)
    (root / "input").write_text("b")
    assert is_due(root)


def test_a_lost_output_makes_it_due(root: Path) -> None:
    is_due(root)
    (root / "output").unlink()
    assert is_due(root)


def test_a_step_that_failed_stays_due(root: Path) -> None:
    with pytest.raises(SystemExit), environment.step("build", [root / "input"], stamps=root):
        environment.require("false")
    with environment.step("build", [root / "input"], stamps=root) as due:
        assert due


def test_of_two_commands_at_once_one_waits_for_the_other(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    is_waiting = Event()

    def say(message: str) -> None:
        said.append(message)
        is_waiting.set()

    def second() -> None:
        with environment.alone():
            said.append("in")

    monkeypatch.setattr(environment, "say", say)
    other = Thread(target=second)
    with environment.alone():
        other.start()
        assert is_waiting.wait(60)
        assert said == ["waiting for another command that brings packages"]
    other.join(60)
    assert said[1:] == ["in"]


def test_gathered_files_are_no_reason_to_gather_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The data folder lies in the project, as it does on a first start."""
    (root / "requirements").mkdir()
    (root / "requirements" / "base.txt").write_text("django")
    (root / "static").mkdir()
    (root / "static" / "own.css").write_text("a")
    data = root / "var"
    runs: list[str] = []

    def gather(*_command: object, env: dict[str, str]) -> None:
        runs.append((root / "static" / "own.css").read_text())
        (data / "static").mkdir(parents=True, exist_ok=True)
        (data / "static" / "own.0cc175b9.css").write_text(runs[-1])

    monkeypatch.setattr(environment, "require", gather)
    environment.static_files(data, {})
    environment.static_files(data, {})
    (root / "static" / "own.css").write_text("b")
    environment.static_files(data, {})
    environment.static_files(data, {})
    assert runs == ["a", "b"]


def test_a_command_that_fails_says_what_it_was(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        environment.require("sh", "-c", "echo broken; exit 3")
    assert raised.value.code == "broken\n\nThis command failed with 3: sh -c echo broken; exit 3"
    assert capfd.readouterr().out == ""
