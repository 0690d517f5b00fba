"""What the large runs came to, kept in one file: batches whose counts add up, each with its seed, its day and its revision."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone

from tests.environment import has_postgres

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "docs" / "reference" / "reliability.json"
RELEASE = bool(os.environ.get("SIGHTLINE_RELEASE"))
SEED = int(os.environ.get("SIGHTLINE_SEED") or time.time_ns() % 1_000_000_007)
"""Another one each time, unless one is given: a failure names it."""
BATCH_SECONDS = int(os.environ.get("SIGHTLINE_BATCH_SECONDS", "3300"))
"""A batch of a large run begins nothing new after this; the next one goes on where it ended."""

TARGETS = {
    "R1": (10, 300),
    "R2": (5, 50),
    "R3": (50 if has_postgres() else 250, 10_000),
    "R4": (60, 1_000),
    "R6": (500, 5_000),
}
"""Row → how many in each run of the suite, and how many before a release; R3 is played on both databases."""


def kept() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(KEPT.read_text()) if KEPT.exists() else []
    return found


def total(row: str) -> int:
    """How many of a row were run and held, in all batches."""
    return sum(batch["count"] for batch in kept() if batch["row"] == row and not batch["problems"])


def revision() -> str:
    asked = ["git", "rev-parse", "--short=12", "HEAD"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


@dataclass
class Batch:
    """As many as a run of the suite asks for; of a large run what is still missing, as far as the time of a batch goes."""

    row: str
    count: int = 0
    problems: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        few, many = TARGETS[self.row]
        self.target = max(0, many - total(self.row)) if RELEASE else few

    @property
    def goes_on(self) -> bool:
        is_late = RELEASE and time.monotonic() - self.began > BATCH_SECONDS
        return self.count < self.target and not self.problems and not is_late

    def note(self, problems: list[str], count: int = 1) -> None:
        self.count += count
        self.problems += problems
        if RELEASE:
            self._keep()

    def _keep(self) -> None:
        told = {
            "row": self.row,
            "seed": SEED,
            "date": timezone.now().date().isoformat(),  # noqa: TID251 - the day of the batch
            "revision": revision(),
            "count": self.count,
            "problems": self.problems,
        }
        with (ROOT / ".gitignore").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            others = [each for each in kept() if (each["row"], each["seed"]) != (self.row, SEED)]
            KEPT.write_text(json.dumps([*others, told], indent=1) + "\n")
