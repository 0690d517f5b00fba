"""Moving one of several things."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.engine.arranging import moved


@pytest.mark.parametrize(
    ("way", "index", "found"),
    [
        ("left", 0, "abc"),
        ("left", 2, "acb"),
        ("right", 0, "bac"),
        ("right", 2, "abc"),
        ("out", 1, "ac"),
    ],
)
def test_one_goes_one_place_and_the_others_keep_their_order(way: str, index: int, found: str) -> None:
    assert moved("abc", way, index) == list(found)


@pytest.mark.parametrize(("way", "index"), [("left", -1), ("right", 3), ("out", 3), ("up", 0), ("", 0)])
def test_what_is_not_there_cannot_be_moved(way: str, index: int) -> None:
    with pytest.raises(LookupError):
        moved("abc", way, index)


@given(st.lists(st.integers(), min_size=1, unique=True), st.data())
def test_there_and_back_is_as_before(things: list[int], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(things) - 1))
    there = moved(things, "right", index)
    assert sorted(there) == sorted(things)
    if index < len(things) - 1:
        assert moved(there, "left", index + 1) == things
