"""`dev.py bench [NAME] [--rows N] [--json] [--in-process]`: run the races that modules in benchmarks/ describe.

A benchmark is a module with a docstring, ``ROWS`` (the size by default) and ``races(rows)``. One that sets
``DATABASE = True`` finds a migrated database of its own: the one of DATABASE_URL, which must be empty, or SQLite in a
temporary folder. One that stands in ``SITES`` gets its installations under gunicorn as further arguments, on a
throw-away PostgreSQL; with ``--in-process``, or where there is no PostgreSQL, it gets none. A missed goal is printed
and fails nothing: times on a shared machine judge nobody.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import django
from django.core.management import call_command

from tools import races
from tools.environment import ROOT
from tools.services import Postgres, postgres_folder
from tools.sites import Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

SITES = {"pages": ("config.settings", "benchmarks.floors.settings")}
"""The settings of the product and of the floor, where a benchmark races installations."""
SERVED_ROUNDS, SERVED_WARM_UPS = 21, 8
"""More than in one process: every worker has to be warm, and processes add noise."""


def names() -> list[str]:
    return sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if path.stem != "__init__")


def load(name: str) -> ModuleType:
    return importlib.import_module(f"benchmarks.{name}")


def measure(name: str, rows: int | None, sites: tuple[str, ...]) -> Iterator[races.Result]:
    """Run one benchmark at ``rows``, or at its own size; everything it needs is started, and gone afterwards.

    Results come as the races end.
    """
    began = time.monotonic()
    with ExitStack() as stack:
        data = tempfile.TemporaryDirectory(prefix="sightline-bench-", ignore_cleanup_errors=True)
        os.environ["SIGHTLINE_DATA"] = stack.enter_context(data)
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(64))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        if sites and not os.environ.get("DATABASE_URL") and (folder := postgres_folder()):
            os.environ["DATABASE_URL"] = stack.enter_context(Postgres(folder)).url
        django.setup()
        module = load(name)
        if getattr(module, "DATABASE", False):
            call_command("migrate", verbosity=0)
        if sites:
            call_command("collectstatic", interactive=False, verbosity=0)
        served = [stack.enter_context(Site(settings)) for settings in sites]
        found = module.races(rows or module.ROWS, *served)
        print(f"{name}: {len(found)} races begin after {time.monotonic() - began:.0f} s.", file=sys.stderr)
        turns = (SERVED_ROUNDS, SERVED_WARM_UPS) if sites else ()
        for race in found:
            yield races.run(race, *turns)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measure.")
    parser.add_argument("name", nargs="?", choices=names(), help="one benchmark; all of them without a name")
    parser.add_argument("--rows", type=int, help="size of the world that is measured")
    parser.add_argument("--json", action="store_true", help="results for programs")
    parser.add_argument("--in-process", action="store_true", help="serve nothing: SQLite and one process")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    if not given.name:
        return _each(arguments, given.json)
    sites = () if given.in_process or not _can_serve() else SITES.get(given.name, ())
    results = measure(given.name, given.rows, sites)
    if given.json:
        print(json.dumps({given.name: [result.as_dict() for result in results]}))
        return 0
    how = "served by gunicorn" if sites else "in this process"
    for at, result in enumerate(results):
        if not at:
            print(f"\n{given.name}, {how}: {(load(given.name).__doc__ or '').splitlines()[0]}")
        print(result, flush=True)
    return 0


def _can_serve() -> bool:
    return os.name == "posix" and bool(os.environ.get("DATABASE_URL") or postgres_folder())


def _each(arguments: list[str], as_json: bool) -> int:
    """Every benchmark in a process of its own, so that none finds the world of another."""
    found: dict[str, Any] = {}
    for name in names():
        command = [sys.executable, "-m", "tools.benching", name, *arguments]
        done = subprocess.run(command, stdout=subprocess.PIPE if as_json else None, text=True, check=False)
        if done.returncode:
            return done.returncode
        found |= json.loads(done.stdout) if as_json else {}
    if as_json:
        print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
