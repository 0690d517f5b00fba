"""The first gate as plain data and as rows of a file. Amounts are decimal texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from alignment.choices import GateOutcome
from alignment.models import GateOverride, GatePassage, Initiative
from alignment.operations.gate_telling import who_may, why_held_back, why_warned
from alignment.queries.gate import AtGate, codes, stated
from alignment.queries.gate_report import GateReport
from alignment.queries.priority import UnlinkedLine
from alignment.serializers import gate_words as words
from alignment.serializers.plain import reference, text
from foundation.actors import Actor

HEADER = ("kind", "initiative", "name", "unit", "outcome", "findings", "text", "day", "who")
"""Columns of the file."""

Data = dict[str, Any]


def gate_data(found: GateReport, viewer: Actor) -> Data:
    """Everything the page shows."""
    return {
        "as_of": found.as_of.isoformat(),
        "unit": str(found.unit.uid) if found.unit else None,
        "currency": found.unlinked.currency,
        "basis": found.unlinked.year,
        "asking": [_asking(one, viewer) for one in found.asking],
        "unlinked": [_unlinked(line) for line in found.unlinked.lines],
        "passages": [_passage(one) for one in found.passages],
        "overrides": [_override(one) for one in found.overrides],
    }


def _asking(one: AtGate, viewer: Actor) -> Data:
    outcome = one.passing.outcome
    return {
        **_named(one.initiative),
        "outcome": outcome.value,
        "is_hard": one.passing.is_hard,
        "findings": codes(one.passing.findings),
        "holding": codes(one.passing.holding),
        "chain": one.chain.state.value,
        "missing": [hop.value for hop in one.chain.missing],
        "policy": stated(one.policy),
        "who_may_override": who_may(one.policy),
        "message": _message(one, viewer),
    }


def _message(one: AtGate, viewer: Actor) -> str:
    if one.passing.outcome is GateOutcome.OPEN:
        return ""
    held = one.passing.outcome is GateOutcome.REFUSED
    return why_held_back(one, viewer) if held else why_warned(one, viewer)


def _unlinked(line: UnlinkedLine) -> Data:
    return {
        **_named(line.initiative),
        "discipline": line.follows.discipline,
        "strategy": str(line.follows.uid),
        "why": [why.value for why in line.warning.why],
        "place": line.warning.place,
        "ranked": line.warning.ranked,
        "amount": text(line.amount),
    }


def _passage(one: GatePassage) -> Data:
    return {
        **_named(one.initiative),
        "passed_at": one.passed_at.isoformat(),
        "before": one.before,
        "after": one.after,
        "outcome": one.outcome,
        "findings": one.findings,
        "policy": one.policy,
        "reason": one.reason,
        "by": one.by,
        "override": str(one.override.uid) if one.override else None,
    }


def _override(one: GateOverride) -> Data:
    return {
        "uid": str(one.uid),
        "code": one.code,
        "initiative": _named(one.initiative),
        "reason": one.reason,
        "findings": one.findings,
        "policy": one.policy,
        "granted_by": str(one.granted_by) if one.granted_by else None,
        "granted_at": one.created_at.isoformat(),
    }


def _named(initiative: Initiative) -> Data:
    unit = {"uid": str(initiative.unit.uid), "name": str(initiative.unit)}
    return reference(initiative) | {"unit": unit}


def lines(found: GateReport, viewer: Actor) -> Iterator[list[Any]]:
    """What waits, what is passed over, who came through, and the overrides nothing has passed by yet."""
    for asking in found.asking:
        outcome, against = asking.passing.outcome.value, codes(asking.passing.findings)
        yield _line(
            "asking",
            asking.initiative,
            outcome,
            against,
            _message(asking, viewer),
            "",
            who_may(asking.policy),
        )
    for line in found.unlinked.lines:
        why = words.why_unlinked(line, found.unlinked.currency)
        yield _line("unlinked", line.initiative, "", [one.value for one in line.warning.why], why, "", "")
    for one in found.passages:
        day = one.passed_at.date().isoformat()
        yield _line("passed", one.initiative, one.outcome, one.findings, one.reason, day, one.by)
    for row in found.overrides:
        day, who = row.created_at.date().isoformat(), str(row.granted_by or "")
        yield _line("override", row.initiative, "", row.findings, row.reason, day, who)


def _line(
    kind: str, initiative: Initiative, outcome: str, found: list[str], told: str, day: str, who: str
) -> list[Any]:
    place = [initiative.code, str(initiative), str(initiative.unit)]
    return [kind, *place, outcome, " ".join(found), told, day, who]
