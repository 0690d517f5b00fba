"""What people write in cells, and what it is taken for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.validators import MaxValueValidator
from django.db import models

from alignment.choices import Status
from workbench.exchange.limits import Exact
from workbench.exchange.mapping import Rule
from workbench.exchange.problems import Unfit
from workbench.exchange.values import ABSENT, identifier, parse

AMOUNT = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
PERCENT = models.DecimalField(max_digits=5, decimal_places=2, validators=[MaxValueValidator(100)])
FRACTION = models.DecimalField(max_digits=5, decimal_places=4, validators=[MaxValueValidator(1)])
COUNT = models.IntegerField()
DAY = models.DateField(null=True)
FLAG = models.BooleanField()
NAME = models.CharField(max_length=10)
NOTE = models.TextField(blank=True)
STATUS = models.CharField(max_length=20, choices=Status, blank=True)


def read(column: models.Field[Any, Any], text: str, **conventions: Any) -> Any:
    return parse(column, text, Rule("field", "column", **conventions))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1,234", "1234"),
        ("1.234", "1.234"),
        ("1 234 567", "1234567"),
        ("1\u00a0234\u202f567.8", "1234567.8"),
        ("1'234.5", "1234.5"),
        ("1’234.5", "1234.5"),
        ("1.234,56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("-5", "-5"),
        ("+5", "5"),
        ("\u22125", "-5"),
        ("(1,200)", "-1200"),
        (" 7 ", "7"),
        ("0", "0"),
    ],
)
def test_numbers(text: str, value: str) -> None:
    assert read(AMOUNT, text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"), [("1.234", "1234"), ("1234,5", "1234.5"), ("1,234.5", "1234.5"), ("1.234,5", "1234.5")]
)
def test_numbers_with_a_decimal_comma(text: str, value: str) -> None:
    assert read(AMOUNT, text, decimal=",") == Decimal(value)


def test_conventions_do_not_apply_to_typed_cells() -> None:
    assert read(AMOUNT, Exact("1.234"), decimal=",") == Decimal("1.234")
    assert read(DAY, Exact("2026-11-02"), format="%d.%m.%y") == date(2026, 11, 2)


@pytest.mark.parametrize(
    "text",
    [
        "12,34", "1,23,456", "1.2.3", "1,234,56", "12 34", "1e5", "1.23E+05", "NaN", "Infinity", "-inf", "0x10", "１２",
        "--5", "(-5)", "(5", "5)", "5-", ".", "-", "five", "1/2", "1_000", "9" * 61, "1.2m", "€", "=1+1", "10 - 20",
    ],
)  # fmt: skip
def test_no_numbers(text: str) -> None:
    with pytest.raises(Unfit):
        read(AMOUNT, text)


@pytest.mark.parametrize(
    "text",
    ["$6,279,429", "C$6279429", "CA$ 6 279 429", "CAD 6,279,429", "6279429 CAD", "6,279,429 $", "cad6279429"],
)
def test_amounts_in_their_currency(text: str) -> None:
    assert read(AMOUNT, text, currency="CAD") == Decimal(6_279_429)


@pytest.mark.parametrize(("text", "value"), [("-$5", -5), ("$-5", -5), ("($5)", -5), ("(5 $)", -5)])
def test_negative_amounts(text: str, value: int) -> None:
    assert read(AMOUNT, text, currency="USD") == value


@pytest.mark.parametrize("text", ["€5", "EUR 5", "5 €", "£5", "A$5", "5 kg"])
def test_another_currency_is_refused(text: str) -> None:
    with pytest.raises(Unfit, match="is not in CAD"):
        read(AMOUNT, text, currency="CAD")


def test_a_sign_needs_a_currency() -> None:
    with pytest.raises(Unfit) as caught:
        read(AMOUNT, "$5")
    assert caught.value.remedy == "Write the number alone."


def test_percentages_take_the_scale_of_the_field() -> None:
    assert read(PERCENT, "12.5%") == read(PERCENT, "12.5 %") == Decimal("12.5")
    assert read(FRACTION, "12.5%") == Decimal("0.125")
    with pytest.raises(Unfit, match="is a percentage"):
        read(AMOUNT, "12.5%")


def test_whole_numbers() -> None:
    assert read(COUNT, "1,234") == 1234
    assert read(COUNT, "3.0") == 3
    with pytest.raises(Unfit, match="is not a whole number"):
        read(COUNT, "3.5")


@pytest.mark.parametrize(
    "text",
    [
        "2016-12-01", "2016/12/1", "2016-12-01T00:00:00", "2016-12-01 00:00", "December 1, 2016", "dec 1 2016",
        "Dec. 1st, 2016", "1 December 2016", "1-Dec-2016", "1. December 2016", "1.12.2016", "01. 12. 2016",
    ],
)  # fmt: skip
def test_days(text: str) -> None:
    assert read(DAY, text) == date(2016, 12, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [("31/03/2021", (2021, 3, 31)), ("03-31-2021", (2021, 3, 31)), ("5/5/2021", (2021, 5, 5))],
)
def test_days_with_one_reading(text: str, day: tuple[int, int, int]) -> None:
    assert read(DAY, text) == date(*day)


def test_days_with_two_readings_need_to_be_told() -> None:
    with pytest.raises(Unfit, match="two different days"):
        read(DAY, "01/12/2016")
    assert read(DAY, "01/12/2016", date_order="dmy") == date(2016, 12, 1)
    assert read(DAY, "01/12/2016", date_order="mdy") == date(2016, 1, 12)
    with pytest.raises(Unfit):
        read(DAY, "31/12/2016", date_order="mdy")


@pytest.mark.parametrize(
    "text",
    [
        "TBD", "On hold", "2021", "2016-17", "2016/17", "Fiscal Year 2016/17", "March 2020", "Mar-21", "August2020",
        "2016-02-30", "February 29, 2019", "1/1/21", "in 3 months", "44927", "2016-12-01T10:30:00", "0000-01-01",
        "99999-01-01", "2016-12-01" * 9, "32.1.2016", "１.1.2016",
    ],
)  # fmt: skip
def test_no_days(text: str) -> None:
    with pytest.raises(Unfit, match="is not a day"):
        read(DAY, text)


def test_a_format_is_the_only_form() -> None:
    assert read(DAY, "01Dec16", format="%d%b%y") == date(2016, 12, 1)
    for text in ("2016-12-01", "30Feb16"):
        with pytest.raises(Unfit):
            read(DAY, text, format="%d%b%y")
    with pytest.raises(Unfit):
        read(DAY, "2016-12-01", format="%")


@pytest.mark.parametrize(
    ("text", "value"), [("Yes", True), ("TRUE", True), ("1", True), ("no", False), ("0", False)]
)
def test_yes_and_no(text: str, value: bool) -> None:
    assert read(FLAG, text) is value


def test_maybe() -> None:
    with pytest.raises(Unfit, match="neither yes nor no"):
        read(FLAG, "maybe")


def test_choices_by_value_or_label() -> None:
    for value, label in Status.choices:
        assert read(STATUS, str(value).upper()) == value
        assert read(STATUS, f" {str(label).lower()} ") == value
    with pytest.raises(Unfit) as caught:
        read(STATUS, "invented")
    assert caught.value.remedy == f"Write one of: {', '.join(str(label) for label in Status.labels)}."


@pytest.mark.parametrize("text", ["", "  ", "\u00a0", "\n"])
def test_blank_is_missing_and_never_zero(text: str) -> None:
    assert read(AMOUNT, text) is None
    assert read(DAY, text) is None
    assert read(NOTE, text) == read(STATUS, text) == ""
    assert read(COUNT, text) is read(FLAG, text) is read(NAME, text) is ABSENT


def test_text_loses_its_outer_blanks_only() -> None:
    assert read(NOTE, "  two\n lines ") == "two\n lines"


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x\udfffy"])
def test_what_cannot_be_stored(text: str) -> None:
    for column in (NOTE, AMOUNT, DAY, STATUS):
        with pytest.raises(Unfit, match="cannot be stored") as caught:
            read(column, text)
        caught.value.message.encode()


def test_identifiers() -> None:
    assert str(identifier(" 00000000-0000-4000-8000-000000000001 ")) == "00000000-0000-4000-8000-000000000001"
    assert identifier(" ") is None
    with pytest.raises(Unfit):
        identifier("17")
