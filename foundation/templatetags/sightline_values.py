"""Numbers, money and time in templates: thin names for ``foundation.formats``."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from foundation import formats

register = template.Library()

register.filter("number", formats.number)
register.filter("percent", formats.percent)
register.filter("share", formats.share)
register.filter("change", formats.change)
register.filter("days", formats.days)
register.filter("month", formats.month)


@register.simple_tag
def money(value: Decimal | None, currency: str, *, decimals: int | None = None) -> str:
    """An amount with its currency, in the scale that suits it."""
    return formats.money(value, currency, decimals=decimals)


@register.simple_tag
def number(value: Decimal | None, decimals: int | None = None) -> str:
    """A plain number in the reader's language."""
    return formats.number(value, decimals)


@register.simple_tag
def percent(value: Decimal | None, decimals: int = 0) -> str:
    """A figure that is already in percent."""
    return formats.percent(value, decimals)


@register.simple_tag
def delta(value: Decimal | None, unit: str = "", *, decimals: int = 1, worse: bool = False) -> SafeString:
    """A difference with its sign; red only where it is ``worse``."""
    css = "sl-chg down" if worse else "sl-chg"
    return format_html('<span class="{}">{}{}</span>', css, formats.change(value, decimals), unit)


@register.simple_tag
def day(value: date | None, *, today: date | None = None) -> SafeString | str:
    """A day as ``<time>``; without its year where ``today`` lies in the same one."""
    if value is None:
        return formats.MISSING
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.day(value, today=today))


@register.simple_tag
def instant(value: datetime | None, zone: tzinfo | None = None) -> SafeString | str:
    """An instant as ``<time>``, in the reader's zone unless one is named."""
    if value is None:
        return formats.MISSING
    return format_html(
        '<time datetime="{}">{}</time>', formats.machine_instant(value), formats.instant(value, zone)
    )


@register.simple_tag
def instant_short(value: datetime | None) -> SafeString | str:
    """The day of an instant in the reader's zone, with the whole instant on the element."""
    if value is None:
        return formats.MISSING
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        formats.machine_instant(value),
        formats.instant(value),
        formats.day(timezone.localtime(value).date()),
    )


@register.simple_tag
def clock(value: datetime | None) -> str:
    """The time of day in the reader's zone."""
    return formats.clock(value)


@register.simple_tag
def ago(value: datetime | None, now: datetime) -> SafeString | str:
    """How long ago, with the instant itself on the element."""
    if value is None:
        return formats.MISSING
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        formats.machine_instant(value),
        formats.instant(value),
        formats.ago(value, now),
    )
