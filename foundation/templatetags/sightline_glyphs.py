"""Glyphs and icons: small pictures with their word. Shape carries the meaning, color repeats it.

Every tag is also a plain function, for pages that prepare their cells in Python.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Protocol

from django import template
from django.template import TemplateSyntaxError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.icons import glyph_svg, icon_svg

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

register = template.Library()

Words = dict[str, "_StrPromise"]


class Shown(Protocol):
    """A value prepared for a table or a detail page."""

    @property
    def text(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def value(self) -> str: ...


DISCIPLINES = {
    "customer_intimacy": "ci",
    "operational_excellence": "oe",
    "product_leadership": "pl",
    "ci": "ci",
    "oe": "oe",
    "pl": "pl",
}
_DISCIPLINE_WORDS: Words = {
    "ci": _("Customer intimacy"),
    "oe": _("Operational excellence"),
    "pl": _("Product leadership"),
}
_DISCIPLINE_SHORT: Words = {
    "ci": pgettext_lazy("short for customer intimacy", "Intimacy"),
    "oe": pgettext_lazy("short for operational excellence", "Operations"),
    "pl": pgettext_lazy("short for product leadership", "Product"),
}
_STAGES: Words = {
    "proposed": _("Proposed"),
    "approved": _("Approved"),
    "delivery": _("In delivery"),
    "live": _("Live"),
    "paused": _("Paused"),
    "stopped": _("Stopped"),
}
_HEALTH: Words = {
    "ok": _("On track"),
    "watch": _("Watch"),
    "off": _("Off track"),
    "gap": _("Not measured"),
}
_CHAINS: Words = {
    "complete": _("Complete"),
    "weak": _("Weak"),
    "broken": _("Broken"),
    "stale": _("Stale"),
    "exempt": _("Exempt"),
}

FAMILIES: dict[str, tuple[str, Words]] = {
    "status": ("stage", _STAGES),
    "health": ("health", _HEALTH),
    "state": ("chain", _CHAINS),
    "chain": ("chain", _CHAINS),
    "chain_state": ("chain", _CHAINS),
}
"""Which glyphs go with the values of a field, by the field's name."""


@register.simple_tag
def icon(name: str, small: bool = False) -> SafeString:
    """An icon by its lucide name, or ``sight``; decorative, so the words stand beside it."""
    try:
        return icon_svg(name + "", small)
    except LookupError as error:
        raise TemplateSyntaxError(str(error)) from error


@register.simple_tag
def discipline(value: str, *, short: bool = False, bare: bool = False) -> SafeString:
    """A value discipline by its choice or its abbreviation; ``bare`` is the glyph with a hidden word."""
    kind = DISCIPLINES.get(value)
    if kind is None:
        raise TemplateSyntaxError(f"There is no discipline {value!r}.")
    word = (_DISCIPLINE_SHORT if short else _DISCIPLINE_WORDS)[kind]
    glyph = glyph_svg(kind, f"sl-dg {kind}")
    if bare:
        return format_html('{}<span class="visually-hidden">{}</span>', glyph, word)
    return format_html('<span class="sl-disc {}">{}{}</span>', kind, glyph, word)


@register.simple_tag
def stage(value: str, *, bare: bool = False) -> SafeString:
    """Where a piece of work stands, from proposed to live."""
    return _worded("stage", _STAGES, value, "", bare)


@register.simple_tag
def health(value: str, *, label: str = "", bare: bool = False) -> SafeString:
    """How something is going: ok, watch, off or gap (not measured); ``label`` says it in other words."""
    return _worded("health", _HEALTH, value or "gap", label, bare)


@register.simple_tag
def chain(value: str, *, label: str = "", bare: bool = False) -> SafeString:
    """How well a line of sight holds: complete, weak, broken, stale or exempt."""
    return _worded("chain", _CHAINS, value, label, bare)


def has_glyph(cell: Shown) -> bool:
    """Whether a glyph tells what the words of a prepared value are about."""
    if cell.kind == "discipline":
        return cell.value in DISCIPLINES
    return cell.value in FAMILIES.get(cell.kind, ("", {}))[1]


@register.simple_tag
def shown(cell: Shown, *, quiet: bool = False) -> SafeString | str:
    """A prepared value: a link where it leads somewhere, a glyph where its kind has one, else its text.

    ``quiet`` keeps good health to a tick, so that in a list only trouble has words.
    """
    if cell.kind == "discipline" and cell.value in DISCIPLINES:
        return discipline(cell.value)
    family, words = FAMILIES.get(cell.kind, ("", {}))
    if cell.value in words:
        worded = _worded(family, words, cell.value, cell.text, bare=quiet and cell.value == "ok")
        return format_html('<a class="lnk" href="{}">{}</a>', cell.url, worded) if cell.url else worded
    return format_html('<a href="{}">{}</a>', cell.url, cell.text) if cell.url else cell.text


@register.simple_tag
def kbd(*keys: str) -> SafeString:
    """Keys to press, one after the other."""
    return SafeString(" ".join(_key(key) for key in keys))


@register.simple_tag
def person(name: str) -> SafeString:
    """Somebody by name, with initials."""
    return format_html('<span class="sl-who"><i aria-hidden="true">{}</i>{}</span>', initials(name), name)


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last name: two at most."""
    words = [word for word in str(name).replace("-", " ").split() if word[:1].isalpha()]
    ends = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(word[0] for word in ends).upper()


def _worded(family: str, words: Words, value: str, label: str, bare: bool) -> SafeString:
    if value not in words:
        raise TemplateSyntaxError(f"There is no {family} {value!r}.")
    return _drawn(family, value, label or str(words[value]), bare)


@lru_cache(maxsize=1_024)
def _drawn(family: str, value: str, word: str, bare: bool) -> SafeString:
    shape = '<span class="sl-{} {}">{}<span class="visually-hidden">{}</span></span>'
    if not bare:
        shape = '<span class="sl-{} {}">{}{}</span>'
    return format_html(shape, family, value, glyph_svg(value), word)


@cache
def _key(key: str) -> SafeString:
    return format_html('<kbd class="sl-kbd">{}</kbd>', key)
