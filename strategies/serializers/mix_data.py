"""The discipline mix for programs and as a table: the rows of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessments.choices import Moment, Side
from strategies.choices import Discipline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessments.engine.gap import Gap
    from strategies.queries.checks import Reading
    from strategies.queries.mix import Mix, MixRow

DIGITS = 4
"""Decimals of points in data: enough to tell any two scores apart."""


def mix_data(mix: Mix) -> dict[str, Any]:
    """The mix for programs: points from 0 to 100, gaps as business - IT."""
    return {
        "day": mix.day.isoformat(),
        "counts": mix.counts,
        "without_strategy": len(mix.without),
        "units": [_unit_data(row) for row in mix.rows],
    }


def _unit_data(row: MixRow) -> dict[str, Any]:
    strategy = row.strategy
    return {
        "unit": {"uid": str(row.unit.uid), "code": row.unit.code, "name": str(row.unit)},
        "strategy": {"uid": str(strategy.uid), "code": strategy.code, "name": str(strategy)}
        if strategy
        else None,
        "inherited_from": str(strategy.unit.uid) if strategy and not row.follower.is_own else None,
        "discipline": row.follower.discipline or None,
        "intended_shares": strategy.intended_shares if strategy else None,
        "minimums": {name: getattr(strategy, f"{name}_minimum", None) for name in Discipline.values},
        "may_read_check": row.may_read_check,
        "check": _check_data(row),
    }


def _check_data(row: MixRow) -> dict[str, Any] | None:
    check = row.check
    if check is None:
        return None
    agreements = row.agreements()
    return {
        "round": {"uid": str(check.round.uid), "code": check.round.code, "name": str(check.round)},
        "as_of": check.as_of.isoformat() if check.as_of else None,
        "sides": {
            side.value: {
                "invited": check.turnout[side].invited,
                "answered": check.turnout[side].answered,
                "is_withheld": check.withheld(side),
                **{moment.value: _reading(check.sides.get((side, moment))) for moment in Moment},
                "agreement": agreements.get(side),
            }
            for side in Side
        },
        "overall": {moment.value: _reading(check.overall.get(moment)) for moment in Moment},
        "gaps": {
            moment.value: {n: _gap(check.gaps.get((moment, n))) for n in Discipline.values}
            for moment in Moment
        },
    }


def _reading(reading: Reading | None) -> dict[str, Any] | None:
    if reading is None:
        return None
    found = reading.verdict
    return {
        "points": {name: round(float(value), DIGITS) for name, value in reading.points.items()},
        "verdict": found.kind.value,
        "lead": found.lead.value if found.lead else None,
        "margin": round(float(found.margin), DIGITS),
        "below": [name.value for name in found.below],
        "tied": [name.value for name in found.tied],
    }


def _gap(gap: Gap | None) -> dict[str, float | None] | None:
    if gap is None:
        return None
    return {
        name: None if value is None else round(value, DIGITS)
        for name, value in (("difference", gap.difference), ("low", gap.low), ("high", gap.high))
    }


def mix_header() -> list[str]:
    """The columns of the file."""
    names = Discipline.values
    header = ["unit", "unit_name", "strategy", "strategy_name", "inherited_from", "discipline"]
    header += [f"{name}_{what}" for what in ("share", "minimum") for name in names]
    header += ["round", "as_of"]
    for side in Side:
        header += [
            f"{side}_answered",
            f"{side}_verdict",
            f"{side}_lead",
            f"{side}_margin",
            f"{side}_agreement",
        ]
        header += [f"{side}_{moment}_{name}" for moment in Moment for name in names]
    header += [f"gap_{moment}_{name}" for moment in Moment for name in names]
    return header


def mix_rows(mix: Mix) -> Iterator[list[Any]]:
    """Rows under ``mix_header``, one for each unit; what is withheld or missing stays empty."""
    for row in mix.rows:
        found = _unit_data(row)
        yield [*_told(found), *_checked(found["check"])]


def _told(found: dict[str, Any]) -> list[Any]:
    strategy = found["strategy"] or {}
    shares = found["intended_shares"] or {}
    return [
        found["unit"]["code"],
        found["unit"]["name"],
        strategy.get("code"),
        strategy.get("name"),
        found["inherited_from"],
        found["discipline"],
        *(shares.get(name) for name in Discipline.values),
        *(found["minimums"][name] for name in Discipline.values),
    ]


def _checked(check: dict[str, Any] | None) -> list[Any]:
    if check is None:
        return [None] * (len(mix_header()) - mix_header().index("round"))
    cells: list[Any] = [check["round"]["code"], check["as_of"]]
    for said in check["sides"].values():
        today = said[Moment.TODAY] or {}
        cells += [
            said["answered"],
            today.get("verdict"),
            today.get("lead"),
            today.get("margin"),
            said["agreement"],
        ]
        for moment in Moment:
            points = (said[moment] or {}).get("points", {})
            cells += [points.get(name) for name in Discipline.values]
    for moment in Moment:
        cells += [(check["gaps"][moment][name] or {}).get("difference") for name in Discipline.values]
    return cells
