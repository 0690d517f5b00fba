"""Page patterns with sample data."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django import forms

from foundation.gallery.parts import NOW, Cell, failed_form, filter_of, parts

_ROWS = (
    ("I-17", "Claims straight-through engine", "Claims", "delivery", "ok", "Jonas Weber", "2.38", "Jun 2026"),
    ("I-01", "Single customer view", "Group services", "delivery", "watch", "Eoin Murphy", "2.15", "Sep 2026"),
    ("I-26", "Small-business quote and bind", "Commercial lines", "approved", "ok", "Priya Nair", "1.46", "Oct 2026"),
    ("I-37", "Data-center exit, phase 2", "Group services", "delivery", "", "Ingrid Halloran", "1.34", "Dec 2026"),
    ("I-27", "Rating engine consolidation", "Commercial lines", "paused", "off", "Priya Nair", "1.18", "Mar 2027"),
    ("I-22", "Claims document intake", "Claims", "live", "ok", "Jonas Weber", "0.45", "–"),
)  # fmt: skip


class ImportForm(forms.Form):
    """The file and how to read it."""

    file = forms.FileField(label="File", help_text="CSV or Excel, up to 20 MB.")
    mapping = forms.ChoiceField(label="Mapping", choices=[("", "Columns are named as here")], required=False)


def _row(
    uid: int, code: str, name: str, unit: str, stage: str, health: str, owner: str, spend: str, end: str
) -> SimpleNamespace:
    words = {"ok": "On track", "watch": "Watch", "off": "Off track", "": "–"}
    cells = [
        Cell(name), Cell(unit), Cell(stage.capitalize(), "status", stage), Cell(words[health], "health", health),
        Cell(owner), Cell(spend, numeric=True), Cell(end),
    ]  # fmt: skip
    return SimpleNamespace(uid=str(uid), code=code, url="/gallery/detail/", cells=cells, is_archived=False)


def _list_page(*, full: bool = True) -> dict[str, Any]:
    heads = ("Initiative", "Unit", "Status", "Health", "Owner", "FY26, €m", "Ends")
    columns = [
        SimpleNamespace(key=head, label=head, numeric=head.startswith("FY"), sort_url="?sort=x",
                        sort="descending" if head.startswith("FY") else "")
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
                "filters": [filter_of("unit", "Unit", "Claims"), filter_of("status", "Stage", "Live", "Paused")],
                "views": views,
                "count_text": "41, €27.60m",
                "pages": parts()["pages_state"] if full else {},
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


def _form_page() -> dict[str, Any]:
    form = failed_form()
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
