"""`dev.py run`: set up what is missing, start the web server and the worker, say where to go and as whom."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from tools import environment
from tools.environment import BIN, PYTHON, ROOT, files, require, say

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"
PATIENCE = 60.0
"""Seconds until the site must answer that it is ready."""
PARTING = 15.0
"""Seconds a process may take to finish its work after being told to stop."""
PEOPLE = {
    "cio": "maps IT work to the strategy",
    "rm": "relationship manager: brings the business's demand",
    "executive": "reads and decides",
    "analyst": "keeps the records true",
    "admin": "runs the installation",
}


def run() -> int:
    """Serve until told to stop. Nothing is started, or even installed, where the port is taken."""
    port = _port()
    data = Path(os.environ.get("SIGHTLINE_DATA") or ROOT / "var").resolve()
    data.mkdir(parents=True, exist_ok=True)
    # Also Ctrl-C: a shell that starts this in the background would have it ignored.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    with contextlib.suppress(KeyboardInterrupt):
        environment.install("base")
        environment.assets()
        environment.translations()
        env = _surroundings(data)
        environment.static_files(data, env)
        _fill_database(data, env)
        return _serve(port, data, env)
    return 0


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _port() -> int:
    """PORT, which must be free: found out before anything else is done."""
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or not 0 < int(given) < 65_536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {given!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(given)))
        except OSError as error:
            sys.exit(
                f"Port {given} cannot be used ({error.strerror}). Nothing was started. "
                f"Choose another: PORT={int(given) % 65_535 + 1} python3 dev.py run"
            )
    return int(given)


def _surroundings(data: Path) -> dict[str, str]:
    """The environment of every process of this installation; the password is made once and kept in ``data``."""
    return {
        **os.environ,
        "SIGHTLINE_DATA": str(data),
        "DEMO_PASSWORD": os.environ.get("DEMO_PASSWORD")
        or kept(data / "demo-password", "-".join(secrets.token_hex(2) for _ in range(4))),
        "PYTHONUNBUFFERED": "1",
    }


def kept(path: Path, fresh: str) -> str:
    """What the file says; ``fresh``, written for the owner's eyes only, where there is no file yet."""
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(fresh)
    return path.read_text().strip()


def _fill_database(data: Path, env: dict[str, str]) -> None:
    """Migrations, schedules and, in an empty database, the demonstration; skipped where nothing can have changed."""
    outputs = [] if env.get("DATABASE_URL") else [data / "sightline.sqlite3"]
    inputs = [*files(ROOT, "*/migrations/*.py", "config/jobs.py"), ROOT / "requirements" / "base.txt"]
    with environment.step("database", inputs, *outputs, stamps=data) as due:
        if due or env.get("DATABASE_URL"):
            say("preparing the database")
            for command in (["migrate", "-v0"], ["sync_schedules"], ["demonstration", "--if-empty"]):
                require(PYTHON, "manage.py", *command, env=env)


def _serve(port: int, data: Path, env: dict[str, str]) -> int:
    say("starting")
    address = f"http://{HOST}:{port}/"
    web: list[str | Path] = [
        BIN / "gunicorn",
        "config.wsgi",
        "--bind",
        f"{HOST}:{port}",
        "--worker-class",
        "gthread",
    ]
    web += ["--workers", "1", "--threads", "8", "--log-level", "warning"]
    # Forking is not safe on macOS once frameworks are loaded; threads are.
    pool = "threads" if sys.platform == "darwin" else "prefork"
    worker: list[str | Path] = [
        BIN / "celery",
        "-A",
        "config",
        "--quiet",
        "worker",
        "-B",
        "--schedule",
        data / "beat",
    ]
    worker += ["--pool", pool, "--concurrency", "2", "--loglevel", "warning", "--without-mingle"]
    with started({"web server": web, "worker": worker}, env) as processes:
        if not _ready(f"{address}readyz", processes):
            return 1
        _welcome(address, env["DEMO_PASSWORD"])
        while are_running(processes):
            time.sleep(0.5)
        return 1


@contextlib.contextmanager
def started(
    commands: dict[str, list[str | Path]], env: dict[str, str]
) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """The processes, each in a session of its own so that Ctrl-C reaches only us; all gone afterwards."""
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            processes[name] = subprocess.Popen(
                [str(word) for word in command], cwd=ROOT, env=env, start_new_session=True
            )
        yield processes
    finally:
        say("stopping")
        with _undisturbed():
            for process in processes.values():
                process.terminate()
            for process in processes.values():
                end(process)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """A second Ctrl-C must not leave a process behind."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process that was told to stop; then its session, which is its group, is emptied."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(PARTING)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def are_running(processes: dict[str, subprocess.Popen[bytes]]) -> bool:
    """Whether all still run; the first that does not is named."""
    for name, process in processes.items():
        if process.poll() is not None:
            print(f"The {name} ended by itself with {process.returncode}; see its last words above.")
            return False
    return True


def _ready(address: str, processes: dict[str, subprocess.Popen[bytes]]) -> bool:
    """Wait until the site answers that everything works; False where it does not in time."""
    limit = time.monotonic() + PATIENCE
    answer = "no answer"
    while are_running(processes):
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own address
                return True
        except urllib.error.HTTPError as error:
            answer = f"{error.code} {error.read().decode(errors='replace')[:500]}"
        except OSError as error:
            answer = str(error)
        if time.monotonic() > limit:
            print(f"Not ready after {PATIENCE:.0f} s: {answer}")
            return False
        time.sleep(0.1)
    return False


def _welcome(address: str, password: str) -> None:
    say("ready")
    width = max(map(len, PEOPLE)) + len("@demo.example")
    print(f"\n  Sightline is at  {address}\n\n  Sign in as")
    for name, role in PEOPLE.items():
        print(f"    {name + '@demo.example':{width}}  {role}")
    print(f"  with the password  {password}\n\n  Ctrl-C stops.\n", flush=True)
