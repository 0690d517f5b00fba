"""The rows of a list, written in Python: a list has hundreds of cells, and a template takes its time with each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from foundation.templatetags.sightline_glyphs import Shown, shown

register = template.Library()


class ShownInColumn(Shown, Protocol):
    """A prepared value, with whether its column holds figures."""

    @property
    def numeric(self) -> bool: ...


class ShownRow(Protocol):
    """A record prepared for a list; its first cell is its name."""

    @property
    def uid(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def cells(self) -> Sequence[ShownInColumn]: ...
    @property
    def is_archived(self) -> bool: ...


@register.simple_tag
def list_rows(rows: Iterable[ShownRow], *, selectable: bool) -> SafeString:
    """The rows of a list, of which the first takes the focus; ``selectable`` ones open with a box."""
    label = gettext("Select %(code)s") if selectable else ""
    return SafeString("\n".join(_row(row, label, 0 if index == 0 else -1) for index, row in enumerate(rows)))


def _row(row: ShownRow, label: str, focus: int) -> SafeString:
    name, *others = row.cells
    return format_html(
        '<tr data-row id="r-{}" tabindex="{}">{}<td class="id sl-id">{}</td>'
        '<th scope="row"><a href="{}">{}</a>{}</th>{}</tr>',
        row.uid,
        focus,
        _box(row, label) if label else "",
        row.code,
        row.url,
        name.text,
        format_html(' <span class="q">{}</span>', gettext("archived")) if row.is_archived else "",
        SafeString("".join(map(_cell, others))),
    )


def _box(row: ShownRow, label: str) -> SafeString:
    return format_html(
        '<td class="ck"><input class="sl-ck" type="checkbox" name="uid" value="{}" form="bulk" aria-label="{}"></td>',
        row.uid,
        label % {"code": row.code},
    )


def _cell(cell: ShownInColumn) -> str:
    css = ' class="n"' if cell.numeric else ' class="gl"' if cell.kind else ""
    return f"<td{css}>{conditional_escape(shown(cell, quiet=True))}</td>"
