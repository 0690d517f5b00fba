"""What the documents say about the large runs is what was kept of them."""

from __future__ import annotations

import re
from collections import Counter

from tests.reliability.figures import ROOT, TARGETS, kept, total

ROW = re.compile(r"^\| (R\d+) \| ([\d,]+) [a-z ]+\| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|$", re.MULTILINE)
IN_A_RUN = {**{row: few for row, (few, _many) in TARGETS.items()}, "R3": 300}
"""R3 is split between the two databases."""


def test_the_table_tells_what_was_kept() -> None:
    told = {row: figures for row, *figures in ROW.findall((ROOT / "docs" / "reliability.md").read_text())}
    faults = Counter(batch["row"] for batch in kept() if batch["problems"])
    assert told == {
        row: [f"{each:,}" for each in (IN_A_RUN[row], many, total(row), faults[row])]
        for row, (_few, many) in TARGETS.items()
    }


def test_batches_add_up_and_name_where_they_come_from() -> None:
    for batch in kept():
        assert batch["row"] in TARGETS
        assert re.fullmatch(r"[0-9a-f]{12}", batch["revision"])
        assert re.fullmatch(r"2\d{3}-\d\d-\d\d", batch["date"])
    names = [(batch["row"], batch["seed"]) for batch in kept()]
    assert len(names) == len(set(names))
