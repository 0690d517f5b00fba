"""The one formatter: how numbers, money, days and instants read, in the reader's language and zone.

A missing value is an en dash, never 0. Minus is the true minus sign. Nothing here reads the clock: callers
give ``now`` and ``today``.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.formats import get_format
from django.utils.translation import get_language, gettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterable

Number = Decimal | float | int

MISSING = "–"
MINUS = "−"

SYMBOLS = {
    "AUD": "A$", "BRL": "R$", "CAD": "CA$", "CNY": "CN¥", "EUR": "€", "GBP": "£", "HKD": "HK$", "ILS": "₪",
    "INR": "₹", "JPY": "¥", "KRW": "₩", "MXN": "MX$", "NZD": "NZ$", "PHP": "₱", "TWD": "NT$", "UAH": "₴",
    "USD": "$", "VND": "₫",
}  # fmt: skip
"""Symbols nobody mistakes for another currency; every other currency is written with its code."""


class Scale(Enum):
    """By what amounts of one table are divided, so that its figures stay short and comparable."""

    UNITS = 1
    THOUSANDS = 1_000
    MILLIONS = 1_000_000
    BILLIONS = 1_000_000_000


_PLACES = {Scale.UNITS: 0, Scale.THOUSANDS: 0, Scale.MILLIONS: 2, Scale.BILLIONS: 2}


def scale_for(amounts: Iterable[Number | None]) -> Scale:
    """The scale in which the largest amount has at most three digits before the point."""
    known = [abs(Decimal(str(value))) for value in amounts if value is not None]
    return _scale_of(max(known, default=Decimal(0)))


def number(value: Number | None, decimals: int | None = None) -> str:
    """``12,480`` or ``−3.5``; without ``decimals`` whole numbers have none and others at most two."""
    if value is None:
        return MISSING
    exact = Decimal(str(value))
    if decimals is None:
        text = format(_rounded(exact, 2).normalize(), ",f")
    else:
        text = format(_rounded(exact, decimals), f",.{decimals}f")
    return _localized(text)


def percent(value: Number | None, decimals: int = 0) -> str:
    """A figure already in percent: 37.2 reads ``37%``."""
    if value is None:
        return MISSING
    return pgettext("percentage, such as 37%", "%(number)s%%") % {"number": number(value, decimals)}


def share(value: Number | None, decimals: int = 0) -> str:
    """A fraction of one: 0.372 reads ``37%``."""
    return MISSING if value is None else percent(Decimal(str(value)) * 100, decimals)


def change(value: Number | None, decimals: int = 1) -> str:
    """A difference with its sign: ``+1.4``, ``−0.8``, ``±0.0``."""
    if value is None:
        return MISSING
    rounded = _rounded(Decimal(str(value)), decimals)
    sign = "+" if rounded > 0 else "±" if rounded == 0 else ""
    return sign + number(abs(rounded) if rounded == 0 else rounded, decimals)


def money(
    value: Number | None, currency: str, *, scale: Scale | None = None, decimals: int | None = None
) -> str:
    """``€2.15m``, ``€640k``, ``CHF 12``. Without ``scale`` the amount picks its own and shows three digits."""
    if value is None:
        return MISSING
    exact = Decimal(str(value))
    chosen = scale or _scale_of(exact)
    scaled = exact / chosen.value
    if decimals is None:
        decimals = _PLACES[chosen] if scale else _three_digits(scaled, chosen)
    digits = number(abs(scaled), decimals)
    sign = MINUS if _rounded(scaled, decimals) < 0 else ""
    return sign + _money_pattern(chosen) % {"symbol": _symbol(currency), "number": digits}


def amount(value: Number | None, scale: Scale, decimals: int | None = None) -> str:
    """The bare figure for a column whose head names currency and scale: ``2.38``."""
    if value is None:
        return MISSING
    return number(Decimal(str(value)) / scale.value, _PLACES[scale] if decimals is None else decimals)


def amount_head(currency: str, scale: Scale) -> str:
    """The unit for such a column's head: ``€m``, ``€k``, ``CHF``."""
    return (
        (_money_pattern(scale) % {"symbol": _symbol(currency), "number": ""}).replace("\u00a0", " ").strip()
    )


def day(value: date | None, *, today: date | None = None) -> str:
    """``21 Nov 2025``; without the year where ``today`` is given and lies in the same one."""
    if value is None:
        return MISSING
    if today is not None and today.year == value.year:
        return date_format(value, pgettext("a day of this year, as a Django date format", "j M"))
    return _day(value.toordinal(), get_language())


@lru_cache(maxsize=4_096)
def _day(ordinal: int, _language: str | None) -> str:
    """In the active language; hot: a list says the same days again and again."""
    return date_format(date.fromordinal(ordinal), pgettext("a day, as a Django date format", "j M Y"))


def month(value: date | None) -> str:
    """``Nov 2025``."""
    return (
        MISSING if value is None else date_format(value, pgettext("a month, as a Django date format", "M Y"))
    )


def instant(value: datetime | None, zone: tzinfo | None = None) -> str:
    """``21 Nov 2025, 14:02`` in ``zone``, or in the reader's zone."""
    if value is None:
        return MISSING
    pattern = pgettext("an instant, as a Django date format", "j M Y, H:i")
    return date_format(timezone.localtime(value, zone), pattern)


def clock(value: datetime | None, zone: tzinfo | None = None) -> str:
    """``14:02`` in ``zone``, or in the reader's zone."""
    if value is None:
        return MISSING
    pattern = pgettext("a time of day, as a Django date format", "H:i")
    return date_format(timezone.localtime(value, zone), pattern)


def machine_instant(value: datetime) -> str:
    """For the ``datetime`` attribute of ``<time>``: UTC to the second."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def duration(value: timedelta | None) -> str:
    """The two largest units at most: ``3 d 4 h``, ``45 min``, ``8 s``; a negative span keeps its minus."""
    if value is None:
        return MISSING
    if value < timedelta(0):
        return MINUS + duration(-value)
    days, rest = value.days, value.seconds
    hours, minutes, seconds = rest // 3600, rest % 3600 // 60, rest % 60
    if days:
        return _joined(_days(days), _hours(hours) if hours and days < 7 else "")
    if hours:
        return _joined(_hours(hours), _minutes(minutes) if minutes else "")
    if minutes:
        return _minutes(minutes)
    return pgettext("duration", "%(number)s s") % {"number": number(seconds)}


def days(value: Number | None, decimals: int = 1) -> str:
    """A length in days: ``4.1 d``; whole numbers without a point."""
    if value is None:
        return MISSING
    exact = Decimal(str(value))
    whole = exact == exact.to_integral_value()
    return pgettext("duration", "%(number)s d") % {"number": number(exact, 0 if whole else decimals)}


def ago(value: datetime | None, now: datetime) -> str:
    """How long before ``now``: ``3 d ago``, ``5 min ago``; the day itself after four weeks or in the future."""
    if value is None:
        return MISSING
    passed = now - value
    if timedelta(0) <= passed < timedelta(minutes=1):
        return gettext("just now")
    if passed < timedelta(0) or passed >= timedelta(days=28):
        return day(timezone.localtime(value).date(), today=timezone.localtime(now).date())
    return gettext("%(duration)s ago") % {"duration": _largest_unit(passed)}


def _largest_unit(span: timedelta) -> str:
    if span.days:
        return _days(span.days)
    return _hours(span.seconds // 3600) if span.seconds >= 3600 else _minutes(span.seconds // 60)


def _days(count: int) -> str:
    return pgettext("duration", "%(number)s d") % {"number": number(count)}


def _hours(count: int) -> str:
    return pgettext("duration", "%(number)s h") % {"number": number(count)}


def _minutes(count: int) -> str:
    return pgettext("duration", "%(number)s min") % {"number": number(count)}


def _joined(first: str, second: str) -> str:
    return f"{first} {second}" if second else first


def _scale_of(value: Number) -> Scale:
    """The largest scale that leaves at least one, judged after rounding to three digits (999,600 is 1.00m)."""
    size = abs(Decimal(str(value)))
    for scale in (Scale.BILLIONS, Scale.MILLIONS, Scale.THOUSANDS):
        if size >= scale.value * Decimal("0.9995"):
            return scale
    return Scale.UNITS


def _three_digits(scaled: Decimal, scale: Scale) -> int:
    """Places after the point that show three digits; thousands and units are whole."""
    if scale in (Scale.UNITS, Scale.THOUSANDS):
        return 0
    size = abs(scaled)
    return 2 if size < Decimal("9.995") else 1 if size < Decimal("99.95") else 0


def _rounded(value: Decimal, decimals: int) -> Decimal:
    """Half away from zero, as people round; a negative zero loses its sign."""
    result = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def _symbol(currency: str) -> str:
    return SYMBOLS.get(currency, f"{currency}\u00a0")


def _money_pattern(scale: Scale) -> str:
    if scale is Scale.THOUSANDS:
        return pgettext("amount in thousands, such as €640k", "%(symbol)s%(number)sk")
    if scale is Scale.MILLIONS:
        return pgettext("amount in millions, such as €2.15m", "%(symbol)s%(number)sm")
    if scale is Scale.BILLIONS:
        return pgettext("amount in billions, such as €1.20bn", "%(symbol)s%(number)sbn")
    return pgettext("whole amount, such as €12", "%(symbol)s%(number)s")


def _localized(text: str) -> str:
    """Python's separators replaced by the language's, the hyphen by the minus sign."""
    return text.translate(_separators(get_language() or "en"))


@lru_cache(maxsize=32)
def _separators(language: str) -> dict[int, str]:
    """How this language writes grouping, point and minus; hot: every figure on a page passes here."""
    return {
        ord(","): str(get_format("THOUSAND_SEPARATOR", language)),
        ord("."): str(get_format("DECIMAL_SEPARATOR", language)),
        ord("-"): MINUS,
    }
