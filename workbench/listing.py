"""What a list page shows, prepared as strings: rows, heads, filters, views and the finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from foundation import formats
from foundation.catalog import ObjectType
from foundation.models import Record
from workbench.cells import Cell, cells_of, is_numeric, label_of
from workbench.columns import chosen, offered, usual
from workbench.filters import TypeFilter, filters_of
from workbench.links import record_url
from workbench.models import SavedView
from workbench.ordering import ordered, sortable
from workbench.reach import shown_with, with_relations

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Head:
    """One column head; ``sort`` is its present direction as ARIA names it."""

    key: str
    label: str
    numeric: bool = False
    primary: bool = False
    sort_url: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its address and its shown values, in the order of the columns."""

    uid: str
    code: str
    url: str
    cells: tuple[Cell, ...]
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """One tab: everything, or a set of filters somebody has named."""

    uid: str
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list."""

    columns: tuple[Head, ...]
    column_choices: tuple[dict[str, Any], ...]
    rows: tuple[Row, ...]
    filters: tuple[dict[str, Any], ...]
    views: tuple[View, ...]
    count: int
    total: int
    page: Page[Any]
    query: str
    view_query: str
    """What a view keeps: the query, with the columns where they are not the usual ones."""
    search: str
    sort: str
    archived: str
    """Whether archived records are shown too (``with``), or alone (``only``); empty where they are not."""
    is_filtered: bool
    has_own_columns: bool

    @property
    def count_text(self) -> str:
        if not self.is_filtered:
            return formats.number(self.count)
        return _("%(count)s of %(total)s") % {
            "count": formats.number(self.count),
            "total": formats.number(self.total),
        }

    @property
    def pages(self) -> dict[str, str]:
        """Addresses of the neighboring pages, and which one this is; empty where there is only one."""
        page, prefix = self.page, f"?{self.query}&" if self.query else "?"
        if page.paginator.num_pages == 1:
            return {}
        return {
            "previous_url": f"{prefix}page={page.number - 1}" if page.has_previous() else "",
            "next_url": f"{prefix}page={page.number + 1}" if page.has_next() else "",
            "text": _("Page %(number)s of %(count)s")
            % {"number": formats.number(page.number), "count": formats.number(page.paginator.num_pages)},
        }


def filtered(object_type: ObjectType, query: QueryDict, viewer: User) -> TypeFilter:
    """The filter set of a list, bound to a query; ``qs`` holds the rows in their order."""
    rows = object_type.model.objects.visible_to(viewer).for_list()
    rows = with_relations(rows, object_type.columns)
    in_order = ordered(object_type, rows, query.get("sort", ""), viewer)
    return filters_of(object_type)(query, in_order, viewer=viewer)


def listing(object_type: ObjectType, query: QueryDict, viewer: User) -> Listing:
    """One page of the list, with everything around it. Constant number of queries."""
    saved = list(SavedView.objects.of(viewer, object_type.label))
    own = next((view.query for view in saved if view.name == SavedView.OWN), "")
    columns = chosen(object_type, (query.get("columns") or own).split(","))
    has_own = columns != usual(object_type)
    bound = filtered(object_type, query, viewer)
    page = Paginator(shown_with(bound.qs, columns), PER_PAGE).get_page(query.get("page"))
    is_filtered = any(query.get(name) for name in bound.form.fields)
    count = page.paginator.count
    archived = bound.form.cleaned_data.get("archived", "")
    everything = object_type.model.objects.visible_to(viewer)
    everything = everything if archived else everything.active()
    return Listing(
        columns=heads_of(object_type, columns, query),
        column_choices=tuple(
            {"key": name, "label": label_of(object_type, name), "shown": name in columns}
            for name in offered(object_type)
        ),
        rows=_rows(object_type, list(page.object_list), columns, viewer),
        filters=_choices(bound),
        views=_views(object_type, saved, query),
        count=count,
        total=everything.count() if is_filtered else count,
        page=page,
        query=without(query, "page"),
        view_query=_with_columns(query, columns if has_own else ()),
        search=query.get("q", ""),
        sort=query.get("sort", ""),
        archived=archived,
        is_filtered=is_filtered,
        has_own_columns=has_own,
    )


def heads_of(object_type: ObjectType, columns: Sequence[str], query: QueryDict) -> tuple[Head, ...]:
    """The column heads with the address that sorts by each; a second click turns the order round."""
    can_sort, by = sortable(object_type), query.get("sort", "")
    return tuple(
        Head(
            key=name,
            label=label_of(object_type, name),
            numeric=is_numeric(object_type, name),
            primary=index == 0,
            sort_url=_sort_url(query, name, by) if name in can_sort else "",
            sort={name: "ascending", f"-{name}": "descending"}.get(by, ""),
        )
        for index, name in enumerate(columns)
    )


def _sort_url(query: QueryDict, name: str, by: str) -> str:
    changed = query.copy()
    changed.pop("page", None)
    changed["sort"] = f"-{name}" if by == name else name
    return f"?{changed.urlencode()}"


def _rows(
    object_type: ObjectType, records: Sequence[Record], columns: Sequence[str], viewer: User
) -> tuple[Row, ...]:
    shown = zip(records, cells_of(records, columns, viewer), strict=True)
    return tuple(
        Row(str(record.uid), record.code, record_url(object_type, record), cells, record.is_archived)
        for record, cells in shown
    )


def _choices(bound: TypeFilter) -> tuple[dict[str, Any], ...]:
    """The filters that are menus; words and ranges have their own fields."""
    fields = bound.form.fields
    menus = [name for name in fields if hasattr(fields[name], "choices") and name != "archived"]
    return tuple(
        {"name": name, "label": capfirst(str(fields[name].label)), "options": _options(bound, name)}
        for name in [*menus, "archived"]
    )


def _options(bound: TypeFilter, name: str) -> list[dict[str, Any]]:
    present = bound.data.get(name, "") if bound.data else ""
    entries = [(str(value), str(label)) for value, label in bound.form.fields[name].choices if value != ""]
    return [
        {"value": value, "label": label, "selected": value == present}
        for value, label in [("", _("Any")), *entries]
    ]


def _views(object_type: ObjectType, saved: Sequence[SavedView], query: QueryDict) -> tuple[View, ...]:
    """Everything, the views the type brings along, then the person's own."""
    present = without(query, "page")
    shipped = [View("", str(label), f"?{kept}", kept == present) for label, kept in object_type.views]
    own = [view for view in saved if view.name != SavedView.OWN]
    named = [View(str(view.uid), view.name, f"?{view.query}", view.query == present) for view in own]
    return (View("", _("All"), "?", present == ""), *shipped, *named)


def _with_columns(query: QueryDict, columns: Sequence[str]) -> str:
    changed = query.copy()
    changed["columns"] = ",".join(columns)
    return without(changed, "page")


def without(query: QueryDict, *names: str) -> str:
    """The query as text, without some names and without empty values."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        if name not in names:
            kept.setlist(name, [value for value in values if value])
    return kept.urlencode()


def counted(object_type: ObjectType, count: int) -> str:
    """``1 initiative`` or ``40 initiatives``."""
    meta = object_type.model._meta
    return f"{formats.number(count)} {meta.verbose_name if count == 1 else meta.verbose_name_plural}"
