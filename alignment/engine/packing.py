"""A side of a chain as plain lists and back, so that it can be kept.

A side becomes its steps, nearest first; a step is ``[rank, station, id, end, findings]`` with ``end`` as ``[station, id]``
or None, and a finding is ``[station, state, reason, action, near station, near id, far station, far id, link]``. Packing
and unpacking give back an equal side. A step that another record shares is packed with each of them: a way has at most
five steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alignment.choices import Action, ChainState, Hop, Reason
from alignment.engine.chains import Side
from alignment.engine.facts import Ref
from alignment.engine.findings import Finding

Packed = list[list[Any]]


def packed(side: Side) -> Packed:
    """The steps of a side."""
    return [
        [step.rank, *_ref(step.ref), _ref(step.end) if step.end else None, [*map(_finding, step.findings)]]
        for step in side.walk()
    ]


def unpacked(steps: Sequence[Sequence[Any]]) -> Side:
    """The side that was packed."""
    side: Side | None = None
    for rank, hop, key, end, findings in reversed(steps):
        side = Side(
            rank=rank,
            ref=Ref(Hop(hop), key),
            findings=tuple(map(_unpacked_finding, findings)),
            onward=side,
            end=Ref(Hop(end[0]), end[1]) if end else None,
        )
    if side is None:
        raise ValueError("a side has at least one step")
    return side


def _ref(ref: Ref) -> list[Any]:
    return [ref.hop.value, ref.id]


def _finding(finding: Finding) -> list[Any]:
    far = _ref(finding.far) if finding.far else [None, None]
    named = [finding.hop.value, finding.state.value, finding.reason.value, finding.action.value]
    return [*named, *_ref(finding.near), *far, finding.link]


def _unpacked_finding(kept: Sequence[Any]) -> Finding:
    hop, state, reason, action, near, near_id, far, far_id, link = kept
    return Finding(
        hop=Hop(hop),
        state=ChainState(state),
        reason=Reason(reason),
        action=Action(action),
        near=Ref(Hop(near), near_id),
        far=Ref(Hop(far), far_id) if far else None,
        link=link,
    )
