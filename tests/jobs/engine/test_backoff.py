from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.engine.backoff import LONGEST, delay


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 5), (2, 20), (3, 80), (4, 320), (5, 600), (1_000, 600)]
)
def test_pauses_grow_up_to_ten_minutes(attempts: int, seconds: int) -> None:
    assert delay(attempts) == timedelta(seconds=seconds)


@given(st.integers(1, 10_000))
def test_a_later_pause_is_never_shorter(attempts: int) -> None:
    assert delay(attempts) <= delay(attempts + 1) <= LONGEST


def test_attempts_are_counted_from_one() -> None:
    with pytest.raises(ValueError, match="from 1"):
        delay(0)
