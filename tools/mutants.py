"""Planted defects that the suite must catch: `python -m tools.mutants [NAME...]`.

tools/mutants.toml lists them. Each is applied to a copy of the tree, its tests are run there, and it *survives* where they
pass. A survivor is a promise nobody keeps an eye on: write the test, not the excuse.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tools.environment import PYTHON, ROOT

LIST = Path(__file__).with_suffix(".toml")
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "var", "node_modules", "__pycache__", ".*_cache", "staticfiles", ".hypothesis"
)
CAUGHT = 1
"""pytest's exit code where a test failed; other codes mean that it could not run."""


@dataclass(frozen=True)
class Mutant:
    """A defect: in ``file``, ``before`` becomes ``after``; ``tests`` must notice."""

    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]


def read(path: Path = LIST) -> list[Mutant]:
    entries = tomllib.loads(path.read_text())["mutant"]
    return [Mutant(**{**entry, "tests": tuple(entry["tests"])}) for entry in entries]


def misplaced(mutant: Mutant, root: Path) -> str:
    """Why the defect cannot be planted any more; empty where it can."""
    path = root / mutant.file
    if not path.exists():
        return f"{mutant.name}: {mutant.file} is gone"
    if (found := path.read_text().count(mutant.before)) != 1:
        return f"{mutant.name}: {mutant.file} holds {mutant.before!r} {found} times; it must hold it once"
    if gone := [test for test in mutant.tests if not (root / test.partition("::")[0]).exists()]:
        return f"{mutant.name}: {', '.join(gone)} is gone"
    return ""


def try_out(mutant: Mutant, root: Path) -> tuple[int, str]:
    """pytest's exit code and output with the defect planted in the tree ``root``, which is restored."""
    path = root / mutant.file
    sound = path.read_text()
    path.write_text(sound.replace(mutant.before, mutant.after))
    try:
        command = [str(PYTHON), "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *mutant.tests]
        # The copy must import itself, and no compiled file of the sound source may stand in for the defect.
        env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr
    finally:
        path.write_text(sound)


def main(names: list[str]) -> int:
    chosen = [mutant for mutant in read() if not names or mutant.name in names]
    lost = []
    with tempfile.TemporaryDirectory(prefix="sightline-mutants-") as folder:
        root = Path(shutil.copytree(ROOT, Path(folder, "tree"), ignore=NOT_COPIED))
        for mutant in chosen:
            if reason := misplaced(mutant, root):
                print(f"stale     {reason}")
                lost.append(mutant)
                continue
            code, output = try_out(mutant, root)
            word = {CAUGHT: "caught", 0: "SURVIVED"}.get(code, "no result")
            print(f"{word:9} {mutant.name}", flush=True)
            if code != CAUGHT:
                lost.append(mutant)
                print(output[-2_000:] if code else f"          {mutant.file}: {mutant.after!r}")
    print(f"\n{len(chosen) - len(lost)} of {len(chosen)} caught")
    return 1 if lost or not chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
