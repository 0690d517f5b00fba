from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from audit.choices import Verb
from audit.engine.rewind import Step, rewound

MADE = "2026-01-01"
NOW: dict[str, Any] = {"created_at": MADE, "name": "Third", "weight": 3, "archived_at": None}


def renamed(at: str, before: str, after: str) -> Step:
    return Step(at, Verb.UPDATED, {"name": (before, after)})


def name(steps: list[Step], instant: str, present: dict[str, Any] | None = NOW) -> str | None:
    values = rewound(present, steps, instant)
    return None if values is None else str(values["name"])


def test_what_happened_since_is_taken_back_newest_first() -> None:
    steps = [renamed("2026-03-01", "Second", "Third"), renamed("2026-02-01", "First", "Second")]
    days = ("2026-04-01", "2026-03-02", "2026-02-15", "2026-02-01", "2026-01-15")
    assert [name(steps, day) for day in days] == ["Third", "Third", "Second", "First", "First"]


def test_a_step_at_the_instant_itself_has_not_happened_yet() -> None:
    assert name([renamed("2026-03-01", "Second", "Third")], "2026-03-01") == "Second"


def test_fields_that_nobody_changed_are_as_they_are_now() -> None:
    values = rewound(NOW, [renamed("2026-03-01", "Second", "Third")], "2026-02-01")
    assert values == {**NOW, "name": "Second"}


def test_it_was_not_there_before_it_was_made() -> None:
    made = Step(MADE, Verb.CREATED, {"name": (None, "Third")})
    assert rewound(NOW, [made], "2025-12-31") is None
    assert rewound(NOW, [made], MADE) is None
    assert rewound(NOW, [made], "2026-01-02") == NOW
    assert rewound(NOW, [], "2025-12-31") is None


def test_what_was_put_away_was_there_before() -> None:
    away = Step("2026-02-01", Verb.ARCHIVED, {"archived_at": (None, "2026-02-01")})
    values = rewound({**NOW, "archived_at": "2026-02-01"}, [away], "2026-01-15")
    assert values == NOW


def test_what_is_deleted_was_there_and_what_came_back_was_gone_in_between() -> None:
    deleted = Step("2026-03-01", Verb.DELETED, {field: (value, None) for field, value in NOW.items()})
    before = renamed("2026-02-01", "First", "Third")
    assert [name([deleted, before], day, None) for day in ("2026-04-01", "2026-02-15", "2026-01-15")] == [
        None,
        "Third",
        "First",
    ]
    back = Step("2026-05-01", Verb.RESTORED, {})
    steps = [renamed("2026-06-01", "Third", "Fourth"), back, deleted, before]
    days = ("2026-07-01", "2026-05-15", "2026-04-01", "2026-02-15")
    present = {**NOW, "name": "Fourth"}
    assert [name(steps, day, present) for day in days] == ["Fourth", "Third", None, "Third"]


def test_nothing_and_no_events_is_nothing() -> None:
    assert rewound(None, [], "2026-01-01") is None


@given(st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=8))
def test_every_state_of_a_history_comes_back(names: list[str]) -> None:
    """Brute force: a record renamed once a day is, on each day, what it was."""
    day = "2026-02-{:02}".format
    steps = [renamed(day(n + 1), old, new) for n, (old, new) in enumerate(pairwise(names))]
    present = {"created_at": MADE, "name": names[-1]}
    told = [name(steps[::-1], day(n + 1), present) for n in range(len(names))]
    assert told == names
