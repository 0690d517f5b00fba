"""Parts of a page: section heads, figures with their tables, segments, pagers, empty states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

Context = dict[str, Any]


@register.inclusion_tag("components/section_head.html")
def section_head(
    title: str, note: str = "", *, url: str = "", link: str = "", level: int = 2, count: str = ""
) -> Context:
    """The head of a section: its title, and at right its scope or one link."""
    return {"title": title, "note": note, "url": url, "link": link, "level": level, "count": count}


@register.simple_block_tag(end_name="endfigure")
def figure(
    content: str,
    *,
    anchor: str,
    title: str,
    note: str = "",
    table: Mapping[str, Any] | None = None,
    foot: str = "",
    css: str = "",
    level: int = 2,
) -> SafeString:
    """A chart whose title says what it shows, with its own table behind a button.

    ``table`` gives ``caption``, ``heads``, ``rows`` of texts and ``numeric``, the columns that hold figures.
    """
    return render_to_string(
        "components/figure.html",
        {
            "content": content,
            "id": anchor,
            "title": title,
            "note": note,
            "table": tabulated(table) if table else None,
            "foot": foot,
            "css": css,
            "level": level,
        },
    )


def tabulated(table: Mapping[str, Any]) -> Context:
    """Heads and cells paired with whether they hold figures."""
    numeric: Sequence[int] = table.get("numeric", ())
    return {
        "caption": table["caption"],
        "heads": [(head, index in numeric) for index, head in enumerate(table["heads"])],
        "rows": [[(cell, index in numeric) for index, cell in enumerate(row)] for row in table["rows"]],
    }


@register.inclusion_tag("components/seg.html")
def seg(label: str, items: Sequence[Mapping[str, Any]], *, name: str = "") -> Context:
    """One of a few ways to see a page. Items: ``label``, ``current``, and ``url`` or ``value``; ``icon`` if any."""
    return {"label": label, "items": items, "name": name}


@register.inclusion_tag("components/filter_select.html")
def filter_select(choice: Mapping[str, Any]) -> Context:
    """A filter that reads "Unit: Any". Keys: ``name``, ``label``, ``options`` (value, label, selected)."""
    chosen = [option for option in choice["options"] if option["selected"] and option["value"]]
    return {"filter": choice, "is_on": bool(chosen)}


@register.inclusion_tag("components/pager.html")
def pager(pages: Mapping[str, Any]) -> Context:
    """Previous and next, and where we are. Keys: ``previous_url``, ``next_url``, ``text``."""
    return {"pages": pages}


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    title: str, text: str = "", *, action_label: str = "", action_url: str = "", small: bool = False
) -> Context:
    """What will be here, why it matters, and the one next step."""
    return {
        "title": title,
        "text": text,
        "action_label": action_label,
        "action_url": action_url,
        "small": small,
    }


@register.filter
def under(cells: Sequence[Any], heads: Sequence[tuple[Any, bool]]) -> list[tuple[Any, Any]]:
    """Each cell of a row with the label of its column, which stands beside it where a phone shows no heads."""
    return [(label, cell) for (label, _numeric), cell in zip(heads, cells, strict=True)]
