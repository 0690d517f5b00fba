"""Planted edits, deletions, reorders and cut tails are all found."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.choices import Finding
from audit.engine.chain import (
    GENESIS,
    Content,
    Fault,
    Link,
    Mark,
    Walk,
    canonical,
    content_hash,
    day_of,
    link_hash,
    personal_digest,
    walk,
)
from tests.factories.audit import NOW, make_chain, make_link

PLANTED = 1_000 if os.environ.get("SIGHTLINE_RELEASE") else 200
LENGTH = 60
CHAIN = make_chain(LENGTH)


def heads_of(links: list[Link]) -> dict[date, Mark]:
    return {day_of(link.sealed_at): Mark(link.sequence, link.hash) for link in links}


HEADS = heads_of(CHAIN)


def test_a_sound_chain_is_followed_to_its_end() -> None:
    assert walk(CHAIN, heads=HEADS) == Walk(LENGTH, Mark(LENGTH, CHAIN[-1].hash), None)


def test_no_chain_is_sound() -> None:
    assert walk([], heads={}) == Walk(0, None, None)


def test_hashes_are_those_of_other_programs() -> None:
    """Computed apart, with a shell's sha256sum over the text shown."""
    assert canonical({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'.encode()
    assert (
        personal_digest(salt="s", values={"a": 1})
        == "41c486ac80816ac52df902fc67df50981864b19a3bf3f520f6ed352a6f7d8da5"
    )
    assert (
        link_hash(sequence=1, previous_hash=GENESIS, stored_content_hash="c", sealed_at=NOW)
        == "8b273530c094e083476ad6309db610204398bb8e665182424725635cd9a158c9"
    )


Plant = Callable[[list[Link], int], list[Link]]


def edit_content(**changes: object) -> Plant:
    def plant(links: list[Link], place: int) -> list[Link]:
        content: Content = replace(links[place].content, **changes)  # type: ignore[arg-type]
        links[place] = replace(links[place], content=content)
        return links

    return plant


def edit_and_rehash(links: list[Link], place: int) -> list[Link]:
    content = replace(links[place].content, changes={"name": ["", "forged"]})
    links[place] = replace(links[place], content=content, stored_content_hash=content_hash(content))
    return links


def edit_rehash_and_reseal(links: list[Link], place: int) -> list[Link]:
    [link] = edit_and_rehash(links, place)[place : place + 1]
    links[place] = replace(
        link,
        hash=link_hash(
            sequence=link.sequence,
            previous_hash=link.previous_hash,
            stored_content_hash=link.stored_content_hash,
            sealed_at=link.sealed_at,
        ),
    )
    return links


def edit_time_of_seal(links: list[Link], place: int) -> list[Link]:
    links[place] = replace(links[place], sealed_at=links[place].sealed_at + timedelta(microseconds=1))
    return links


def delete(links: list[Link], place: int) -> list[Link]:
    del links[place]
    return links


def delete_and_renumber(links: list[Link], place: int) -> list[Link]:
    del links[place]
    return [replace(link, sequence=number) for number, link in enumerate(links, start=1)]


def cut_tail(links: list[Link], place: int) -> list[Link]:
    return links[:place]


def swap(links: list[Link], place: int) -> list[Link]:
    other = (place + 7) % len(links)
    links[place], links[other] = links[other], links[place]
    return links


def swap_contents(links: list[Link], place: int) -> list[Link]:
    other = (place + 7) % len(links)
    one, two = links[place], links[other]
    links[place] = replace(
        one, content=two.content, stored_content_hash=two.stored_content_hash, personal=two.personal
    )
    links[other] = replace(
        two, content=one.content, stored_content_hash=one.stored_content_hash, personal=one.personal
    )
    return links


def insert_copy(links: list[Link], place: int) -> list[Link]:
    links.insert(place, links[place])
    return links


PLANTS: dict[str, Plant] = {
    "uid": edit_content(uid=UUID(int=10**9)),
    "instant": edit_content(at=NOW - timedelta(days=1)),
    "actor": edit_content(actor_uid=UUID(int=5)),
    "actor label": edit_content(actor_label="somebody else"),
    "verb": edit_content(verb="deleted"),
    "type": edit_content(type_label="other.type"),
    "object": edit_content(object_uid=UUID(int=99)),
    "object label": edit_content(object_label="Other"),
    "changes": edit_content(changes={}),
    "digest": edit_content(personal_digest="0" * 64),
    "edit and rehash": edit_and_rehash,
    "edit, rehash and reseal": edit_rehash_and_reseal,
    "time of seal": edit_time_of_seal,
    "delete": delete,
    "delete and renumber": delete_and_renumber,
    "cut tail": cut_tail,
    "swap": swap,
    "swap contents": swap_contents,
    "insert": insert_copy,
}


@settings(max_examples=PLANTED, deadline=None)
@given(name=st.sampled_from(sorted(PLANTS)), place=st.integers(0, LENGTH - 1))
def test_whatever_is_planted_is_found(name: str, place: int) -> None:
    planted = PLANTS[name](list(CHAIN), place)
    found = walk(planted, heads=HEADS)
    assert found.fault is not None, f"{name} at {place} was not found"


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        ("verb", Finding.EVENT_EDITED),
        ("edit and rehash", Finding.SEAL_EDITED),
        ("edit, rehash and reseal", Finding.BROKEN),
        ("time of seal", Finding.SEAL_EDITED),
        ("delete", Finding.GAP),
        ("cut tail", Finding.HEAD_DIFFERS),
    ],
)
def test_the_finding_names_what_is_wrong(name: str, finding: Finding) -> None:
    fault = walk(PLANTS[name](list(CHAIN), 30), heads=HEADS).fault
    assert fault is not None
    assert fault.finding == finding


def test_the_last_link_forged_with_care_is_found_by_its_head() -> None:
    planted = edit_rehash_and_reseal(list(CHAIN), LENGTH - 1)
    assert walk(planted, heads=HEADS).fault == Fault(Finding.HEAD_DIFFERS, LENGTH)


def test_a_chain_rewritten_with_its_heads_is_found_by_a_mark_kept_elsewhere() -> None:
    forged = [make_link(number=1)]
    for number in range(2, LENGTH + 1):
        forged.append(make_link(number=number, previous=forged[-1]))
    forged_heads = heads_of(forged)
    kept = Mark(40, CHAIN[39].hash)
    assert walk(forged, heads=forged_heads).fault is None
    assert walk(forged, heads=forged_heads, marks=[kept]).fault == Fault(
        Finding.HEAD_DIFFERS, 40, forged[39].content.uid
    )


def test_a_tail_cut_with_its_heads_is_found_by_a_mark_kept_elsewhere() -> None:
    rest = CHAIN[:20]
    kept = Mark(40, CHAIN[39].hash)
    assert walk(rest, heads=heads_of(rest)).fault is None
    assert walk(rest, heads=heads_of(rest), marks=[kept]).fault == Fault(Finding.HEAD_DIFFERS, 40)


def test_a_mark_that_is_passed_disturbs_nothing() -> None:
    assert walk(CHAIN, heads=HEADS, marks=[Mark(40, CHAIN[39].hash)]).fault is None


def test_a_head_that_was_removed_is_a_fault() -> None:
    rest = dict(HEADS)
    gone = rest.pop(min(rest))
    assert walk(CHAIN, heads=rest).fault == Fault(Finding.HEAD_DIFFERS, gone.sequence)


def with_personal(values: object, *, erased: bool = False) -> list[Link]:
    links = list(CHAIN)
    personal = links[3].personal
    assert personal is not None
    links[3] = replace(links[3], personal=replace(personal, values=values, erased=erased))
    return links


def test_personal_values_that_were_edited_are_found() -> None:
    fault = walk(with_personal({"label": "Somebody else"}), heads=HEADS).fault
    assert fault == Fault(Finding.PERSONAL_EDITED, 4, CHAIN[3].content.uid)


def test_personal_values_gone_without_an_erasure_are_found() -> None:
    fault = Fault(Finding.PERSONAL_MISSING, 4, CHAIN[3].content.uid)
    assert walk(with_personal(None), heads=HEADS).fault == fault
    assert walk([*CHAIN[:3], replace(CHAIN[3], personal=None), *CHAIN[4:]], heads=HEADS).fault == fault


def test_an_erasure_keeps_the_chain() -> None:
    assert walk(with_personal(None, erased=True), heads=HEADS).fault is None
