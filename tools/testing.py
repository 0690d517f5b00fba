"""`dev.py test`: the suite on SQLite; on PostgreSQL with Redis and a worker; the browser suite in Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tools import environment
from tools.environment import PYTHON, ROOT

BROWSERS = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
)  # fmt: skip
"""Chromium's usual names. First the build without windows, which needs a third less of the processor."""
BROWSER_SUITE = "tests/browser"
TWO_PROCESSES = ("-n", "2")
NO_TESTS = 5
"""pytest's exit code for a run that collected nothing."""
PARTING = 30.0
"""Seconds a part may take to clear away after being told to stop."""
RELEASE = "SIGHTLINE_RELEASE"
"""Set where the large figures are asked for, and every test on each database: docs/adr/0025."""
SERVICES = ("DATABASE_URL", "CELERY_BROKER_URL", "REDIS_URL")


@dataclass(frozen=True)
class Part:
    """How one part of the suite ended; ``reason`` says why it could not run."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    reason: str = ""

    def __str__(self) -> str:
        if self.reason:
            return f"{self.name}: skipped, {self.reason}"
        return (
            f"{self.name}: {self.passed} passed, {self.failed} failed, {self.skipped} skipped "
            f"in {self.seconds:.0f} s"
        )


def run(arguments: list[str]) -> int:
    """All parts; or, with arguments for pytest, one quick run of those on SQLite. ``--release`` asks both databases for them."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    env = environment.free_of(*SERVICES)
    if "--release" in arguments:
        arguments = [argument for argument in arguments if argument != "--release"]
        env[RELEASE] = "1"
    environment.install("base", "test")
    environment.assets()
    environment.translations()
    if arguments and RELEASE not in env:
        return environment.python("-m", "pytest", *arguments, env=env)
    environment.install("lint", "e2e")
    served = {**env, **{key: os.environ[key] for key in SERVICES if key in os.environ}}
    reason = missing(served)
    parts = [sqlite(env, arguments, alone=bool(reason)), servers(served, arguments, reason)]
    return summarize(parts if arguments else [*parts, browser(env)])


def missing(env: dict[str, str]) -> str:
    """Why the part with PostgreSQL and Redis cannot run; empty where it can."""
    if _services("check", env).returncode:
        environment.install("services")
    available = _services("check", env)
    return available.stdout.strip() if available.returncode else ""


def sqlite(env: dict[str, str], paths: list[str], *, alone: bool) -> Part:
    """What PostgreSQL is asked in its stead is left out, unless there is no PostgreSQL to ask."""
    left = "" if alone or RELEASE in env else "not servers and not second"
    return _pytest("SQLite", [], [*_asked(paths), "-m", left], env)


def servers(env: dict[str, str], paths: list[str], reason: str) -> Part:
    """The same suite on PostgreSQL, a real Redis and real worker processes, all thrown away afterwards."""
    name = "PostgreSQL, Redis and a worker"
    if reason:
        return Part(name, reason=reason)
    prefix = [str(PYTHON), "-m", "tools.services", "run", "--"]
    left = "not no_database and not once and not first" if RELEASE not in env else "not no_database"
    return _pytest(name, prefix, [*_asked(paths), "-m", left], env)


def _asked(paths: list[str]) -> list[str]:
    return paths or [f"--ignore={BROWSER_SUITE}", *TWO_PROCESSES]


def browser(env: dict[str, str]) -> Part:
    name = "Browser"
    if not any((ROOT / BROWSER_SUITE).rglob("test_*.py")):
        return Part(name, reason=f"{BROWSER_SUITE} holds no test")
    path = browser_path()
    if path is None:
        looked_for = ", ".join(BROWSERS)
        return Part(
            name, reason=f"no browser found: install Chromium or set CHROMIUM_PATH (looked for {looked_for})"
        )
    # Playwright drives Chromium from an event loop; the tests' own database work beside it is harmless.
    env = {**env, "CHROMIUM_PATH": path, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
    return _pytest(name, [], [BROWSER_SUITE, *TWO_PROCESSES], env)


def browser_path() -> str | None:
    """The Chromium that the browser suite drives, if there is one."""
    return os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)


def _services(word: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [str(PYTHON), "-m", "tools.services", word]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def _pytest(name: str, prefix: list[str], arguments: list[str], env: dict[str, str]) -> Part:
    environment.say(f"tests: {name}")
    with tempfile.TemporaryDirectory(prefix=f"sightline-test-{os.getpid()}-") as folder:
        result = Path(folder, "result.xml")
        command = [*prefix, str(PYTHON), "-m", "pytest", "-q", f"--junitxml={result}", *arguments]
        code = _call(command, {**env, "SIGHTLINE_DATA": folder, "TMPDIR": folder})
        if not result.exists():
            return Part(name, failed=1)
        return read(name, result, code)


def _call(command: list[str], env: dict[str, str]) -> int:
    """Run to the end; where this process is told to stop, the command may first clear away what it started."""
    with subprocess.Popen(command, cwd=ROOT, env=env) as process:
        try:
            return process.wait()
        except BaseException:
            process.terminate()
            process.wait(PARTING)
            raise


def read(name: str, result: Path, code: int) -> Part:
    """Count what pytest wrote; a run that ended badly without a failed test counts as one failure."""
    suite = ElementTree.parse(result).getroot().find("testsuite")  # noqa: S314 - written by this run
    if suite is None:
        return Part(name, failed=1)
    total, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
    failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    if code and not failed:
        failed, total = 1, total + 1
    if code == NO_TESTS:
        return Part(name, reason="no test was collected")
    return Part(name, total - failed - skipped, failed, skipped, float(suite.get("time", 0)))


def summarize(parts: list[Part]) -> int:
    """Print what ran and what did not, then the totals, alone on the last line; 1 where anything failed."""
    print("\nSummary")
    for part in parts:
        print(f"  {part}")
    passed = sum(part.passed for part in parts)
    failed = sum(part.failed for part in parts)
    skipped = sum(part.skipped + bool(part.reason) for part in parts)
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    sys.stdout.flush()
    return 1 if failed or not passed else 0
