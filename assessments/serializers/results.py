"""The results page as its template reads it: each side beside the other, on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from assessments.choices import InstrumentKind, Moment, RoundState, Side
from assessments.engine.gap import Gap
from assessments.engine.outcome import WHOLE, Outcome, Part
from assessments.engine.scoring import Score
from assessments.models import Statement
from assessments.queries.results import Results
from assessments.serializers.rounds import turnout_rows
from foundation import formats

Data = dict[str, Any]

WIDTH, INSET = 180, 6
"""Of the mark that shows both sides on the scale, in pixels."""
ONLY = {
    Side.BUSINESS: lazy("Only the business side can be shown."),
    Side.IT: lazy("Only the IT side can be shown."),
}
USABLE = 0.7
"""Cronbach's alpha from which statements are usually taken to measure one thing."""
FINEST = 4
"""Decimals at which the end of an interval is left as it is."""


@dataclass(frozen=True, slots=True)
class Shown:
    """On which scale a page shows its figures: that of the instrument, or 0 to 100."""

    low: float
    high: float
    factor: float
    """Width of the shown scale over that of the instrument's."""
    decimals: int

    def value(self, score: Score | None) -> float | None:
        if score is None:
            return None
        return score.hundred if self.factor != 1 else score.mean

    def text(self, value: float | None) -> str:
        return formats.number(value, self.decimals)

    def at(self, value: float | None) -> float | None:
        """Where a value stands on the mark, in pixels from its start."""
        if value is None:
            return None
        return round(INSET + (WIDTH - 2 * INSET) * (value - self.low) / (self.high - self.low), 1)


def shown_scale(results: Results) -> Shown:
    """Disciplines are compared from 0 to 100; everything else on the scale people answered on."""
    low, high = results.scale.low, results.scale.high
    if results.round.instrument.kind == InstrumentKind.DISCIPLINE:
        return Shown(0, 100, 100 / (high - low), 0)
    return Shown(low, high, 1, 1)


def results_page(results: Results, moment: Moment) -> Data:
    """Everything the page shows for one moment."""
    shown = shown_scale(results)
    lead, rest = finding(results, moment)
    return {
        "round": results.round,
        "lead": lead,
        "rest": rest,
        "is_shown": results.is_shown,
        "turnout": turnout_rows(results.round, results.turnout),
        "moments": moment_choices(results, moment),
        "scale": _("%(low)s to %(high)s")
        % {"low": formats.number(shown.low), "high": formats.number(shown.high)},
        "rows": [_row(results, part, moment, shown) for part in main_parts(results)],
        "cells": _cells(results, moment, shown),
        "subjects": [Statement.say_subject(subject) for subject in results.subjects],
        "statements": _statements(results, moment, shown),
        "first": first_places(results, moment),
        "reliability": _reliability(results, moment),
        "agreement": _agreement(results, moment),
    }


def first_places(results: Results, moment: Moment) -> list[str]:
    """Which subject each side puts first, and by how much; a tie is named as one. Nothing without two subjects."""
    if len(results.subjects) < 2:
        return []
    lines = []
    for side in Side:
        found = results.outcomes.get((side, moment))
        means = _exact_means(results, found) if found else {}
        if len(means) == len(results.subjects):
            lines.append(_first_place(results, side, means))
    return lines


def _exact_means(results: Results, found: Outcome) -> dict[str, Fraction]:
    """The mean of each subject, not rounded: only so can a tie be told from a narrow lead."""
    own = {subject: found.own_means[("", subject)] for subject in results.subjects}
    return {subject: sum(means, Fraction(0)) / len(means) for subject, means in own.items() if means}


def _first_place(results: Results, side: Side, means: Mapping[str, Fraction]) -> str:
    shown = shown_scale(results)
    first, second = sorted(means.values(), reverse=True)[:2]
    names = [Statement.say_subject(subject) for subject, mean in means.items() if mean == first]
    words = {"side": side.label, "names": get_text_list(names, _("and"))}
    if len(names) > 1:
        return _("%(side)s: %(names)s share the first place.") % words
    ahead = formats.number(float(first - second) * shown.factor, 1)
    return _("%(side)s: %(names)s first, %(points)s points ahead.") % {**words, "points": ahead}


def moment_choices(results: Results, moment: Moment) -> list[Data]:
    """Today or target, where both were asked."""
    if len(results.moments) < 2:
        return []
    return [
        {"label": choice.label, "url": f"?moment={choice.value}", "current": choice == moment}
        for choice in results.moments
    ]


def main_parts(results: Results) -> list[Part]:
    """What the first table compares: the subjects, or where there are none the whole and its groups."""
    if results.subjects:
        return [("", subject) for subject in results.subjects]
    return [WHOLE, *((group, "") for group in results.groups)]


def part_label(part: Part) -> str:
    """A part in words."""
    group, subject = part
    if part == WHOLE:
        return _("Overall")
    return ", ".join(word for word in (group, Statement.say_subject(subject)) if word)


def finding(results: Results, moment: Moment) -> tuple[str, str]:
    """The fact, and the tension after it."""
    if results.round.state != RoundState.CLOSED:
        lead = _("Results are shown when the round is closed.")
        if not results.round.is_anonymous:
            return lead, _("Until then nobody's answers sway those who have not answered yet.")
        return lead, _("Until then nobody can tell single answers by comparing before and after.")
    sides = [side for side in Side if (side, moment) in results.outcomes]
    if not sides:
        return _("Nothing can be shown."), _("On no side did enough people answer.")
    lead = _levels(results, sides)
    if len(sides) == 1:
        only = str(ONLY[sides[0]])
        return lead or only, only if lead else _("A gap needs both sides.")
    gap_lead, gap_rest = _widest(results, moment)
    return (lead, gap_lead) if lead else (gap_lead, gap_rest)


def _levels(results: Results, sides: Sequence[Side]) -> str:
    """The level of maturity each side sees; empty for other instruments."""
    if results.round.instrument.kind != InstrumentKind.MATURITY:
        return ""
    levels = {side: results.outcomes[side, Moment.TODAY].level for side in sides}
    if len(levels) == 1:
        side = sides[0]
        return _("%(side)s sees level %(level)d.") % {"side": side.label, "level": levels[side]}
    words = {"business": levels[Side.BUSINESS], "it": levels[Side.IT]}
    return _("Business sees level %(business)d, IT level %(it)d.") % words


def _widest(results: Results, moment: Moment) -> tuple[str, str]:
    """The part about which the two sides differ most, and how many gaps are clear."""
    parts = [part for part in main_parts(results) if part != WHOLE]
    gaps = {part: gap for part in parts if (gap := results.gaps.get((moment, part)))}
    if not gaps:
        return _("Business and IT answered different statements."), ""
    widest = max(gaps, key=lambda part: abs(gaps[part].difference))
    shown, gap = shown_scale(results), gaps[widest]
    words = {"part": part_label(widest), "points": shown.text(abs(gap.difference) * shown.factor)}
    if gap.difference and gap.low is None:
        lead = _("Business and IT are at most %(points)s points apart, on “%(part)s”.")
        return lead % words, _("Too few answered, or all alike, to say whether that is chance.")
    if not gap.is_clear:
        return _("Business and IT see it much alike."), _(
            "The widest gap, %(points)s points on “%(part)s”, may be chance."
        ) % words
    lead = (
        _("Business rates “%(part)s” %(points)s points higher than IT.")
        if gap.difference > 0
        else _("IT rates “%(part)s” %(points)s points higher than business.")
    )
    clear = sum(gap.is_clear for gap in gaps.values())
    text = ngettext(
        "%(clear)d of %(count)d gaps is wider than chance.",
        "%(clear)d of %(count)d gaps are wider than chance.",
        clear,
    )
    return lead % words, text % {"clear": clear, "count": len(gaps)}


def _row(results: Results, part: Part, moment: Moment, shown: Shown) -> Data:
    group, subject = part
    scores = {side: results.score(side, group=group, subject=subject, moment=moment) for side in Side}
    gap = results.gaps.get((moment, part))
    return {
        "label": part_label(part),
        "subject": subject,
        "about": Statement.say_subject(subject),
        "business": _side(scores[Side.BUSINESS], shown),
        "it": _side(scores[Side.IT], shown),
        "gap": formats.change(gap.difference * shown.factor, shown.decimals) if gap else formats.MISSING,
        "interval": interval_text(gap, shown),
        "is_clear": bool(gap and gap.is_clear),
    }


def _side(score: Score | None, shown: Shown) -> Data:
    value = shown.value(score)
    return {
        "text": shown.text(value),
        "at": shown.at(value),
        "n": score.n if score else 0,
        "deviation": formats.number(score.deviation * shown.factor, shown.decimals)
        if score
        else formats.MISSING,
        "left_out": score.left_out if score else 0,
    }


def interval_text(gap: Gap | None, shown: Shown) -> str:
    """Both ends of a gap's interval; empty where there is none."""
    if gap is None or gap.low is None or gap.high is None:
        return ""
    ends = [end * shown.factor for end in (gap.low, gap.high)]
    low, high = (formats.change(end, _decimals(gap, ends, shown)) for end in ends)
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def _decimals(gap: Gap, ends: Sequence[float], shown: Shown) -> int:
    """As many as the page shows; more where an interval that leaves out zero would seem to touch it."""
    decimals = shown.decimals
    while gap.is_clear and decimals < FINEST and any(round(end, decimals) == 0 for end in ends):
        decimals += 1
    return decimals


def _cells(results: Results, moment: Moment, shown: Shown) -> list[Data]:
    """Each group with what both sides say about each subject."""
    if not results.subjects:
        return []
    return [
        {
            "label": group,
            "cells": [_row(results, (group, subject), moment, shown) for subject in results.subjects],
        }
        for group in results.groups
    ]


def _statements(results: Results, moment: Moment, shown: Shown) -> list[Data]:
    rows = []
    for item in results.items:
        found = {side: results.outcomes.get((side, moment)) for side in Side}
        scores = {
            side: outcome.statements.get(item.key) if outcome else None for side, outcome in found.items()
        }
        rows.append(
            {
                "text": results.texts[item.key],
                "group": item.group,
                "is_reversed": item.is_reversed,
                "business": _side(scores[Side.BUSINESS], shown),
                "it": _side(scores[Side.IT], shown),
            }
        )
    return rows


def _reliability(results: Results, moment: Moment) -> list[Data]:
    """Cronbach's alpha of what is compared, each side apart."""
    found = {
        side: results.outcomes[side, moment].reliability
        for side in Side
        if (side, moment) in results.outcomes
    }
    parts = list(dict.fromkeys(part for alphas in found.values() for part in alphas))
    return [
        {"label": part_label(part), "cells": [_alpha(found.get(side, {}).get(part)) for side in Side]}
        for part in parts
    ]


def _alpha(value: float | None) -> Data:
    return {"text": formats.number(value, 2), "is_low": value is not None and value < USABLE}


def _agreement(results: Results, moment: Moment) -> list[str]:
    """How far people of a side put things in the same order, in a sentence each."""
    lines = []
    for side in Side:
        outcome = results.outcomes.get((side, moment))
        if outcome and outcome.concordance is not None:
            words = {"side": side.label, "w": formats.number(outcome.concordance, 2)}
            lines.append(_("%(side)s: %(w)s of 1") % words)
    return lines
