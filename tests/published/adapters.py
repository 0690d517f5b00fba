"""How a published example is put to our own calculations: one adapter for each feature that is built."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.conf import settings

from assessments.engine.agreement import kendall_w
from assessments.engine.gap import perception_gap
from assessments.engine.maturity import level, overall
from assessments.engine.reliability import cronbach_alpha
from customers.choices import OpportunityBand
from customers.engine.opportunity import Answers, opportunity
from customers.engine.opportunity import band as band_of
from metrics.choices import FormulaKind, SignalRule
from metrics.engine.control import NIST_REACH, REACH, limits
from metrics.engine.customers import estimated_perfect_orders, margin_multiple, uniqueness, wallet_share
from metrics.engine.ewma import averages, band
from metrics.engine.formulas import Sums, interval, value
from metrics.engine.layout import SCALE
from metrics.engine.observed import Told, kept
from metrics.engine.signals import flags

SHARED = settings.BASE_DIR.parent / "shared"
"""Beside which files of examples are named."""
Adapter = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def opportunity_score(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answers that are on the scale from 0 to 10 already."""
    importance, satisfaction = Decimal(str(given["importance"])), Decimal(str(given["satisfaction"]))
    return {"score": opportunity(Answers(importance, satisfaction, 0, 10))}


def opportunity_band(given: Mapping[str, Any]) -> OpportunityBand | None:
    """The band of those answers."""
    score: Decimal | None = opportunity_score(given)["score"]
    return band_of(score)


def alignment_maturity(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The level that criteria on the scale of the instrument come to."""
    whole = overall([Fraction(str(value)) for value in given["criteria"]])
    return {"overall": whole, "level": level(whole) if whole is not None else None}


def concordance(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What each rater gave to the same things, ties included."""
    return {"w": kendall_w([[Fraction(str(value)) for value in row] for row in given["ratings"]])}


def reliability(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What each person answered to each statement."""
    return {"alpha": cronbach_alpha(given["answers"])}


def difference_of_means(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The gap between two groups of people, with its 95 % interval."""
    sides = [[Fraction(str(value)) for value in given[side]] for side in ("business", "it")]
    gap = perception_gap(*sides)
    return {"difference": gap.difference, "low": gap.low, "high": gap.high} if gap else {}


def behavior(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Single values, with limits as NIST prints them and as Wheeler rounds them; nothing is left out."""
    values = [Fraction(str(value)) for value in given["values"]]
    nist, wheeler = (limits(values, reach=reach, is_screened=False) for reach in (NIST_REACH, REACH))
    assert nist is not None
    assert wheeler is not None
    found = {"mean": nist.centre, "mr_bar": nist.range_mean, "ucl": nist.upper, "lcl": nist.lower}
    return {**found, "ucl_2.66": wheeler.upper, "lcl_2.66": wheeler.lower}


def rules(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """A rule on deviations, or a series read from a file, whose parts are not looked for."""
    if "file" in given:
        return series_of_file(given)
    rule = {"seven_one_side": SignalRule.SEVEN_ONE_SIDE, "seven_trend": SignalRule.SEVEN_TREND}[given["rule"]]
    return {"flag_at_completion": flags(rule, [Fraction(str(each)) for each in given["signs_or_values"]])}


def series_of_file(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Rows of a file that meet ``filter`` (``name=value``, ``name<value``), the values of ``field`` by period."""
    tests = [re.fullmatch(r"(\w+)([=<])(.+)", each) for each in given["filter"].split(",")]
    wanted = [(each[1], each[2], each[3]) for each in tests if each]
    values = [
        Fraction(row[given["field"]])
        for row in sorted(rows_of(given), key=lambda row: row["period"])
        if all(row[name] == value if sign == "=" else row[name] < value for name, sign, value in wanted)
    ]
    plain, screened = (limits(values, is_screened=is_screened) for is_screened in (False, True))
    assert plain is not None
    assert screened is not None
    below = max(
        (
            list(group)
            for is_below, group in groupby(enumerate(values, 1), lambda each: each[1] < plain.centre)
            if is_below
        ),
        key=len,
    )
    return {
        "n": len(values),
        "mean": plain.centre,
        "mr_bar": plain.range_mean,
        "limits_no_screen": [plain.lower, plain.upper],
        "limits_screened": [screened.lower, screened.upper],
        "run_below_mean": f"points {below[0][0]}-{below[-1][0]} ({len(below)} points)",
    }


def moving_averages(given: Mapping[str, Any]) -> Mapping[str, Any]:
    values, weight = [Fraction(str(value)) for value in given["values"]], Fraction(str(given["lambda"]))
    found = averages(values, weight=weight, start=Fraction(given["start"]))
    limited = band(centre=given["start"], deviation=given["s"], weight=given["lambda"])
    return {"ucl": limited.upper, "lcl": limited.lower, "first": found[:2], "last": found[-2:]}


def churn(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Customers who left, by contract; of the money, what they paid a month. Blank totals are missing, not zero."""
    rows = list(rows_of(given))
    left = [row for row in rows if row["Churn"] == "Yes"]

    def both(contract: str) -> list[int]:
        return [sum(row["Contract"] == contract for row in some) for some in (rows, left)]

    def share(numerator: Fraction, denominator: Fraction) -> Fraction | None:
        return value(FormulaKind.RATIO, Sums(numerator, denominator, len(rows)), base=100)

    paid = [sum((Fraction(row["MonthlyCharges"]) for row in some), Fraction(0)) for some in (left, rows)]
    return {
        "customers": len(rows),
        "churned": len(left),
        "churn_pct": share(Fraction(len(left)), Fraction(len(rows))),
        "month_to_month": both("Month-to-month"),
        "one_year": both("One year"),
        "two_year": both("Two year"),
        "revenue_churn_pct": share(*paid),
        "blank_TotalCharges": sum(not row["TotalCharges"].strip() for row in rows),
    }


def satisfied(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answers to one question on a scale whose two highest count as satisfied; what is off the scale is missing."""
    lowest, highest = (Decimal(end) for end in given["valid"].split(".."))
    told = [
        Decimal(row["rating"])
        for row in rows_of(given)
        if row["question"] == given["question"] and row["rating"]
    ]
    answers = [
        kept(FormulaKind.CSAT, Told(value=each), satisfied_from=int(highest) - 1)
        for each in told
        if lowest <= each <= highest
    ]
    top = sum(each.numerator for each in answers) // SCALE
    return {
        "n": len(answers),
        "mean": sum(each for each in told if lowest <= each <= highest) / len(answers),
        "top2": top,
        "top2_pct": value(FormulaKind.CSAT, Sums(Fraction(top), n=len(answers))),
    }


def net_promoters(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Counts of promoters and detractors among those asked."""
    sums = Sums(Fraction(given["promoters"]), Fraction(given["detractors"]), given["n"])
    found = interval(FormulaKind.NPS, sums)
    return {"nps": value(FormulaKind.NPS, sums), "low": found and found.low, "high": found and found.high}


def multiples(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row for each interest, a column for each retention."""
    stays, rates = ([Fraction(str(each)) for each in given[name]] for name in ("r", "i"))
    return {"multiple": [[margin_multiple(stay, rate) for stay in stays] for rate in rates]}


def vitality(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Revenue of new products in all revenue."""
    sums = Sums(Fraction(str(given["new_revenue"])), Fraction(str(given["total_revenue"])), 1)
    return {"pct": value(FormulaKind.RATIO, sums, base=100)}


def rows_of(given: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    with (SHARED / given["file"]).open(newline="") as file:
        yield from csv.DictReader(file)


ADAPTERS: dict[str, Adapter] = {
    "churn": churn,
    "clv-multiple": multiples,
    "csat-top2": satisfied,
    "dq-uniqueness": lambda given: {"pct": uniqueness(given["real_things"], given["records"])},
    "ewma": moving_averages,
    "nps": net_promoters,
    "perfect-order-product": lambda given: {
        "product_pct": estimated_perfect_orders([Fraction(str(rate)) for rate in given["rates"]])
    },
    "share-of-wallet": lambda given: {"share": wallet_share(Fraction(given["rank"]), given["brands"])},
    "vitality": vitality,
    "xmr": behavior,
    "xmr-rules": rules,
    "alignment-maturity": alignment_maturity,
    "cronbach-alpha": reliability,
    "kendall-w": concordance,
    "opportunity": opportunity_score,
    "perception-gap": difference_of_means,
}
