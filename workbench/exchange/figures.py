"""Numbers as people write them."""

from __future__ import annotations

import re
from decimal import Decimal

from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _

from workbench.exchange.cells import LONGEST_FIGURE, Cell
from workbench.exchange.problems import Unfit, quoted

SIGNS = {
    "$": "AUD CAD CLP COP HKD MXN NZD SGD TWD USD", "US$": "USD", "C$": "CAD", "CA$": "CAD", "CAD$": "CAD",
    "A$": "AUD", "AU$": "AUD", "NZ$": "NZD", "HK$": "HKD", "MX$": "MXN", "NT$": "TWD", "S$": "SGD", "R$": "BRL",
    "€": "EUR", "£": "GBP EGP", "¥": "JPY CNY", "CN¥": "CNY", "₹": "INR", "₩": "KRW", "₪": "ILS", "₫": "VND",
    "₴": "UAH", "₱": "PHP", "kr": "DKK NOK SEK ISK", "zł": "PLN", "Kč": "CZK", "Fr.": "CHF",
}  # fmt: skip
"""Currencies that each sign may stand for."""
AMOUNT = re.compile(
    r"(?P<open>\()?\s*(?P<minus>[+-]?)\s*(?P<before>[^\W\d_.]*[^\w\s.,%'()+-]?\.?)\s*(?P<also>[+-]?)"
    r"(?P<digits>[0-9](?:[0-9.,' ]*[0-9])?)\s*(?P<after>[^\W\d_]*[^\w\s.,%'()]?\.?)(?P<percent>%?)\s*(?P<close>\))?"
)
THIN_SPACES = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2212": "-", "\u2019": "'"})


def number(cell: Cell) -> Decimal:
    """A decimal number; grouping, a currency's sign, a percent sign, and parentheses for minus are understood."""
    text = cell.text.translate(THIN_SPACES)
    found = AMOUNT.fullmatch(text) if len(text) <= LONGEST_FIGURE else None
    if not found or (found["open"] is None) != (found["close"] is None) or (found["minus"] and found["also"]):
        raise no_number(cell)
    digits = ungrouped(found["digits"], "." if cell.typed else cell.rule.decimal)
    sign = found["minus"] + found["also"]
    if digits is None or (sign and found["open"]):
        raise no_number(cell)
    check_currency(cell, found["before"] + found["after"])
    value = Decimal(digits)
    if sign == "-" or found["open"]:
        value = -value
    return of_percent(cell, value) if found["percent"] else value


def no_number(cell: Cell) -> Unfit:
    return Unfit(_("“%s” is not a number."), _("Write it like 1234.56, without a unit."), cell.text)


def ungrouped(digits: str, decimal: str) -> str | None:
    """Digits with a decimal point and no grouping; nothing for what is no number.

    1,234 and 1.234 are read by ``decimal``. The other convention counts only where it shows itself: 1.234,56.
    """
    other = "," if decimal == "." else "."
    for point, group in ((decimal, other), (other, decimal)):
        whole = rf"(?:[0-9]+|[0-9]{{1,3}}(?:(?P<group>[{group}' ])[0-9]{{3}})(?:(?P=group)[0-9]{{3}})*)"
        found = re.fullmatch(rf"(?P<whole>{whole})(?:[{point}](?P<part>[0-9]+))?", digits)
        if found and (point == decimal or (found["group"] and found["part"])):
            return re.sub(r"[^0-9]", "", found["whole"]) + "." + (found["part"] or "0")
    return None


def check_currency(cell: Cell, sign: str) -> None:
    """Refuse an amount in another currency than the one expected, and a sign where none is."""
    expected = cell.rule.currency
    if not sign or sign.upper() == expected or (expected and expected in SIGNS.get(sign, "").split()):
        return
    if not expected:
        raise Unfit(_("“%s” carries a sign or unit."), _("Write the number alone."), cell.text)
    words = {"text": quoted(cell.text), "currency": expected}
    raise Unfit(_("“%(text)s” is not in %(currency)s.") % words, _("Write the number alone."))


def of_percent(cell: Cell, value: Decimal) -> Decimal:
    """A percentage on the field's own scale: 0 to 100 or 0 to 1, as its largest value tells."""
    for validator in cell.column.validators:
        if isinstance(validator, MaxValueValidator) and validator.limit_value in (1, 100):
            return value / 100 if validator.limit_value == 1 else value
    raise Unfit(_("“%s” is a percentage; the field is not."), _("Write the number itself."), cell.text)


def whole_number(cell: Cell) -> int:
    value = number(cell)
    if value != value.to_integral_value():
        raise Unfit(_("“%s” is not a whole number."), _("Write it without decimals."), cell.text)
    return int(value)
