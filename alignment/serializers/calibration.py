"""How people promise: as a page, a file and data."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.engine.calibration import ENOUGH, Calibration
from alignment.queries.calibration import CalibrationReport
from alignment.queries.contracts import Contract
from alignment.serializers import contracts_words as words
from alignment.serializers.contracts import percent, query_of_unit
from alignment.serializers.controls import unit_menu
from foundation import formats
from workbench.links import url_of

HEADER = ("of", "due", "judged", "kept", "median_percent", "optimism_points")
"""Columns of the file."""

Data = dict[str, Any]


def calibration_page(report: CalibrationReport) -> Data:
    """One's own promises first, then everybody's together, then those of others by name for who may read them."""
    lead, rest = finding(report)
    return {
        "finding_lead": lead,
        "finding_rest": rest,
        "filters": [unit_menu(report.units, report.unit)],
        "query": query_of_unit(report.unit),
        "export_url": f"{reverse('sponsor_calibration_export')}{query_of_unit(report.unit)}",
        "enough": ENOUGH,
        "own": _row("", report.own.whole) if report.own else None,
        "own_rows": [_promise(one) for one in report.own_contracts],
        "has_any": bool(report.whole.due or report.own),
        "is_told": bool(report.whole.due),
        "whole": _row("", report.whole),
        "years": [{"year": str(year), **_row("", found)} for year, found in report.years],
        "may_read_others": report.may_read_others,
        "sponsors": [_row(str(person), one.whole) for person, one in report.sponsors],
    }


def finding(report: CalibrationReport) -> tuple[str, str]:
    """What usually comes of a promise, and how many were kept."""
    whole = report.own.whole if report.own and not report.whole.due else report.whole
    if not whole.due:
        return _("No agreed promise has come due yet."), ""
    words_of = {"judged": formats.number(whole.judged), "due": formats.number(whole.due)}
    if whole.median is None:
        lead = _("Too few promises can be judged: %(judged)s of %(due)s that were due.") % words_of
        return lead, _("It takes %(n)s.") % {"n": formats.number(ENOUGH)}
    lead = _("Of the median promise, %(share)s had come when it was due.") % {
        "share": words.share(whole.median)
    }
    rest = ngettext(
        "%(kept)s of %(judged)s promises was kept whole.",
        "%(kept)s of %(judged)s promises were kept whole.",
        whole.kept,
    )
    return lead, rest % {"kept": formats.number(whole.kept), **words_of}


def verdict(found: Calibration) -> str:
    """What the median says in words; why nothing is said where too few can be judged."""
    if found.optimism is None:
        text = ngettext(
            "%(n)s more judged promise is needed", "%(n)s more judged promises are needed", found.missing
        )
        return text % {"n": formats.number(found.missing)}
    points = formats.number(abs(round(float(100 * found.optimism))))
    if found.optimism > 0:
        return _("Promises more than comes, by %(points)s points") % {"points": points}
    if found.optimism < 0:
        return _("Promises less than comes, by %(points)s points") % {"points": points}
    return _("Promises what comes")


def _row(name: str, found: Calibration) -> Data:
    return {
        "name": name,
        "due": formats.number(found.due),
        "judged": formats.number(found.judged),
        "kept": formats.number(found.kept) if found.judged else formats.MISSING,
        "median": words.share(found.median),
        "bar": _bar(found.median),
        "verdict": verdict(found),
        "is_judged": found.median is not None,
    }


def _bar(median: Fraction | None) -> float | None:
    return None if median is None else max(float(median) * 100, 0.0)


def _promise(one: Contract) -> Data:
    state, benefit = one.state, one.benefit
    return {
        "name": str(benefit),
        "url": url_of(benefit),
        "due": formats.day(benefit.target_date),
        "kept": words.share(state.kept),
        "health": words.HEALTH[state.standing],
        "standing": words.standing(one),
    }


def calibration_data(report: CalibrationReport) -> Data:
    """For programs; medians and optimism in percent of the promised way."""
    return {
        "as_of": report.today.isoformat(),
        "unit": str(report.unit.uid) if report.unit else None,
        "least_promises": ENOUGH,
        "own": figures(report.own.whole) if report.own else None,
        "whole": figures(report.whole),
        "years": [{"year": year, **figures(found)} for year, found in report.years],
        "sponsors": [
            {"person": str(person.uid), "name": str(person), **figures(one.whole)}
            for person, one in report.sponsors
        ],
    }


def figures(found: Calibration) -> Data:
    return {
        "due": found.due,
        "judged": found.judged,
        "kept": found.kept,
        "median_percent": percent(found.median),
        "optimism_points": percent(found.optimism),
    }


def calibration_lines(report: CalibrationReport) -> Iterator[list[Any]]:
    """One's own, everybody's together, by year, and by person for who may read that."""
    found = calibration_data(report)
    named = [("own", found["own"])] if found["own"] else []
    named += [("all", found["whole"])]
    named += [(str(row["year"]), row) for row in found["years"]]
    named += [(row["name"], row) for row in found["sponsors"]]
    for name, row in named:
        yield [name, *(row[key] for key in HEADER[1:])]
