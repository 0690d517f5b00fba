"""The gallery: every component and every page pattern with sample data, for people who build pages.

It is routed only while ``DEBUG`` is on. Its samples are invented and touch no table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

SWATCHES = (
    ("canvas", "page"), ("sunken", "sidebar"), ("hover", "row under the pointer"), ("select", "selected row"),
    ("ink", "text"), ("ink-2", "second text"), ("ink-3", "labels, the least"), ("rule", "row rules"),
    ("rule-2", "table heads, quiet borders"), ("edge", "inputs"), ("focus", "focus ring only"),
)  # fmt: skip
COOL = (
    ("ci", "circle"),
    ("oe", "square"),
    ("pl", "triangle"),
    ("ci-t", "as text"),
    ("oe-t", ""),
    ("pl-t", ""),
)
WARM = (("watch", "mark"), ("watch-t", "text"), ("off", "mark"), ("off-t", "text"))
LEVELS = (
    *((f"seq-{step}", "") for step in range(6)),
    ("mark", "actual"),
    ("mark-2", "last year"),
    ("band", "target zone"),
)

NOW = datetime(2025, 11, 21, 14, 2, tzinfo=UTC)

_ROWS = (
    ("I-17", "Claims straight-through engine", "Claims", "delivery", "ok", "Jonas Weber", "2.38", "Jun 2026"),
    ("I-01", "Single customer view", "Group services", "delivery", "watch", "Eoin Murphy", "2.15", "Sep 2026"),
    ("I-26", "Small-business quote and bind", "Commercial lines", "approved", "ok", "Priya Nair", "1.46", "Oct 2026"),
    ("I-37", "Data-center exit, phase 2", "Group services", "delivery", "", "Ingrid Halloran", "1.34", "Dec 2026"),
    ("I-27", "Rating engine consolidation", "Commercial lines", "paused", "off", "Priya Nair", "1.18", "Mar 2027"),
    ("I-22", "Claims document intake", "Claims", "live", "ok", "Jonas Weber", "0.45", "–"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A prepared value, as lists and detail pages show it."""

    text: str
    kind: str = ""
    value: str = ""
    numeric: bool = False
    url: str = ""


class ImportForm(forms.Form):
    """The file and how to read it."""

    file = forms.FileField(label="File", help_text="CSV or Excel, up to 20 MB.")
    mapping = forms.ChoiceField(label="Mapping", choices=[("", "Columns are named as here")], required=False)


class NeedForm(forms.Form):
    """A form with every kind of field."""

    statement = forms.CharField(
        label="What the customer would say", max_length=60,
        help_text="In the first person, under 60 characters, with no system names.",
    )  # fmt: skip
    segment = forms.ChoiceField(
        label="Segment", choices=[("h", "Households"), ("f", "Farms")], help_text="Who has the need"
    )
    objective = forms.ChoiceField(
        label="Objective", choices=[("k", "Keep households for life")], help_text="The one it serves most"
    )
    importance = forms.DecimalField(
        label="Importance", help_text="1 to 5, from research", widget=forms.TextInput
    )
    asked = forms.IntegerField(
        label="People asked", help_text="Under 30 shows as weak", widget=forms.TextInput
    )
    until = forms.DateField(label="By", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    evidence = forms.CharField(
        label="Where this comes from", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    confirmed = forms.BooleanField(label="A customer has confirmed it", required=False)
    channels = forms.MultipleChoiceField(
        label="Channels", required=False, choices=[("p", "Phone"), ("w", "Web"), ("b", "Branch")],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component."""
    form = _failed_form()
    pages = [(key, f"{request.path}{key}/") for key in PAGES]
    return render(request, "gallery.html", {**_shell(), **_parts(), "form": form, "pages": pages})


def gallery_page(request: HttpRequest, page: str) -> HttpResponse:
    """One page pattern, with sample data."""
    if page not in PAGES:
        raise Http404
    template, context = PAGES[page]
    return render(request, template, {**_shell(), **context()})


def _shell() -> dict[str, Any]:
    """What a context processor gives to real pages."""
    pages = [
        ("home", "Line of sight", "sight", "l", "9"),
        ("list", "Initiatives", "layers", "i", ""),
        ("empty", "Needs", "heart-handshake", "n", ""),
    ]
    items = [
        {"url": f"/gallery/{key}/", "label": label, "icon": icon, "shortcut": letter, "count": count, "current": key == "list"}
        for key, label, icon, letter, count in pages
    ]  # fmt: skip
    return {
        "navigation": [{"label": "Align", "items": items[:1]}, {"label": "Portfolio", "items": items[1:]}],
        "menu_key": "gallery",
        "enterprise": {"name": "Alderbrook Mutual", "is_demonstration": True},
        "freshness": {"text": "Computed 02:14 last night", "url": "#", "title": "The nightly run"},
    }


def _parts() -> dict[str, Any]:
    return {
        "swatches": SWATCHES,
        "cool": COOL,
        "warm": WARM,
        "levels": LEVELS,
        "stages": ("proposed", "approved", "delivery", "live", "paused", "stopped"),
        "healths": ("ok", "watch", "off", "gap"),
        "chains": ("complete", "weak", "broken", "stale", "exempt"),
        "trend": (3, 4, 3, 5, 6, 5, 7, 8),
        "segments": [
            {"label": "Map", "value": "map", "current": True, "icon": "sight"},
            {"label": "Matrix", "value": "matrix", "icon": "grid-3x3"},
            {"label": "Table", "value": "table", "icon": "table"},
        ],
        "filter": _filter("unit", "Unit", "Claims"),
        "figure_table": {
            "caption": "Spend by need",
            "heads": ("Need", "Spend, €m"),
            "numeric": (1,),
            "rows": (("Know me, whoever I talk to", "3.27"), ("Pay my simple claim in days", "4.91")),
        },
        "pages_state": {"previous_url": "", "next_url": "?page=2", "text": "Page 1 of 9"},
        "now": NOW,
    }


def _filter(name: str, label: str, *values: str) -> dict[str, Any]:
    options = [{"value": "", "label": _("Any"), "selected": True}]
    return {
        "name": name,
        "label": label,
        "options": [*options, *({"value": v, "label": v, "selected": False} for v in values)],
    }


def _row(
    uid: int, code: str, name: str, unit: str, stage: str, health: str, owner: str, spend: str, end: str
) -> SimpleNamespace:
    words = {"ok": "On track", "watch": "Watch", "off": "Off track", "": "–"}
    cells = [
        Cell(name), Cell(unit), Cell(stage.capitalize(), "status", stage), Cell(words[health], "health", health),
        Cell(owner), Cell(spend, numeric=True), Cell(end),
    ]  # fmt: skip
    return SimpleNamespace(uid=str(uid), code=code, url="/gallery/detail/", cells=cells)


def _list_page(*, full: bool = True) -> dict[str, Any]:
    heads = ("Initiative", "Unit", "Status", "Health", "Owner", "FY26, €m", "Ends")
    columns = [
        {"key": head, "label": head, "numeric": head.startswith("FY"), "sort_url": "?sort=x",
         "sort": "descending" if head.startswith("FY") else ""}
        for head in heads
    ]  # fmt: skip
    rows = [_row(index, *row) for index, row in enumerate(_ROWS * 4)] if full else []
    views = [
        {"label": label, "url": "?", "current": label == "All"}
        for label in ("All", "Off track", "Claims", "Mine")
    ]
    return {
        "page": {
            "title": "Initiatives",
            "finding_lead": "41 initiatives, €27.6m." if full else "No initiative yet.",
            "finding_rest": "Four are off track and four serve no need." if full else "",
            "listing": {
                "columns": columns,
                "rows": rows,
                "filters": [_filter("unit", "Unit", "Claims"), _filter("status", "Stage", "Live", "Paused")],
                "views": views,
                "count_text": "41, €27.60m",
                "pages": _parts()["pages_state"] if full else {},
                "is_filtered": full,
            },
            "can_create": True,
            "create_url": "/gallery/form/",
            "create_label": "New initiative",
            "import_url": "/gallery/import/",
            "view_url": "#",
            "export_urls": [{"label": "CSV", "url": "#csv"}, {"label": "Excel", "url": "#xlsx"}],
            "bulk": {"url": "#", "fields": [{"name": "status", "label": "Status", "options": [("live", "Live")]}]},
            "empty": {
                "title": "No initiative yet",
                "text": "An initiative is work on information technology with an end. Link it to a customer need and its line of sight is drawn.",
            },
        }
    }  # fmt: skip


def _empty_page() -> dict[str, Any]:
    return _list_page(full=False)


def _detail_page() -> dict[str, Any]:
    def item(label: str, *cell: str) -> dict[str, Any]:
        text, kind, value = (*cell, "", "")[:3]
        return {"label": label, "cell": Cell(text, kind, value)}

    return {
        "record": {"code": "I-01", "uid": "1"},
        "page": {
            "title": "Single customer view",
            "code": "I-01",
            "list_url": "/gallery/list/",
            "list_title": "Initiatives",
            "finding_lead": "Scores 80 and carries €4.1m a year of benefit.",
            "finding_rest": "Contact resolution is on plan; retention is three months behind.",
            "sections": [
                {"title": "Initiative", "items": [item("Unit", "Group services"), item("Program", "One customer"), item("Description", "One record of a customer for every channel.\nIt replaces four.")]},
                {"title": "Course", "items": [item("Status", "In delivery", "status", "delivery"), item("Health", "Watch", "health", "watch"), item("Ends", "Sep 2026")]},
            ],
            "facts": [Cell("In delivery", "status", "delivery"), Cell("Owner Eoin Murphy")],
            "panels": [],
            "asides": [],
            "history": [
                {"at": NOW, "actor": "Ingrid Halloran", "verb": "Changed", "differences": [{"label": "Ends", "before": "Jul 2026", "after": "Sep 2026"}]},
                {"at": NOW, "actor": "Eoin Murphy", "verb": "Created", "differences": []},
            ],
            "can_edit": True,
            "can_delete": True,
            "edit_url": "/gallery/form/",
            "archive_url": "#",
            "delete_url": "/gallery/delete/",
        },
    }  # fmt: skip


def _failed_form() -> NeedForm:
    form = NeedForm(
        {"statement": "Implement a 360° CRM module", "segment": "h", "objective": "k", "importance": "9"}
    )
    form.add_error("statement", "This names a solution. Try “Help me when my life changes”.")
    return form


def _form_page() -> dict[str, Any]:
    form = _failed_form()
    names = (
        ("statement", "segment", "objective"),
        ("importance", "asked", "until", "evidence"),
        ("confirmed", "channels"),
    )
    return {
        "form": form,
        "page": {
            "title": "New customer need",
            "list_url": "/gallery/list/",
            "list_title": "Needs",
            "cancel_url": "/gallery/list/",
            "is_new": True,
            "sections": [
                {"title": title, "fields": [form[name] for name in group]}
                for title, group in zip(("The need", "Evidence", "Reach"), names, strict=True)
            ],
            "draft": {"kept_at": NOW},
            "draft_url": "#",
            "conflict": [{"label": "Importance", "theirs": "4.5", "yours": "9"}],
            "version": 3,
        },
    }  # fmt: skip


def _delete_page() -> dict[str, Any]:
    return {
        "record": {"code": "I-01"},
        "page": {
            "title": "Delete Single customer view",
            "list_url": "/gallery/list/",
            "list_title": "Initiatives",
            "cancel_url": "/gallery/detail/",
            "parts": ["O-01 Budget FY26, €2.15m", "O-02 Actual FY26, €0.93m"],
            "obstacles": [{"text": "Benefit: Household retention", "url": "#"}],
        },
    }  # fmt: skip


def _import_page() -> dict[str, Any]:
    return {
        "page": {
            "title": "Import initiatives",
            "form": ImportForm(),
            "list_url": "/gallery/list/",
            "list_title": "Initiatives",
            "list_label": "Initiatives",
            "finding_lead": "A file is checked first and saved only as a whole.",
            "known_columns": [{"name": "name", "text": "Text, needed"}, {"name": "unit", "text": "Name or code of a unit"}],
            "run": {
                "file_name": "portfolio.csv",
                "counts": [{"label": "New", "text": "363"}, {"label": "Changed", "text": "100"}, {"label": "The same", "text": "298"}, {"label": "Errors", "text": "1"}],
                "errors": [{"row": "14", "field": "Ends", "text": "“31 June” is no day.", "remedy": "Write a day that exists, such as 2026-06-30."}],
                "error_lead": "1 row has an error.",
                "changes": [{"row": "2", "code": "I-17", "label": "Claims engine", "text": "Ends Jul 2026 → Sep 2026"}],
            },
        },
    }  # fmt: skip


def _search_page() -> dict[str, Any]:
    hits = [
        {"kind": "initiative", "code": "I-01", "text": "Single customer view", "url": "#"},
        {"kind": "need", "code": "N-03", "text": "Know me, whoever I talk to", "url": "#"},
    ]
    return {"words": "know", "hits": hits}  # fmt: skip


PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "list": ("workbench/list.html", _list_page),
    "empty": ("workbench/list.html", _empty_page),
    "detail": ("workbench/detail.html", _detail_page),
    "form": ("workbench/form.html", _form_page),
    "delete": ("workbench/delete.html", _delete_page),
    "import": ("workbench/import.html", _import_page),
    "search": ("workbench/search.html", _search_page),
}
