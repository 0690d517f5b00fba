"""A strategic plan as StratML (ISO 17469-1) tells it, in plain values, and how its goals become objectives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

LONGEST_NAME = 160
"""Characters in the name of a strategy, an objective or a metric."""
UNFIT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document can hold."""


@dataclass(frozen=True, slots=True)
class Period:
    """What an indicator should reach by the last day of a period."""

    start: date
    end: date
    value: Decimal
    line: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """What an indicator has come to on a day."""

    day: date
    value: Decimal
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Indicator:
    """A performance indicator. ``stage`` is the value chain stage, "" where none is given."""

    name: str = ""
    unit: str = ""
    definition: str = ""
    identifier: str = ""
    stage: str = ""
    periods: tuple[Period, ...] = ()
    figures: tuple[Figure, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal, or an objective below one. ``label`` is the name it gets where it is new; see ``flattened``."""

    name: str = ""
    description: str = ""
    identifier: str = ""
    owner: str = ""
    indicators: tuple[Indicator, ...] = ()
    aims: tuple[Aim, ...] = ()
    line: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan: what one file says, as far as Sightline has a home for it. ``aims`` are its goals."""

    name: str
    identifier: str = ""
    customer: str = ""
    statement: str = ""
    will_not: str = ""
    organization: str = ""
    sponsor: str = ""
    start_date: date | None = None
    end_date: date | None = None
    aims: tuple[Aim, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in a file that Sightline has no home for.

    ``kind`` is the element's name, or a word of the operations that plan, in lower case; ``name`` may be empty.
    """

    kind: str
    name: str
    line: int


def portable(text: str) -> str:
    """Text as it comes back from an XML file: plain line ends, no outer blanks, nothing XML cannot hold."""
    return UNFIT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def joined(*parts: str) -> str:
    """The parts that say something, as paragraphs."""
    return "\n\n".join(part for part in parts if part)


def short(text: str, most: int = LONGEST_NAME) -> str:
    """The text; one that is longer than ``most`` characters on one line and cut."""
    if len(text) <= most:
        return text
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def rest_of(text: str, most: int = LONGEST_NAME) -> str:
    """The whole text where ``short`` would cut it, so that it can be kept elsewhere; otherwise nothing."""
    return text if short(text, most) != text else ""


def is_heading(goal: Aim, plan: Plan) -> bool:
    """Whether a goal only stands over its objectives: it is called like the plan, or not at all, and says no more.

    Sightline writes one such goal, because StratML asks for one.
    """
    says_more = goal.identifier or goal.description or goal.owner
    return goal.name in ("", plan.name) and not says_more


def flattened(plan: Plan) -> tuple[Aim, ...]:
    """Goals and the objectives below them, side by side in the order of the file, each with a label of its own.

    A label is the name; the goal's name and a number where there is none; and with the goal's name in front where
    another aim of the plan has the name already.
    """
    taken: set[str] = set()
    found: list[Aim] = []
    for number, goal in enumerate(plan.aims, 1):
        if not is_heading(goal, plan):
            found.append(_labelled(goal, f"{plan.name}: goal {number}", plan.name, taken))
        over = goal.name or f"{plan.name}: goal {number}"
        found += [
            _labelled(each, f"{over}: objective {place}", over, taken)
            for place, each in enumerate(goal.aims, 1)
        ]
    return tuple(found)


def _labelled(aim: Aim, without_name: str, over: str, taken: set[str]) -> Aim:
    name = aim.name or without_name
    label = next(candidate for candidate in _candidates(name, over) if candidate not in taken)
    taken.add(label)
    description = joined(rest_of(aim.name), aim.description)
    return replace(aim, label=label, description=description, aims=())


def _candidates(name: str, over: str) -> Iterator[str]:
    yield short(name)
    yield short(f"{over}: {name}")
    number = 2
    while True:
        yield f"{short(name, LONGEST_NAME - 10)} {number}"
        number += 1


def below_goals(plan: Plan) -> int:
    """Objectives that stand below a goal, which Sightline keeps beside it."""
    return sum(len(goal.aims) for goal in plan.aims if not is_heading(goal, plan))


def instances(
    periods: Iterable[Period], figures: Iterable[Figure]
) -> list[tuple[Period | None, tuple[Figure, ...]]]:
    """Targets with the results that fall into their periods, in order of time; other results stand alone."""
    waiting = sorted(figures, key=lambda figure: figure.day)
    found: list[tuple[date, Period | None, tuple[Figure, ...]]] = []
    for period in sorted(periods, key=lambda each: (each.start, each.end)):
        inside = tuple(figure for figure in waiting if period.start <= figure.day <= period.end)
        waiting = [figure for figure in waiting if figure not in inside]
        found.append((period.start, period, inside))
    found += [(figure.day, None, (figure,)) for figure in waiting]
    return [(period, inside) for _, period, inside in sorted(found, key=lambda each: each[0])]
