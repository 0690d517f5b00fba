"""Days as people write them. A month, a year or a hint of one is no day: nothing is invented."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils.translation import gettext as _

from workbench.exchange.cells import LONGEST_FIGURE, Cell
from workbench.exchange.problems import Unfit

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY, YEAR = r"(?P<d>[0-9]{1,2})", r"(?P<y>[0-9]{4})"
SURE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{YEAR}([-/.])(?P<m>[0-9]{{1,2}})\2{DAY}(?:[T ]00:00(?::00(?:\.0+)?)?)?",
        rf"{DAY}\. ?(?P<m>[0-9]{{1,2}})\. ?{YEAR}",
        rf"{MONTH} +{DAY}(?:st|nd|rd|th)?,? +{YEAR}",
        rf"{DAY}(?:st|nd|rd|th)?\.?[ -]+{MONTH},?[ -]+{YEAR}",
    )
)
"""Ways of writing a day that have one reading."""
UNSURE = re.compile(rf"([0-9]{{1,2}})([/-])([0-9]{{1,2}})\2{YEAR}")
"""01/02/2026: a reading needs to be told."""


def day(cell: Cell) -> date:
    """A calendar day, in any form that has one reading, or in the form or order the mapping gives."""
    if cell.rule.format and not cell.typed:
        return formatted_day(cell)
    text = cell.text if len(cell.text) <= LONGEST_FIGURE else ""
    for pattern in SURE:
        found = pattern.fullmatch(text)
        if found:
            month = found["m"].lower()
            return checked(
                cell, found["y"], MONTHS.index(month[:3]) + 1 if month.isalpha() else month, found["d"]
            )
    found = UNSURE.fullmatch(text)
    if not found:
        raise no_day(cell)
    first, second = found[1], found[3]
    if day_comes_first(cell, int(first), int(second)):
        return checked(cell, found["y"], second, first)
    return checked(cell, found["y"], first, second)


def formatted_day(cell: Cell) -> date:
    try:
        return datetime.strptime(cell.text, cell.rule.format).date()  # noqa: DTZ007 - a day has no zone
    except (ValueError, re.error):
        raise no_day(cell) from None


def day_comes_first(cell: Cell, first: int, second: int) -> bool:
    """Whether 01/02/2026 is in February: as the mapping says, else as only one reading allows."""
    if cell.rule.date_order in ("dmy", "mdy"):
        return cell.rule.date_order == "dmy"
    if first == second or first > 12 or second > 12:
        return first > 12
    raise Unfit(
        _("“%s” may be two different days."),
        _("Write it like 2026-12-31, or say the order in a mapping."),
        cell.text,
    )


def checked(cell: Cell, year: str, month: str | int, number: str) -> date:
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        raise no_day(cell) from None


def no_day(cell: Cell) -> Unfit:
    return Unfit(_("“%s” is not a day."), _("Write it like 2026-12-31, or nothing if not known."), cell.text)
