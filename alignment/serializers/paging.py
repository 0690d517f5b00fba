"""Long tables one page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from alignment.serializers.controls import address
from foundation import formats

PER_PAGE = 100
SHOWN = 200
"""Rows of a table that has no pages; its file and its data have all."""
R = TypeVar("R")


def page_of(rows: Sequence[R], number: int) -> tuple[Sequence[R], int]:
    """The rows of one page, the last one where there are fewer, and how many pages there are."""
    pages = max(1, -(-len(rows) // PER_PAGE))
    start = (min(number, pages) - 1) * PER_PAGE
    return rows[start : start + PER_PAGE], pages


def left_out(count: int, shown: int) -> str:
    """That a table leaves out rows beyond the ``shown`` ones; empty where it holds all."""
    if count <= shown:
        return ""
    told = {"shown": formats.number(shown), "count": formats.number(count)}
    return _("The first %(shown)s of %(count)s. Narrow by unit, or export them all.") % told


def pager(query: QueryDict, number: int, pages: int, **kept: str) -> dict[str, Any] | None:
    """Addresses of the page before and after; nothing where there is one page. ``kept`` belongs to each address."""
    if pages == 1:
        return None
    at = min(number, pages)
    return {
        "previous_url": address(query, page=str(at - 1), **kept) if at > 1 else "",
        "next_url": address(query, page=str(at + 1), **kept) if at < pages else "",
        "text": _("Page %(number)s of %(pages)s") % {"number": at, "pages": pages},
    }
