"""Pictures drawn inline: icons of the lucide set, and the product's own glyphs.

A glyph says something by its shape (a discipline, a stage, a state); an icon only points at an action.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

import lucide
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_DASHED = (
    '<circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" stroke-width="1.3" '
    'stroke-dasharray="1.9 1.44"/>'
)
_RING = '<circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" stroke-width="1.3"/>'
_CHECK = '<path d="m2.4 6.4 2.4 2.4 4.9-5.2" fill="none" stroke="currentColor" stroke-width="1.5"/>'
_TRIANGLE = '<path d="M6 2 10.6 10H1.4z" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/>'
_DIAMOND = '<path d="M6 .8 11.2 6 6 11.2.8 6z" fill="currentColor"/>'

GLYPHS = {
    # disciplines: round for customers, square for operations, pointed for products
    "ci": '<circle cx="6" cy="6" r="4.25"/>',
    "oe": '<rect x="2" y="2" width="8" height="8" rx=".5"/>',
    "pl": '<path d="M6 1.4 10.9 10H1.1z"/>',
    # stages of work: a circle that fills
    "proposed": _DASHED,
    "approved": _RING,
    "delivery": _RING + '<path d="M6 3.2a2.8 2.8 0 0 1 0 5.6z" fill="currentColor"/>',
    "live": '<path d="M6 1.1a4.9 4.9 0 1 1 0 9.8a4.9 4.9 0 0 1 0-9.8zM3.1 6.9l2.2 2 3.6-3.8-.9-.9-2.7 2.9-1.3-1.2z" '
    'fill="currentColor" fill-rule="evenodd"/>',
    "paused": '<path d="M4 2.5v7M8 2.5v7" stroke="currentColor" stroke-width="1.8"/>',
    "stopped": '<path d="m3 3 6 6M9 3l-6 6" stroke="currentColor" stroke-width="1.5"/>',
    # health: quiet tick, hollow triangle, solid diamond, dashed ring
    "ok": _CHECK,
    "watch": _TRIANGLE,
    "off": _DIAMOND,
    "gap": _DASHED,
    # chains: whole, thin, interrupted, old, set aside
    "complete": '<path d="M1 6h10" stroke="currentColor" stroke-width="1.3"/>'
    '<circle cx="2.4" cy="6" r="2" fill="currentColor"/><circle cx="9.6" cy="6" r="2" fill="currentColor"/>',
    "weak": '<path d="M4 6h4" stroke="currentColor" stroke-width="1"/><circle cx="2.4" cy="6" r="1.7" fill="none" '
    'stroke="currentColor" stroke-width="1.2"/><circle cx="9.6" cy="6" r="1.7" fill="none" stroke="currentColor" '
    'stroke-width="1.2"/>',
    "broken": '<path d="M4.4 6h.9M6.7 6h.9" stroke="currentColor" stroke-width="1.3"/>'
    '<circle cx="2.4" cy="6" r="2" fill="currentColor"/><circle cx="9.6" cy="6" r="1.7" fill="none" '
    'stroke="currentColor" stroke-width="1.2" stroke-dasharray="1.5 1.2"/>',
    "stale": _RING + '<path d="M6 3.4V6l1.8 1.2" fill="none" stroke="currentColor" stroke-width="1.2"/>',
    "exempt": _RING + '<path d="M3 9 9 3" stroke="currentColor" stroke-width="1.2"/>',
}

_OWN_ICONS = {
    "sight": '<path d="M3 18c8 0 10-12 18-12M3 6c4 0 6 3 7.5 5M21 18c-3 0-5-1.500-6.500-3.500M3 12h3M18 12h3"/>',
}


@cache
def icon_svg(name: str, small: bool) -> SafeString:
    """The inline SVG of an icon; LookupError where neither we nor lucide draw it.

    Size, stroke and fill come from the style sheet, so that icons follow the theme.
    """
    css = "sl-i s" if small else "sl-i"
    shapes = mark_safe(_OWN_ICONS.get(name) or _shapes(name))
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', css, shapes)


def _shapes(name: str) -> str:
    """What lucide draws inside the SVG of an icon."""
    try:
        drawn = _drawings().read(f"{name}.svg").decode()
    except KeyError as error:
        raise LookupError(f"There is no icon {name!r}.") from error
    inside = drawn[drawn.index(">") + 1 : drawn.rindex("</svg>")]
    return " ".join(inside.split()).replace("> <", "><").strip()


@cache
def _drawings() -> ZipFile:
    """Opened once for all: to read its list of 1,700 names takes longer than to draw a page of icons."""
    return ZipFile(BytesIO((files(lucide) / "lucide.zip").read_bytes()))


@cache
def glyph_svg(name: str, css: str = "") -> SafeString:
    """The inline SVG of one of our glyphs; LookupError for an unknown name."""
    if name not in GLYPHS:
        raise LookupError(f"There is no glyph {name!r}.")
    shapes = mark_safe(GLYPHS[name])
    kind = format_html(' class="{}"', css) if css else ""
    return format_html('<svg{} viewBox="0 0 12 12" aria-hidden="true">{}</svg>', kind, shapes)
