"""`dev.py bench [NAME] [--rows N] [--json]`: run the races that modules in benchmarks/ describe.

A benchmark is a module with a docstring, ``ROWS`` (the size by default) and ``races(rows)``. One that sets
``DATABASE = True`` finds a migrated database of its own: the one of DATABASE_URL, which must be empty, or SQLite in a
temporary folder. A missed goal is printed and fails nothing: times on a shared machine judge nobody.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import tempfile
from typing import TYPE_CHECKING

import django
from django.core.management import call_command

from tools import races
from tools.environment import ROOT

if TYPE_CHECKING:
    from types import ModuleType


def names() -> list[str]:
    return sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if path.stem != "__init__")


def load(name: str) -> ModuleType:
    return importlib.import_module(f"benchmarks.{name}")


def measure(name: str, rows: int | None) -> list[races.Result]:
    """Run one benchmark at ``rows``, or at its own size."""
    module = load(name)
    if getattr(module, "DATABASE", False):
        call_command("migrate", verbosity=0)
    return [races.run(race) for race in module.races(rows or module.ROWS)]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measure.")
    parser.add_argument("name", nargs="?", choices=names(), help="one benchmark; all of them without a name")
    parser.add_argument("--rows", type=int, help="size of the world that is measured")
    parser.add_argument("--json", action="store_true", help="results for programs")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="sightline-bench-") as data:
        os.environ["SIGHTLINE_DATA"] = data
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        django.setup()
        found = {name: measure(name, given.rows) for name in ([given.name] if given.name else names())}
    if given.json:
        print(json.dumps({name: [result.as_dict() for result in results] for name, results in found.items()}))
    else:
        for name, results in found.items():
            print(f"\n{name}: {(load(name).__doc__ or '').splitlines()[0]}")
            print(*results, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
