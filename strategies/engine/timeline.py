"""Which strategy a unit follows on each day: its own where it has one, else that of the nearest unit above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which one strategy is in force, both included; without ``end`` for as long as anybody knows."""

    id: int
    depth: int
    """Levels below the root of the unit it belongs to."""
    start: date
    end: date | None

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive days on which the same strategy is followed; ``id`` is None where there is none."""

    id: int | None
    start: date
    end: date | None


def followed(spans: Iterable[Span], day: date) -> Span | None:
    """The span that counts on a day: the deepest unit, of its versions the one that began last, then the newest."""
    claims = (span for span in spans if day in span)
    return max(claims, key=lambda span: (span.depth, span.start, span.id), default=None)


def last_turn(stretches: Iterable[Stretch], day: date) -> date | None:
    """The most recent day, up to ``day``, on which another strategy than before came to be followed."""
    starts = (stretch.start for stretch in stretches if stretch.id is not None and stretch.start <= day)
    return max(starts, default=None)


def timeline(spans: Iterable[Span]) -> tuple[Stretch, ...]:
    """Every day from the first on which something was in force, in stretches that leave no day out.

    Days before the first and after the last are in no stretch.
    """
    known = tuple(spans)
    turns = sorted({span.start for span in known} | {span.end + DAY for span in known if span.end})
    ends: list[date | None] = [*(turn - DAY for turn in turns[1:]), None]
    found: list[Stretch] = []
    for start, end in zip(turns, ends, strict=False):
        chosen = followed(known, start)
        chosen_id = chosen.id if chosen else None
        if found and found[-1].id == chosen_id:
            found[-1] = Stretch(chosen_id, found[-1].start, end)
        else:
            found.append(Stretch(chosen_id, start, end))
    return tuple(found[:-1] if found and found[-1].id is None else found)
