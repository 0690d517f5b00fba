"""Servers and processes that belong to one test alone, so that it may kill any of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any, Self

import psycopg2  # type: ignore[import-untyped]

from tools.services import Postgres, Redis, postgres_folder, redis_server

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0
"""Seconds until what does not come about is a failure; a bound, not a measure."""
LOOK = 0.05

SHOWN = """
SELECT md5(COALESCE(string_agg(told, '|' ORDER BY told), '')) FROM (
    SELECT concat_ws(' ', 'S', metric_id, cut_id, grain, start_date, digest, md5("values"), md5(records), whole) AS told
    FROM metrics_snapshot WHERE is_current
    UNION ALL
    SELECT concat_ws(' ', 'C', metric_id, cut_id, grain, start_date, digest, md5(limits), md5(signals))
    FROM metrics_course WHERE is_current
) AS everything
"""
"""All that is published, figures and courses, in one statement."""

RUNS = "SELECT as_of_date::text, state FROM metrics_run ORDER BY as_of_date, id"
LEFT = "SELECT count(*) FROM metrics_run WHERE state IN ('planned', 'running')"


class Driver:
    """A process that does on the product what it is told."""

    def __init__(self, env: dict[str, str]) -> None:
        command = [sys.executable, "-m", "tests.reliability.driver"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdin=pipe, stdout=pipe, text=True)

    def send(self, call: str, **given: Any) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"call": call, **given}) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "the driver ended"
        return json.loads(line)

    def ask(self, call: str, **given: Any) -> Any:
        self.send(call, **given)
        return self.answer()

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


class Reader:
    """Asks the database as long as it is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.connection: Any = None

    def rows(self, statement: str) -> list[tuple[Any, ...]] | None:
        """What one statement finds; none while the database is away."""
        try:
            if self.connection is None:
                self.connection = psycopg2.connect(host=self.folder, user="postgres", dbname="postgres")
                self.connection.autocommit = True
            with self.connection.cursor() as cursor:
                cursor.execute(statement)
                return list(cursor.fetchall())
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            self.connection = None
            return None


class House:
    """PostgreSQL, Redis, a web server, a worker with two children and a scheduler."""

    def __init__(self, folder: Path) -> None:
        binaries, redis = postgres_folder(), redis_server()
        assert binaries
        assert redis
        self.folder = folder
        self.postgres, self.redis = Postgres(binaries), Redis(redis)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.driver: Driver | None = None
        self.planted = ""
        self.groups: list[int] = []
        """Of parents that were killed: their children may live on."""

    def __enter__(self) -> Self:
        self.postgres.start()
        self.redis.start()
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.reliability.settings",
            "DATABASE_URL": self.postgres.url,
            "CELERY_BROKER_URL": f"redis+socket://{self.redis.socket}",
            "REDIS_URL": f"unix://{self.redis.socket}",
            "SIGHTLINE_DATA": str(self.folder),
            "JOB_LEASE_SECONDS": "1",
            "CELERY_SKIP_CHECKS": "1",
            "PYTHONPATH": str(ROOT),
        }
        return self

    def __exit__(self, *_: object) -> None:
        for name in list(self.processes):
            self.kill(name)
        for group in self.groups:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        if self.driver:
            self.driver.close()
        self.redis.__exit__()
        self.postgres.__exit__()

    # ── processes ────────────────────────────────────────────────────────────────────────────────

    def begin_with(self, schema: dict[str, Any]) -> None:
        """The schema of another database, given by its parameters; migrated anew where there is no program to copy it."""
        dump = self.postgres.binaries / "pg_dump"
        if not dump.exists():
            command = [sys.executable, "manage.py", "migrate", "-v0", "--skip-checks"]
            subprocess.run(command, cwd=ROOT, env=self.env, check=True)
            return
        names = {
            "host": "PGHOST",
            "port": "PGPORT",
            "user": "PGUSER",
            "password": "PGPASSWORD",
            "dbname": "PGDATABASE",
        }
        theirs = {names[key]: str(value) for key, value in schema.items() if key in names}
        told = subprocess.run([dump], env={**os.environ, **theirs}, capture_output=True, check=True)
        own = ["-q", "-h", str(self.postgres.folder), "-U", "postgres", "-v", "ON_ERROR_STOP=1", "postgres"]
        read = subprocess.run(
            [dump.with_name("psql"), *own], input=told.stdout, capture_output=True, check=False
        )
        assert read.returncode == 0, read.stderr

    def start(self, name: str) -> None:
        celery = ["-m", "celery", "-A", "tests.reliability.application", "--quiet"]
        told = ["-l", "warning"]
        command = {
            "worker": [*celery, "worker", "-c", "2", "-n", f"round{time.monotonic_ns()}@localhost", *told],
            "scheduler": [
                *celery,
                "beat",
                "--schedule",
                str(self.folder / f"beat{time.monotonic_ns()}"),
                *told,
            ],
            "web": ["-m", "gunicorn", "config.wsgi", "-b", f"unix:{self.postgres.folder}/web", "-w", "1"],
        }[name]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env={**self.env, "PLANTED": self.planted},
                start_new_session=True,
                stdout=log,
                stderr=log,
            )

    def kill(self, name: str) -> None:
        """The process and its children, at once, without a word."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def strike(self, victim: str, random: Random) -> None:
        """Kill one of them as ``kill -9`` does; what a supervisor would start again is started again."""
        if victim == "pool child":
            found = children(self.processes["worker"].pid)
            if found:
                os.kill(random.choice(found), signal.SIGKILL)
        elif victim == "PostgreSQL":
            process = self.postgres.process
            assert process
            for pid in [process.pid, *children(process.pid)]:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            process.wait()
            self.postgres.launch()
        elif victim == "Redis":
            assert self.redis.process
            self.redis.process.kill()
            self.redis.process.wait()
            self.redis.socket.unlink(missing_ok=True)
            self.redis.start()
        elif victim == "worker parent":
            process = self.processes.pop("worker")
            self.groups.append(process.pid)
            process.kill()
            process.wait()
            self.start("worker")
        else:
            self.kill(victim)
            self.start(victim)

    def flush(self) -> None:
        self.asked_of_redis("FLUSHALL")

    def asked_of_redis(self, *words: str) -> Any:
        import redis

        with redis.Redis(unix_socket_path=str(self.redis.socket)) as client:
            return client.execute_command(*words)

    # ── the world ────────────────────────────────────────────────────────────────────────────────

    def tell(self, call: str, **given: Any) -> Any:
        if self.driver is None:
            self.driver = Driver(self.env)
        return self.driver.ask(call, **given)

    def rows(self, statement: str) -> list[tuple[Any, ...]] | None:
        """What one statement finds; none while the database is away."""
        return Reader(self.postgres.folder).rows(statement)

    def until(self, done: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < end, f"{what}; the worker said:\n{self.said()}"
            self.supervise()
            time.sleep(LOOK)

    def supervise(self) -> None:
        """Start again what has ended by itself: a worker may, where its broker and a child of it are killed at once."""
        for name, process in list(self.processes.items()):
            if process.poll() is not None:
                self.kill(name)
                self.start(name)

    def said(self) -> str:
        return (self.folder / "worker.log").read_text()[-4_000:]

    @contextmanager
    def reading(self) -> Iterator[set[str]]:
        """Every state of what is published that a reader saw meanwhile."""
        seen: set[str] = set()
        done = Event()

        def look() -> None:
            reader = Reader(self.postgres.folder)
            while not done.is_set():
                if found := reader.rows(SHOWN):
                    seen.add(found[0][0])
                done.wait(LOOK)

        thread = Thread(target=look)
        thread.start()
        try:
            yield seen
        finally:
            done.set()
            thread.join()


def children(pid: int) -> list[int]:
    """Processes begun by another that are still there."""
    found = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [line.split() for line in found.stdout.splitlines()]
    return [int(child) for child, parent in pairs if int(parent) == pid]
