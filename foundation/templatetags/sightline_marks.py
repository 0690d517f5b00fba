"""Marks that fit a table row: inline SVG with geometry attributes, no script and no inline style."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.template import TemplateSyntaxError
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

Number = float | int

BAR_KINDS = frozenset({"", "ci", "oe", "pl", "watch", "off", "ink"})
BULLET_STATES = frozenset({"ok", "watch", "off"})


@register.simple_tag
def bar(
    value: Number,
    *,
    most: Number = 100,
    tick: Number | None = None,
    kind: str = "",
    thin: bool = False,
    label: str = "",
) -> SafeString:
    """A bar of ``value`` on a track up to ``most``, with a tick at the target; ``label`` tells it to readers.

    Values beyond the track are drawn to its end.
    """
    if kind not in BAR_KINDS:
        raise TemplateSyntaxError(f"There is no bar of kind {kind!r}.")
    height = 4 if thin else 8
    css = " ".join(word for word in ("sl-bar", kind, "thin" if thin else "") if word)
    return format_html(
        '<svg class="{}" viewBox="0 0 100 {}" preserveAspectRatio="none" {}><rect class="tk" width="100" height="{}"/>'
        '<rect class="v" width="{}" height="{}"/>{}</svg>',
        css,
        height,
        _spoken(label),
        height,
        _at(_part(value, most)),
        height,
        _tick(tick, most, height),
    )


@register.simple_tag
def bullet(
    start: Number, now: Number, target: Number, *, state: str = "ok", width: int = 96, label: str = ""
) -> SafeString:
    """From the baseline to where we are, with the target as a tick; works for falling measures too."""
    if state not in BULLET_STATES:
        raise TemplateSyntaxError(f"There is no bullet of state {state!r}.")
    span = (target - start) or 1
    reached = max(2.0, min(width - 2.0, 2 + (width - 4) * (now - start) / span))
    end = width - 2
    return format_html(
        '<svg class="sl-bullet {}" width="{}" height="10" viewBox="0 0 {} 10" preserveAspectRatio="none" {}>'
        '<path class="tr" d="M2 5H{}"/><path class="ac" d="M2 5H{}"/><path class="bs" d="M2 2v6"/>'
        '<path class="tg" d="M{} 0v10"/></svg>',
        state,
        width,
        width,
        _spoken(label),
        end,
        _at(reached),
        end,
    )


@register.simple_tag
def spark(
    values: Sequence[Number | None], *, width: int = 88, height: int = 20, label: str = ""
) -> SafeString:
    """A trend without axes, the last point dotted; a missing value interrupts the line."""
    known = [value for value in values if value is not None]
    if not known:
        return mark_safe("")
    points = _points(values, width, height, min(known), max(known))
    drawn = [point for point in points if point]
    x, y = drawn[-1]
    return format_html(
        '<svg class="sl-spark" width="{}" height="{}" viewBox="0 0 {} {}" {}><path d="{}"/><circle cx="{}" cy="{}" r="2"/></svg>',
        width,
        height,
        width,
        height,
        _spoken(label),
        _path(points),
        _at(x),
        _at(y),
    )


def _points(
    values: Sequence[Number | None], width: int, height: int, low: Number, high: Number
) -> list[tuple[float, float] | None]:
    step = (width - 6) / max(len(values) - 1, 1)
    span = (high - low) or 1
    return [
        None if value is None else (2 + index * step, height - 3 - (height - 6) * (value - low) / span)
        for index, value in enumerate(values)
    ]


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    parts, pen_up = [], True
    for point in points:
        if point is not None:
            parts.append(f"{'M' if pen_up else 'L'}{_at(point[0])} {_at(point[1])}")
        pen_up = point is None
    return "".join(parts)


def _tick(tick: Number | None, most: Number, height: int) -> SafeString:
    if tick is None:
        return SafeString()
    line = f"M{_at(_part(tick, most))} -3v{height + 6}"
    return format_html('<path class="halo" d="{}"/><path d="{}"/>', line, line)


def _part(value: Number, most: Number) -> float:
    """Percent of the track, 0 to 100."""
    return max(0.0, min(100.0, 100 * float(value) / float(most))) if most else 0.0


def _at(position: float) -> str:
    return f"{position:.1f}".removesuffix(".0")


def _spoken(label: str) -> SafeString:
    return format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
