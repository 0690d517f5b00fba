"""What a source may tell, by kind of formula, and what is refused with the field it is about."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.choices import FormulaKind as F
from metrics.choices import Impossible as I
from metrics.engine import formulas
from metrics.engine.formulas import Sums
from metrics.engine.layout import LIMB, SCALE
from metrics.engine.observed import LARGEST, Kept, Refused, Told, kept

D = Decimal
values = st.decimals(-(10**6), 10**6, places=3)
"""Their squares are told without being rounded."""


def told(**given_values: Any) -> Told:
    found: dict[str, Any] = {
        name: D(value) if isinstance(value, str) else value for name, value in given_values.items()
    }
    return Told(**found)


@pytest.mark.parametrize(
    ("kind", "given_values", "expected"),
    [
        (F.MEAN, {"value": "2.5"}, (2_500_000, 0, 1, 6_250_000_000_000)),
        (F.MEAN, {"value": "-3"}, (-3_000_000, 0, 1, 9 * 10**12)),
        (F.MEAN, {"numerator": "6", "n": 3, "squares": "14"}, (6_000_000, 0, 3, 14 * 10**12)),
        (F.MEAN, {"numerator": "6", "n": 3}, (6_000_000, 3_000_000, 3, 0)),
        (F.SUM, {"value": "0.0000005"}, (0, 0, 1, 0)),
        (F.SUM, {"value": "0.0000015"}, (2, 0, 1, 0)),
        (F.SUM, {"numerator": "5", "n": 2}, (5_000_000, 0, 2, 0)),
        (F.RATIO, {"numerator": "3", "denominator": "4"}, (3_000_000, 4_000_000, 1, 0)),
        (F.RATE, {"numerator": "3", "denominator": "0", "n": 7}, (3_000_000, 0, 7, 0)),
        (F.NPS, {"value": "9"}, (SCALE, 0, 1, 0)),
        (F.NPS, {"value": "8"}, (0, 0, 1, 0)),
        (F.NPS, {"value": "6"}, (0, SCALE, 1, 0)),
        (F.NPS, {"promoters": 5, "detractors": 2, "n": 10}, (5 * SCALE, 2 * SCALE, 10, 0)),
        (F.CSAT, {"value": "4"}, (SCALE, 0, 1, 0)),
        (F.CSAT, {"value": "3"}, (0, 0, 1, 0)),
        (F.CSAT, {"numerator": "8", "n": 10}, (8 * SCALE, 0, 10, 0)),
        (F.MEDIAN, {"value": "7"}, (7_000_000, 0, 1, 0)),
    ],
)
def test_what_is_told_becomes_sums(kind: F, given_values: dict[str, Any], expected: tuple[int, ...]) -> None:
    found = kept(kind, told(**given_values), satisfied_from=4)

    squares = found.squares_high * LIMB + found.squares_low
    assert (found.numerator, found.denominator, found.n, squares) == expected


@pytest.mark.parametrize(
    ("kind", "given_values", "field", "why"),
    [
        (F.MEAN, {}, "value", I.MISSING),
        (F.MEAN, {"value": "1", "n": 2}, "n", I.BOTH),
        (F.MEAN, {"value": "1", "promoters": 2}, "promoters", I.NOT_OF_KIND),
        (F.MEAN, {"value": "NaN"}, "value", I.NO_NUMBER),
        (F.MEAN, {"value": "1e9", "squares": None}, "", None),
        (F.MEAN, {"value": "1000000001"}, "value", I.TOO_LARGE),
        (F.SUM, {"value": "1e13"}, "value", I.TOO_LARGE),
        (F.MEAN, {"numerator": "6"}, "n", I.MISSING),
        (F.MEAN, {"numerator": "6", "n": 0}, "n", I.OF_NOTHING),
        (F.MEAN, {"numerator": "6", "n": -1}, "n", I.NEGATIVE),
        (F.MEAN, {"numerator": "6", "n": 10**13}, "n", I.TOO_LARGE),
        (F.MEAN, {"numerator": "6", "n": 3, "squares": "11"}, "squares", I.LESS_THAN_MEAN),
        (F.MEAN, {"numerator": "6", "n": 3, "squares": "NaN"}, "squares", I.NO_NUMBER),
        (F.RATIO, {"numerator": "6"}, "denominator", I.MISSING),
        (F.RATIO, {"numerator": "6", "denominator": "-1"}, "denominator", I.NEGATIVE),
        (F.RATIO, {"numerator": "6", "denominator": "NaN"}, "denominator", I.NO_NUMBER),
        (F.RATIO, {"value": "6"}, "value", I.NOT_OF_KIND),
        (F.NPS, {"value": "11"}, "value", I.NO_ANSWER),
        (F.NPS, {"value": "NaN"}, "value", I.NO_NUMBER),
        (F.NPS, {"value": "8", "n": 4}, "n", I.BOTH),
        (F.NPS, {"promoters": 5, "detractors": 6, "n": 10}, "n", I.MORE_THAN_ASKED),
        (F.NPS, {"promoters": 5, "detractors": -1, "n": 10}, "detractors", I.NEGATIVE),
        (F.NPS, {"promoters": 5, "n": 10}, "detractors", I.MISSING),
        (F.CSAT, {"value": "-1"}, "value", I.NO_ANSWER),
        (F.CSAT, {"value": "NaN"}, "value", I.NO_NUMBER),
        (F.CSAT, {"numerator": "11", "n": 10}, "n", I.MORE_THAN_ASKED),
        (F.CSAT, {"numerator": "-1", "n": 10}, "numerator", I.NEGATIVE),
        (F.CSAT, {"numerator": "NaN", "n": 10}, "numerator", I.NO_NUMBER),
        (F.PERCENTILE, {"value": "1", "n": 2}, "n", I.NOT_OF_KIND),
    ],
)
def test_what_cannot_be_is_refused(kind: F, given_values: dict[str, Any], field: str, why: I | None) -> None:
    if why is None:
        assert kept(kind, told(**given_values), satisfied_from=4).n == 1
        return
    with pytest.raises(Refused) as refused:
        kept(kind, told(**given_values), satisfied_from=4)
    assert (refused.value.field, refused.value.why) == (field, why)


def test_every_reason_has_a_remedy() -> None:
    assert all(str(why.label).endswith(".") for why in I)
    assert LARGEST > 10**9


@given(st.lists(values, min_size=1, max_size=20))
def test_one_by_one_or_together_is_the_same_mean(given_values: list[Decimal]) -> None:
    single = [kept(F.MEAN, Told(value=value)) for value in given_values]
    squares = sum((Fraction(value) ** 2 for value in given_values), Fraction(0))
    together = kept(
        F.MEAN,
        Told(
            numerator=sum(given_values, D(0)),
            n=len(given_values),
            squares=D(squares.numerator) / squares.denominator,
        ),
    )

    def sums(found: list[Kept]) -> Sums:
        total = sum(each.squares_high * LIMB + each.squares_low for each in found)
        return Sums(
            Fraction(sum(each.numerator for each in found), SCALE),
            n=sum(each.n for each in found),
            squares=Fraction(total, SCALE**2),
        )

    assert sums(single) == sums([together])
    assert formulas.value(F.MEAN, sums(single)) == Fraction(sum(given_values, D(0))) / len(given_values)
