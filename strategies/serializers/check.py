"""A discipline check, prepared for its panel and for a row of the mix."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.choices import Moment, Side
from foundation import formats
from foundation.templatetags.sightline_glyphs import DISCIPLINES
from strategies.choices import Discipline, VerdictKind
from strategies.engine.verdict import MARGIN
from strategies.serializers.words import (
    HEALTH,
    agreement_words,
    lead_words,
    listed,
    mid_sentence,
    missed_words,
    points,
)
from workbench.links import url_of

if TYPE_CHECKING:
    from assessments.engine.gap import Gap
    from strategies.models import Strategy
    from strategies.queries.checks import Check


def check_view(check: Check, strategy: Strategy | None) -> dict[str, Any]:
    """What the panel shows: what each side says, the scores by discipline, and both sides together."""
    return {
        "round": str(check.round),
        "round_url": url_of(check.round),
        "as_of": check.as_of,
        "sides": [side_view(check, side, strategy) for side in Side],
        "rows": [_row(check, name, strategy) for name in Discipline.values],
        "asks_target": any(moment == Moment.TARGET for _side, moment in check.sides),
        "overall": _overall(check),
        "advice": " ".join(advice(check)) if strategy is None or strategy.end_date is None else "",
    }


def side_view(check: Check, side: Side, strategy: Strategy | None) -> dict[str, Any]:
    """One side's verdict in words, with how many answered; what is withheld or missing is said."""
    turnout = check.turnout[side]
    view = {
        "label": side.label,
        "answered": _("%(answered)s of %(invited)s answered")
        % {"answered": formats.number(turnout.answered), "invited": formats.number(turnout.invited)},
        "health": "gap",
        "verdict": "",
        "text": _silence(check, side),
        "agreement": "",
        "missed": "",
    }
    reading = check.sides.get((side, Moment.TODAY))
    if reading is None:
        return view
    found = reading.verdict
    agreement = found.agreement(strategy.discipline) if strategy else None
    return view | {
        "health": HEALTH[found.kind],
        "verdict": found.kind.label,
        "text": lead_words(found, reading.points),
        "agreement": agreement_words(agreement, strategy.discipline) if agreement and strategy else "",
        "missed": missed_words(found, reading.points, check.minimums),
        "lead": found.lead or "",
        "margin": points(found.margin),
    }


def advice(check: Check) -> list[str]:
    """What to do about what the two sides say of today, the weightiest first; nothing where all is well."""
    said = list(check.verdicts().values())
    kinds, leads = {found.kind for found in said}, {found.lead for found in said if found.lead}
    lines = []
    if VerdictKind.TIE in kinds:
        lines.append(
            _(
                "A tie is no lead: decide which of them comes first, move money and people to it, and ask again."
            )
        )
    elif VerdictKind.STUCK in kinds:
        text = _("Less than %(margin)s points is no lead: move money and people to one, and ask again.")
        lines.append(text % {"margin": formats.number(MARGIN)})
    if len(leads) > 1:
        lines.append(
            _("Business and IT are led by different disciplines: settle which it is before either plans on.")
        )
    if any(found.below for found in said):
        lines.append(
            _("Raise what is too low to its lowest level, and no further: the rest belongs to the lead.")
        )
    return lines


def _silence(check: Check, side: Side) -> str:
    if check.withheld(side):
        least = check.round.smallest_group
        text = ngettext(
            "Withheld: fewer than %(count)s answer may be shown.",
            "Withheld: fewer than %(count)s answers are never shown.",
            least,
        )
        return text % {"count": formats.number(least)}
    return (
        _("Nobody on this side answered.") if not check.turnout[side].answered else _("Not all was answered.")
    )


def _row(check: Check, name: str, strategy: Strategy | None) -> dict[str, Any]:
    minimum = check.minimums.get(name)
    return {
        "discipline": name,
        "css": DISCIPLINES[name],
        "stated": strategy is not None and strategy.discipline == name,
        "minimum": minimum,
        "cells": [_cell(check, side, name) for side in Side],
        "gaps": [
            {"label": moment.label, **gap_view(check.gaps[moment, name])}
            for moment in Moment
            if (moment, name) in check.gaps
        ],
    }


def _cell(check: Check, side: Side, name: str) -> dict[str, Any]:
    today, target = (check.sides.get((side, moment)) for moment in (Moment.TODAY, Moment.TARGET))
    now, wanted = today.points[name] if today else None, target.points[name] if target else None
    minimum = check.minimums.get(name)
    return {
        "label": side.label,
        "today": _drawn(now),
        "today_text": points(now),
        "target": _drawn(wanted),
        "target_text": points(wanted),
        "low": now is not None and minimum is not None and now < minimum,
    }


def _drawn(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def gap_view(gap: Gap | None) -> dict[str, str]:
    """Business - IT with its interval, and whether chance alone could explain it."""
    if gap is None:
        return {"text": formats.MISSING, "interval": "", "is_clear": ""}
    if gap.low is None or gap.high is None:
        return {"text": formats.change(gap.difference), "interval": _("no interval"), "is_clear": ""}
    return {
        "text": formats.change(gap.difference),
        "interval": _("%(low)s to %(high)s")
        % {"low": formats.change(gap.low), "high": formats.change(gap.high)},
        "is_clear": _("clear") if gap.is_clear else _("may be chance"),
    }


def _overall(check: Check) -> str:
    """Both sides together, said with how; empty where a side is missing."""
    reading = check.overall.get(Moment.TODAY)
    if reading is None:
        return ""
    scores = [
        _("%(discipline)s %(points)s")
        % {"discipline": mid_sentence(name), "points": points(reading.points[name])}
        for name in Discipline.values
    ]
    return _("Both together, each side counting once: %(scores)s. %(verdict)s.") % {
        "scores": listed(scores),
        "verdict": reading.verdict.kind.label,
    }
