"""What comes of findings under each policy: bounds, monotonicity, and an oracle over all combinations."""

from __future__ import annotations

from itertools import chain, combinations, product
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.choices import ChainState, GateFinding, GateMode, GateOutcome
from alignment.engine.gate import Gate
from alignment.engine.passing import Passing, Policy, findings_of, passing

F: TypeAlias = GateFinding
Outcome: TypeAlias = GateOutcome
CLOSED, ENDED = Gate((1,), is_draft=True), Gate((1,), is_draft=False)
BLOCK = Policy(mode=GateMode.BLOCK)
POLICIES = st.builds(
    Policy, st.sampled_from(GateMode), st.sampled_from(GateMode), st.booleans(), st.booleans()
)
FINDINGS = st.sets(st.sampled_from(GateFinding))


@pytest.mark.parametrize(
    ("gate", "state", "needs_first", "expected"),
    [
        (Gate(), ChainState.COMPLETE, False, ()),
        (Gate(), ChainState.EXEMPT, False, ()),
        (Gate(), ChainState.STALE, False, (F.STALE,)),
        (Gate(), ChainState.WEAK, False, (F.WEAK,)),
        (Gate(), ChainState.BROKEN, True, (F.NEEDS_FIRST, F.BROKEN)),
        (CLOSED, ChainState.BROKEN, True, (F.DRAFT, F.NEEDS_FIRST, F.BROKEN)),
        (ENDED, ChainState.BROKEN, False, (F.ENDED, F.BROKEN)),
    ],
)
def test_what_stands_against_it(
    gate: Gate, state: ChainState, needs_first: bool, expected: tuple[F, ...]
) -> None:
    assert findings_of(gate, state, needs_first=needs_first) == expected


@pytest.mark.parametrize(
    ("findings", "policy", "overridden", "expected"),
    [
        ((), BLOCK, (), Passing(Outcome.OPEN)),
        ((F.WEAK,), BLOCK, (), Passing(Outcome.WARNED, (F.WEAK,))),
        ((F.STALE,), BLOCK, (), Passing(Outcome.WARNED, (F.STALE,))),
        ((F.BROKEN,), Policy(), (), Passing(Outcome.WARNED, (F.BROKEN,))),
        ((F.BROKEN,), BLOCK, (), Passing(Outcome.REFUSED, (F.BROKEN,), (F.BROKEN,))),
        ((F.BROKEN,), BLOCK, (F.BROKEN,), Passing(Outcome.OVERRIDDEN, (F.BROKEN,), (F.BROKEN,))),
        ((F.DRAFT,), Policy(), (), Passing(Outcome.REFUSED, (F.DRAFT,), (F.DRAFT,))),
        ((F.ENDED,), Policy(draft_mode=GateMode.WARN), (), Passing(Outcome.WARNED, (F.ENDED,))),
        (
            (F.BROKEN, F.DRAFT),
            BLOCK,
            (F.BROKEN,),
            Passing(Outcome.REFUSED, (F.DRAFT, F.BROKEN), (F.DRAFT, F.BROKEN)),
        ),
        (
            (F.WEAK,),
            Policy(GateMode.BLOCK, accepts_weak=False),
            (),
            Passing(Outcome.REFUSED, (F.WEAK,), (F.WEAK,)),
        ),
        ((F.STALE,), Policy(GateMode.WARN, accepts_stale=False), (), Passing(Outcome.WARNED, (F.STALE,))),
    ],
)
def test_what_becomes_of_it(
    findings: tuple[F, ...], policy: Policy, overridden: tuple[F, ...], expected: Passing
) -> None:
    assert passing(findings, policy, overridden) == expected


def test_only_needs_make_a_warning_hard() -> None:
    assert [passing([finding], Policy()).is_hard for finding in F] == [one is F.NEEDS_FIRST for one in F]


def test_every_combination_against_the_words_of_the_rule() -> None:
    """An oracle that says the rule once more, as the documentation does."""
    subsets = list(chain.from_iterable(combinations(F, size) for size in range(len(F) + 1)))
    for found, mode, draft_mode, weak, stale in product(
        subsets, GateMode, GateMode, (True, False), (True, False)
    ):
        blocks = {F.DRAFT, F.ENDED} if draft_mode == "block" else set()
        if mode == "block":
            blocks |= {F.NEEDS_FIRST, F.BROKEN} | ({F.WEAK} - ({F.WEAK} if weak else set()))
            blocks |= set() if stale else {F.STALE}
        expected = Outcome.OPEN if not found else Outcome.REFUSED if blocks & set(found) else Outcome.WARNED
        assert passing(found, Policy(mode, draft_mode, weak, stale)).outcome is expected


@given(FINDINGS, POLICIES, FINDINGS, FINDINGS)
def test_an_override_never_hurts_and_one_finding_more_never_helps(
    findings: set[F], policy: Policy, overridden: set[F], more: set[F]
) -> None:
    rank = [Outcome.REFUSED, Outcome.OVERRIDDEN, Outcome.WARNED, Outcome.OPEN]
    before = passing(findings, policy, overridden)
    assert (
        passing(findings, policy, overridden | more).outcome is before.outcome
        or before.outcome is Outcome.REFUSED
    )
    assert rank.index(passing(findings | more, policy, overridden).outcome) <= rank.index(before.outcome)
    assert set(before.holding) <= set(before.findings) == findings
    assert (before.outcome is Outcome.REFUSED) == (not set(before.holding) <= overridden)


@given(FINDINGS, POLICIES)
def test_what_an_override_names_when_it_is_written_lets_it_pass(findings: set[F], policy: Policy) -> None:
    held = passing(findings, policy).holding
    assert passing(findings, policy, held).outcome is not Outcome.REFUSED
