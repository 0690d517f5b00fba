"""Where a figure comes from, in words: its formula with the numbers put in, what it was made of, and how good that is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation import formats
from metrics.choices import Dimension, FormulaKind, ObservationState
from metrics.engine.chart import Point
from metrics.engine.formulas import MEDIAN
from metrics.engine.layout import SCALE
from metrics.engine.quality import Quality
from metrics.models import Metric, Observation, Place
from metrics.queries.breakdown import Branch, key_of
from metrics.queries.origins import Origin, Published
from metrics.serializers.charts import interval, origin_url, period
from metrics.serializers.words import valued
from workbench.links import url_of

FORMULAS = {
    FormulaKind.SUM: gettext_lazy("The sum of all values: %(top)s"),
    FormulaKind.MEAN: gettext_lazy("The sum of all values by how many there are: %(top)s ÷ %(n)s"),
    FormulaKind.CSAT: gettext_lazy("The satisfied of 100 asked: 100 × %(top)s ÷ %(n)s"),
    FormulaKind.NPS: gettext_lazy(
        "Promoters less detractors, of 100 asked: 100 × (%(top)s − %(under)s) ÷ %(n)s"
    ),
    FormulaKind.RATIO: gettext_lazy("What was counted by what it is counted of: %(base)s%(top)s ÷ %(under)s"),
    FormulaKind.RATE: gettext_lazy("What was counted by what it is counted of: %(base)s%(top)s ÷ %(under)s"),
    FormulaKind.MEDIAN: gettext_lazy("The one in the middle of %(n)s values in their order"),
    FormulaKind.PERCENTILE: gettext_lazy(
        "Of %(n)s values in their order the one that %(percent)s of them do not pass"
    ),
}
INTERVALS = {
    FormulaKind.MEAN: gettext_lazy("mean ± 1.96 standard errors"),
    FormulaKind.CSAT: gettext_lazy("Wilson's score interval"),
    FormulaKind.RATIO: gettext_lazy("Wilson's score interval, where it is a part of a whole"),
    FormulaKind.NPS: gettext_lazy("adjusted Wald interval"),
}
GLYPHS = {"A": "ok", "B": "ok", "C": "watch", "D": "off", "E": "off"}


def place_url(origin: Origin, branch: Branch, **more: str) -> str:
    """The same figure in another place, or another page of its rows."""
    words = {"in": key_of(origin.tree.cut), "by": origin.grain.value, "start": origin.start.isoformat()}
    place = {"place": str(branch.uid)} if branch.above is not None else {}
    return origin_url(origin.metric, **words, **place, **more)


def origin_view(origin: Origin) -> dict[str, Any]:
    """The whole page."""
    metric, point = origin.metric, origin.point
    now = origin.published[0] if origin.published else None
    name = period(origin.grain, origin.start)
    return {
        "value": valued(metric, now.value if now else None),
        "period": name if origin.is_over else _("%(period)s so far") % {"period": name},
        "place": origin.branch.name if origin.branch.above is not None else "",
        "sound": _sound(origin),
        "formula": formula(metric, now) if now else "",
        "interval": interval(metric, point) if point else formats.MISSING,
        "interval_kind": str(INTERVALS.get(FormulaKind(metric.formula), "")),
        "target": _target(origin),
        "standing": (point or _NOTHING).standing.value,
        "standing_word": str((point or _NOTHING).standing.label),
        "signals": ", ".join(str(rule.label) for rule in (*point.above, *point.below)) if point else "",
        "quality": quality_view(origin.quality),
        "parts": [
            {
                "name": part.branch.name,
                "url": place_url(origin, part.branch),
                "value": valued(metric, part.value),
                "n": formats.number(part.n, 0) if part.n else formats.MISSING,
            }
            for part in origin.parts
        ],
        "rows": [_row(origin, each) for each in origin.page.observations],
        "count": formats.number(origin.rows.count, 0),
        "withheld": formats.number(origin.rows.withheld, 0) if origin.rows.withheld else "",
        "next": place_url(origin, origin.branch, after=origin.page.after) if origin.page.after else "",
        "run": now.run if now else None,
        "former": [_former(metric, each) for each in origin.published[1:]],
    }


_NOTHING = Point(start=None, end=None, is_over=False)  # type: ignore[arg-type]


def formula(metric: Metric, told: Published) -> str:
    """The formula with the numbers put in, and what it comes to."""
    top, under, n = told.sums
    words = {
        "top": _figure(top),
        "under": _figure(under),
        "n": formats.number(n, 0),
        "base": f"{formats.number(metric.base, 0)} × " if metric.base != 1 else "",
        "percent": formats.percent(metric.percentile or MEDIAN),
    }
    return f"{FORMULAS[FormulaKind(metric.formula)] % words} = {valued(metric, told.value)}"


def quality_view(found: Quality) -> dict[str, Any]:
    """The grade in words, and each dimension with its figure; what is not known says so."""
    rows = []
    for dimension in Dimension:
        known = found.dimensions.get(dimension)
        rows.append(
            {
                "name": str(dimension.label),
                "share": _("%(known)s of %(expected)s")
                % {
                    "known": formats.number(known[0].known, 0),
                    "expected": formats.number(known[0].expected, 0),
                }
                if known
                else _("not known"),
                "grade": known[1].value if known else "",
                "glyph": GLYPHS[known[1].value] if known else "gap",
                "of": str(COUNTED[dimension]),
            }
        )
    grade = found.grade
    return {
        "word": str(grade.label) if grade else _("No grade: nothing is known of it"),
        "glyph": GLYPHS[grade.value] if grade else "gap",
        "rows": rows,
    }


COUNTED = {
    Dimension.COMPLETENESS: gettext_lazy("periods of the last twelve with a value"),
    Dimension.COVERAGE: gettext_lazy("places with a value, of those that had one within a year"),
    Dimension.TIMELINESS: gettext_lazy("days until the next value was due that it was not late"),
    Dimension.VALIDITY: gettext_lazy("rows that say something and were not withheld"),
}


def _figure(kept: int) -> str:
    return formats.number(Decimal(kept) / SCALE)


def _target(origin: Origin) -> str:
    aim = origin.aim
    if aim is None:
        return ""
    words = {"value": valued(origin.metric, aim.value), "end": formats.day(aim.end)}
    return _("%(value)s by %(end)s") % words


def _sound(origin: Origin) -> str:
    if origin.pending:
        text = ngettext(
            "%(n)s change was told since; the next run takes it.",
            "%(n)s changes were told since; the next run takes them.",
            origin.pending,
        )
        return text % {"n": formats.number(origin.pending, 0)}
    if origin.is_sound is None:
        return _("It is made of rows of units that you may not read.")
    if origin.is_sound:
        return _("Its rows, added up now, come to the same.")
    return _("Its rows no longer come to it: segments or units have been moved since.")


def _row(origin: Origin, each: Observation) -> dict[str, Any]:
    place, source = origin.page.places[each.place_id], origin.page.sources.get(each.source_id)
    return {
        "day": each.day,
        "place": _name(place),
        "source": str(source or ""),
        "source_url": url_of(source) if source else "",
        "key": each.source_key,
        "told": _("withheld") if each.state == ObservationState.WITHHELD else _told(origin.metric, each),
        "n": formats.number(each.n, 0),
    }


def _name(place: Place) -> str:
    return str(place.segment or place.unit or "")


def _told(metric: Metric, each: Observation) -> str:
    top, under = _figure(each.numerator), _figure(each.denominator)
    kind = FormulaKind(metric.formula)
    if kind in {FormulaKind.RATIO, FormulaKind.RATE}:
        return _("%(top)s of %(under)s") % {"top": top, "under": under}
    if kind == FormulaKind.NPS:
        return _("%(top)s promote, %(under)s detract") % {"top": top, "under": under}
    return top


def _former(metric: Metric, each: Published) -> dict[str, Any]:
    return {
        "value": valued(metric, each.value),
        "day": formats.day(each.run.as_of_date),
        "until": each.snapshot.superseded_at,
    }
