"""`dev.py check`: every gate, two at a time, one line each; a gate's output is shown only where it fails."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools import environment
from tools.environment import BIN, PYTHON, ROOT

if TYPE_CHECKING:
    from pathlib import Path

AT_ONCE = 2
PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": "only-for-the-system-check-" + "k3y-" * 12,
    "ALLOWED_HOSTS": "sightline.example",
    "HTTPS": "1",
}
"""What a careful installation sets; the system checks for deployment judge the rest."""


@dataclass(frozen=True)
class Check:
    """One gate: a command, and what it needs in its environment."""

    name: str
    command: tuple[str | Path, ...]
    env: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How a gate ended. ``seconds`` is wall time, with the other gates beside it."""

    name: str
    passed: bool
    seconds: float
    output: str


def checks() -> list[Check]:
    """The gates, longest first, so that two at a time end together."""
    manage = (PYTHON, "manage.py")
    return [
        Check("types", (BIN / "mypy", "--no-error-summary")),
        Check("imports", (BIN / "lint-imports", "--no-logo")),
        Check("migrations", (*manage, "makemigrations", "--check", "--dry-run", "-v1")),
        Check("system", (*manage, "check", "--fail-level", "WARNING")),
        Check(
            "deployment", (*manage, "check", "--deploy", "--fail-level", "WARNING"), tuple(PRODUCTION.items())
        ),
        Check("templates", (PYTHON, "-m", "tools.templates")),
        Check("dependencies", (BIN / "deptry", ".", "--no-ansi")),
        Check("lint", (BIN / "ruff", "check", "-q", "--output-format", "concise", ".")),
        Check("format", (BIN / "ruff", "format", "--check", "-q", "--output-format", "concise", ".")),
        Check("budgets", (PYTHON, "-m", "tools.budgets")),
        Check("locks", (PYTHON, "-m", "tools.locks")),
        Check("documents", (PYTHON, "-m", "tools.documents")),
    ]


def run(names: list[str]) -> int:
    """Bring what the gates need, then judge."""
    if not unknown(names):
        environment.install("base", "test", "lint", "e2e")
    return judge(names)


def unknown(names: list[str]) -> list[str]:
    """The names that no gate has."""
    return sorted(set(names) - {check.name for check in checks()})


def judge(names: list[str]) -> int:
    """Run the gates named, or all of them: 1 where any fails, 2 where a name is unknown."""
    if strange := unknown(names):
        known = ", ".join(sorted(check.name for check in checks()))
        print(f"No check is called {', '.join(strange)}. There are: {known}.")
        return 2
    chosen = [check for check in checks() if not names or check.name in names]
    started = time.monotonic()
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="sightline-check-") as data, ThreadPoolExecutor(AT_ONCE) as pool:
        for outcome in pool.map(lambda check: _run(check, data), chosen):
            word = "ok  " if outcome.passed else "FAIL"
            print(f"{word} {outcome.name:13} {outcome.seconds:5.1f} s", flush=True)
            outcomes.append(outcome)
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in failed:
        print(f"\n──── {outcome.name} ────\n{outcome.output.rstrip()}")
    print(
        f"\n{len(outcomes) - len(failed)} checks passed, {len(failed)} failed in {time.monotonic() - started:.1f} s"
    )
    return 1 if failed else 0


def _run(check: Check, data: str) -> Outcome:
    # A check never touches the data of the installation in this folder.
    env = {**os.environ, "SIGHTLINE_DATA": data, "COLUMNS": "110", "NO_COLOR": "1", **dict(check.env)}
    started = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(check.name, done.returncode == 0, time.monotonic() - started, done.stdout)


if __name__ == "__main__":
    sys.exit(judge(sys.argv[1:]))
