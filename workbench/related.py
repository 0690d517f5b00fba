"""A ready-made panel: the records of one type that refer to the one shown, with a way to add another."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from accounts.models import User
from foundation.catalog import Panel
from foundation.models import Record, RecordQuerySet
from workbench.cells import cells_of, is_numeric, label_of
from workbench.links import list_url, page_url, record_url, url_of
from workbench.reach import changed_in, places_of, shown_with
from workbench.types import type_with_key

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SHOWN = 20


def related(title: str | _StrPromise, key: str, by: str, columns: tuple[str, ...], noun: Any = "") -> Panel:
    """The panel of the ``key`` records whose relation ``by`` is the record shown.

    ``noun`` is what people call such a record where that is not the name of its type.
    """
    context = partial(related_records, key=key, by=by, columns=columns, noun=noun)
    return Panel(f"{key}-{by}", title, "workbench/related.html", context)


def related_records(
    *, record: Record, viewer: User, key: str, by: str, columns: tuple[str, ...], noun: Any = "", **_: Any
) -> dict[str, Any]:
    """Rows of the related type that the viewer may see, as text. One query."""
    kind = type_with_key(key)
    rows = _shown(key, columns).visible_to(viewer).filter(**{by: record})
    found = list(rows[: SHOWN + 1])
    query, back = urlencode({by: record.uid}), urlencode({"next": url_of(record)})
    can_add = viewer.access.allows(kind.permission, changed_in(record) if places_of(kind.model, by) else ())
    return {
        "heads": [(label_of(kind, name), is_numeric(kind, name)) for name in columns],
        "rows": [
            {"code": row.code, "url": record_url(kind, row), "cells": cells}
            for row, cells in zip(found[:SHOWN], cells_of(found[:SHOWN], columns, viewer), strict=True)
        ],
        "all_url": f"{list_url(kind)}?{query}" if len(found) > SHOWN else "",
        "add_url": f"{page_url(kind, 'create')}?{query}&{back}" if can_add else "",
        "add_label": noun or kind.model._meta.verbose_name,
    }


@cache
def _shown(key: str, columns: tuple[str, ...]) -> RecordQuerySet:
    """All records of a type with what the panel shows of them, put together once."""
    return shown_with(type_with_key(key).model.objects.active().for_list(), columns, whole=False)
