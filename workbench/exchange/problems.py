"""What is wrong with a file, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a file from being imported.

    ``row`` is the number a person sees in the file, 0 for the file itself; ``field`` is empty for the whole row.
    """

    row: int
    field: str
    message: str
    remedy: str


class Refused(Exception):
    """A file, mapping or import that cannot go on; nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.message} {problem.remedy}" for problem in problems[:5]))
        self.problems = tuple(problems)


def refused(message: object, remedy: object, *, row: int = 0, field: str = "") -> Refused:
    return Refused([Problem(row, field, str(message), str(remedy))])


class Unfit(Exception):
    """A cell's text that is no value of its field: what was found, and what to write.

    ``message`` quotes ``text`` where it is given.
    """

    def __init__(self, message: object, remedy: object, text: str = "") -> None:
        self.message, self.remedy = str(message) % quoted(text) if text else str(message), str(remedy)
        super().__init__(self.message)


def quoted(text: str) -> str:
    """A cell's text for a message: short, on one line, with nothing invisible in it."""
    shown = "".join(character if character.isprintable() else "�" for character in text[: LONGEST_QUOTE + 1])
    return shown if len(shown) <= LONGEST_QUOTE else shown[: LONGEST_QUOTE - 1] + "…"
