"""Trees of every shape, rings included, against what a slow reader would say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from customers.engine.coverage import Coverage, with_below
from customers.engine.tree import Parents, above, below, rings, walk

parents = st.dictionaries(st.integers(0, 8), st.none() | st.integers(0, 9), max_size=9)
"""Any mapping: trees, rings, parents that are not there."""


def ups(tree: Parents, key: int) -> list[int]:
    """The parents of a key one after the other, at most as many as there are keys."""
    found: list[int] = []
    parent = tree[key]
    while parent is not None and parent in tree and len(found) <= len(tree):
        found.append(parent)
        parent = tree[parent]
    return found


def test_a_tree_is_walked_from_its_tops_with_siblings_in_order() -> None:
    tree = {1: None, 4: 1, 2: 1, 3: 4, 5: None}
    assert list(walk(tree)) == [(1, 0), (4, 1), (3, 2), (2, 1), (5, 0)]
    assert below(tree, 1) == {1, 2, 3, 4}
    assert above(tree, 3) == (1, 4)
    assert rings(tree) == frozenset()


def test_a_ring_is_found_and_what_hangs_on_it_is_none() -> None:
    assert rings({1: 2, 2: 3, 3: 1, 4: 1, 5: 5, 6: None}) == {1, 2, 3, 5}


@given(parents)
def test_rings_are_the_keys_above_themselves(tree: Parents) -> None:
    assert rings(tree) == {key for key in tree if key in ups(tree, key)}


@given(parents)
def test_a_walk_meets_every_key_once_and_parents_first(tree: Parents) -> None:
    order = list(walk(tree))
    keys = [key for key, _ in order]
    depths = dict(order)
    assert sorted(keys) == sorted(tree)
    for key, parent in tree.items():
        if parent is not None and parent in tree and key not in rings(tree):
            assert keys.index(parent) < keys.index(key)
            assert depths[key] == depths[parent] + 1
        else:
            assert depths[key] == 0


@given(parents, st.integers(0, 8))
def test_below_and_above_are_each_others_reverse(tree: Parents, top: int) -> None:
    if top in tree and not rings(tree):
        assert below(tree, top) == {key for key in tree if key == top or top in above(tree, key)}


@given(parents, st.lists(st.integers(0, 3), min_size=9, max_size=9))
def test_the_coverage_of_a_branch_is_the_sum_of_its_keys(tree: Parents, counts: list[int]) -> None:
    own = {key: Coverage(counts[key], counts[key] // 2, counts[key] // 3) for key in tree}
    whole = with_below(tree, own)
    for key in tree:
        if not rings(tree):
            assert whole[key] == sum((own[part] for part in below(tree, key)), Coverage())
    tops = [key for key, depth in walk(tree) if depth == 0]
    assert sum((whole[key] for key in tops), Coverage()) == sum(own.values(), Coverage())


def test_needs_without_answers_are_the_rest() -> None:
    assert Coverage(needs=5, answered=3, extreme=1).unanswered == 2
