from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from strategies.engine.difference import FieldChange, Part, PartChange, PartsDifference, changes, compared


def part(key: str, name: str, **values: Any) -> Part:
    return Part(key, name, values)


def test_fields_that_differ_are_told_in_their_order() -> None:
    before = {"customer": "Drivers", "statement": "", "share": 0, "sponsor": None}
    after = {"customer": "Households", "statement": None, "share": None, "sponsor": "Ada", "new": 1}
    assert changes(before, after) == (
        FieldChange("customer", "Drivers", "Households"),
        FieldChange("share", 0, None),
        FieldChange("sponsor", None, "Ada"),
        FieldChange("new", None, 1),
    )


def test_parts_of_one_version_are_matched_by_key() -> None:
    kept, renamed, gone, added = part("1", "A", due=1), part("2", "B"), part("3", "C"), part("4", "D")
    later = part("2", "Better B")
    assert compared([kept, renamed, gone], [later, kept, added]) == PartsDifference(
        added=(added,),
        gone=(gone,),
        changed=(PartChange(renamed, later, (FieldChange("name", "B", "Better B"),)),),
        same=1,
    )


def test_parts_of_two_versions_are_matched_by_name() -> None:
    old, new = part("1", "Settle in two days", due=2026), part("9", "settle in two days", due=2027)
    found = compared([old], [new])
    assert (found.added, found.gone, found.same) == ((), (), 0)
    assert found.changed[0].changes == (
        FieldChange("name", "Settle in two days", "settle in two days"),
        FieldChange("due", 2026, 2027),
    )


def test_what_is_carried_over_is_matched_whatever_it_is_called_now() -> None:
    old, namesake, new = part("1", "Five days"), part("8", "Five days"), part("9", "Two days")
    found = compared([old], [namesake, new], {"1": "9"})
    assert (found.added, found.gone) == ((namesake,), ())
    assert found.changed == (PartChange(old, new, (FieldChange("name", "Five days", "Two days"),)),)


def test_what_is_carried_over_is_followed_from_version_to_version() -> None:
    old, new = part("1", "Five days"), part("3", "Two days")
    assert len(compared([old], [new], {"1": "2", "2": "3"}).changed) == 1
    lost = compared([old], [new], {"1": "2", "2": "1"})
    assert (lost.gone, lost.added) == ((old,), (new,))


def test_of_two_that_go_on_as_one_the_first_is_matched() -> None:
    first, second, one = part("1", "Phone"), part("2", "Letter"), part("3", "Answer")
    found = compared([first, second], [one], {"1": "3", "2": "3"})
    assert ([change.before for change in found.changed], found.gone, found.added) == ([first], (second,), ())


def test_a_key_goes_before_a_name() -> None:
    """What took the old name of a part that was renamed is a new part."""
    old, renamed, newcomer = part("1", "A"), part("1", "B"), part("2", "A")
    found = compared([old], [newcomer, renamed])
    assert (found.added, found.gone, len(found.changed)) == ((newcomer,), (), 1)


def test_of_namesakes_each_is_matched_once() -> None:
    found = compared([part("1", "A"), part("2", "a")], [part("3", "A")])
    assert (len(found.gone), found.same, found.added) == (1, 1, ())


def test_equal_statements_do_not_differ() -> None:
    assert compared([part("1", "A")], [part("2", "A")]).is_empty
    assert not compared([part("1", "A")], []).is_empty


PARTS = st.lists(
    st.builds(part, st.sampled_from("123456"), st.sampled_from("ABCab"), due=st.integers(0, 2)),
    max_size=5,
    unique_by=lambda found: found.key,
)


@given(PARTS)
def test_nothing_differs_from_itself(parts: list[Part]) -> None:
    assert compared(parts, parts) == PartsDifference((), (), (), len(parts))


@given(PARTS, PARTS)
def test_no_part_is_lost(before: list[Part], after: list[Part]) -> None:
    found = compared(before, after)
    paired = len(found.changed) + found.same
    assert (len(found.gone) + paired, len(found.added) + paired) == (len(before), len(after))


@given(PARTS, PARTS)
def test_read_backwards_what_was_added_is_gone(before: list[Part], after: list[Part]) -> None:
    there, back = compared(before, after), compared(after, before)
    assert (len(there.added), len(there.gone)) == (len(back.gone), len(back.added))
    assert there.same + len(there.changed) == back.same + len(back.changed)
