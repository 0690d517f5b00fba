"""What differs between two wordings of one text, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

ALIKE = 0.5
"""Share of words, from 0 to 1, that two wordings have in common at least to be told as one text that was changed."""


class Fate(StrEnum):
    KEPT = "kept"
    GONE = "gone"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that follow each other and share a fate."""

    fate: Fate
    text: str


def wording(before: str, after: str) -> tuple[Run, ...]:
    """The words of both texts in one line of reading: kept, gone and added; no runs where the texts are too unlike.

    Kept and gone together are ``before``, kept and added are ``after``, up to blanks.
    """
    old, new = before.split(), after.split()
    found = SequenceMatcher(None, old, new, autojunk=False)
    if found.ratio() < ALIKE:
        return ()
    runs: list[Run] = []
    for tag, start, end, first, last in found.get_opcodes():
        if tag == "equal":
            runs.append(Run(Fate.KEPT, " ".join(old[start:end])))
            continue
        runs += [Run(Fate.GONE, " ".join(old[start:end]))] if end > start else []
        runs += [Run(Fate.ADDED, " ".join(new[first:last]))] if last > first else []
    return tuple(runs)
