"""The rows of a list, written in Python: a list has hundreds of cells, and a template takes its time with each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Protocol

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from foundation.templatetags.sightline_glyphs import Shown, has_glyph, shown

register = template.Library()


class ShownInColumn(Shown, Protocol):
    """A prepared value, with whether its column holds figures."""

    @property
    def numeric(self) -> bool: ...


class ShownHead(Protocol):
    """The head of a column."""

    @property
    def label(self) -> str: ...


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
def list_rows(rows: Iterable[ShownRow], heads: Sequence[ShownHead], *, selectable: bool) -> SafeString:
    """The rows of a list, of which the first takes the focus; ``selectable`` ones open with a box."""
    label = gettext("Select %(code)s") if selectable else ""
    said = [f' data-as="{escape(head.label)}"' for head in heads[1:]]
    return SafeString(
        "\n".join(_row(row, said, label, 0 if index == 0 else -1) for index, row in enumerate(rows))
    )


def _row(row: ShownRow, said: Sequence[str], label: str, focus: int) -> str:
    name, *others = row.cells
    archived = f' <span class="q">{escape(gettext("archived"))}</span>' if row.is_archived else ""
    return (
        f'<tr data-row id="r-{escape(row.uid)}" tabindex="{focus}">{_box(row, label) if label else ""}'
        f'<td class="id sl-id">{escape(row.code)}</td>'
        f'<th scope="row"><a href="{escape(row.url)}">{_text(name.text)}</a>{archived}</th>'
        f"{''.join(map(_cell, others, said))}</tr>"
    )


def _box(row: ShownRow, label: str) -> str:
    return (
        f'<td class="ck"><input class="sl-ck" type="checkbox" name="uid" value="{escape(row.uid)}" form="bulk"'
        f' aria-label="{escape(label % {"code": row.code})}"></td>'
    )


def _cell(cell: ShownInColumn, said: str) -> str:
    """A word of a choice without a glyph also says its column, which a phone does not show."""
    css = ' class="n"' if cell.numeric else ' class="gl"' if cell.kind else ""
    bare = said if cell.kind and cell.text and not has_glyph(cell) else ""
    return f"<td{css}{bare}>{_text(shown(cell, quiet=True))}</td>"


def _text(text: str) -> str:
    """What is safe as it is, everything else escaped: Django's own way looks for delayed texts, of which there are none."""
    return text if isinstance(text, SafeString) else escape(text)
