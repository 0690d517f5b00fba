"""What `dev.py test` builds first, and what its closing summary says."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tools import environment, testing
from tools.testing import Part

if TYPE_CHECKING:
    from pathlib import Path

RESULT = """<testsuites><testsuite errors="1" failures="2" skipped="3" tests="10" time="4.6"/></testsuites>"""


def test_a_run_of_one_path_finds_what_is_built_as_fresh_as_the_whole_suite(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    for name in ("install", "assets", "translations", "python"):
        monkeypatch.setattr(environment, name, lambda *_, name=name, **__: done.append(name))
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    testing.run(["tests/browser"])
    assert done == ["install", "assets", "translations", "python"]


@pytest.mark.parametrize(
    ("absent", "left"),
    [
        ("", ["not servers and not second", "not no_database and not once and not first", None]),
        ("no PostgreSQL", ["", None]),
    ],
)
def test_sqlite_is_asked_for_what_no_server_can_be_asked(
    absent: str, left: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []

    def run_part(name: str, prefix: list[str], arguments: list[str], env: dict[str, str]) -> Part:
        asked.append(arguments[arguments.index("-m") + 1] if "-m" in arguments else None)
        return Part(name, passed=1)

    for name in ("install", "assets", "translations"):
        monkeypatch.setattr(environment, name, lambda *_: None)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(testing, "missing", lambda _: absent)
    monkeypatch.setattr(testing, "browser_path", lambda: "chromium")
    monkeypatch.setattr(testing, "_pytest", run_part)
    assert testing.run([]) == 0
    assert asked == left


def test_results_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "result.xml"
    path.write_text(RESULT)
    assert testing.read("SQLite", path, 1) == Part("SQLite", 4, 3, 3, 4.6)


def test_a_bad_end_without_a_failed_test_counts_as_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "result.xml"
    path.write_text(
        '<testsuites><testsuite errors="0" failures="0" skipped="0" tests="5" time="1"/></testsuites>'
    )
    assert testing.read("SQLite", path, 3) == Part("SQLite", 5, 1, 0, 1.0)


def test_a_part_that_could_not_run_is_never_silent(capsys: pytest.CaptureFixture[str]) -> None:
    parts = [Part("SQLite", 5, 0, 1, 2.0), Part("Browser", reason="no browser found")]
    assert testing.summarize(parts) == 0
    assert capsys.readouterr().out.splitlines() == [
        "",
        "Summary",
        "  SQLite: 5 passed, 0 failed, 1 skipped in 2 s",
        "  Browser: skipped, no browser found",
        "",
        "5 passed, 0 failed, 2 skipped",
    ]


@pytest.mark.parametrize("parts", [[Part("SQLite", 5, 1)], [Part("SQLite", reason="no test was collected")]])
def test_a_failure_or_nothing_at_all_is_no_success(parts: list[Part]) -> None:
    assert testing.summarize(parts) == 1


def test_a_browser_that_is_missing_is_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / testing.BROWSER_SUITE).mkdir(parents=True)
    (tmp_path / testing.BROWSER_SUITE / "test_page.py").write_text("")
    monkeypatch.setattr(testing, "ROOT", tmp_path)
    monkeypatch.setattr(testing, "BROWSERS", ("no-such-browser",))
    monkeypatch.delenv("CHROMIUM_PATH", raising=False)
    assert testing.browser({}).reason == (
        "no browser found: install Chromium or set CHROMIUM_PATH (looked for no-such-browser)"
    )
