"""The gallery's two addresses."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.gallery.pages import PAGES
from foundation.gallery.parts import failed_form, parts


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component."""
    form = failed_form()
    pages = [(key, f"{request.path}{key}/") for key in PAGES]
    return render(request, "gallery.html", {**_shell(), **parts(), "form": form, "pages": pages})


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
        "frame_key": "gallery",
        "enterprise": {"name": "Alderbrook Mutual", "is_demonstration": True},
        "freshness": {"text": "Computed 02:14 last night", "url": "#", "title": "The nightly run"},
    }
