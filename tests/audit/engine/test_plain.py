import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.choices import Verb
from audit.engine.plain import clean, plain
from foundation.values import Money, Period


class Kind(Enum):
    ONE = 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (7, 7),
        (10**30, 10**30),
        ("text", "text"),
        (Decimal("12.30"), "12.30"),
        (0.1, "0.1"),
        (1e22, "1e+22"),
        (float("nan"), "nan"),
        (date(2026, 2, 3), "2026-02-03"),
        (time(4, 5), "04:05:00"),
        (datetime(2026, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2))), "2026-02-03T02:05:00.000000+00:00"),
        (datetime(2026, 2, 3, 4, 5), "2026-02-03T04:05:00"),  # noqa: DTZ001 - an instant without a zone is kept as it is
        (timedelta(minutes=1), "60.0"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Verb.CREATED, "created"),
        (Kind.ONE, 1),
        (Money(Decimal("5.00"), "CAD"), {"amount": "5.00", "currency": "CAD"}),
        (Period(date(2026, 1, 1), date(2026, 1, 31)), {"start": "2026-01-01", "end": "2026-01-31"}),
        ({"b": (1, Decimal(2)), 3: None}, {"b": [1, "2"], "3": None}),
        ({3, 1, 2}, [1, 2, 3]),
        ((each for each in (1, 2)), [1, 2]),
    ],
)
def test_value_in_the_terms_of_json(value: Any, expected: Any) -> None:
    assert plain(value) == expected


@pytest.mark.parametrize("value", [object(), b"bytes"])
def test_value_without_a_faithful_text_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        plain(value)


def test_characters_that_no_database_holds_are_replaced() -> None:
    assert clean("a\x00b\ud800c") == "a\ufffdb?c"


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_plain_values_survive_json_and_are_their_own_plain_value(value: Any) -> None:
    once = plain(value)
    assert json.loads(json.dumps(once)) == once
    assert plain(once) == once


def test_instants_have_one_spelling() -> None:
    assert plain(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00.000000+00:00"
