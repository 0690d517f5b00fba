"""The gallery, and what holds of every template."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.http import Http404

from foundation.gallery import pages, views

if TYPE_CHECKING:
    from django.test import RequestFactory


@pytest.mark.parametrize("page", ["", *pages.PAGES])
def test_the_gallery_shows_every_pattern_without_inline_code(page: str, rf: RequestFactory, db: None) -> None:
    request = rf.get("/gallery/")
    request.user = SimpleNamespace(is_authenticated=False)  # type: ignore[assignment]
    response = views.gallery_page(request, page) if page else views.gallery(request)
    html = response.content.decode()
    assert response.status_code == 200
    assert re.findall(r"<[^>]+\s(?:style|on\w+)=", html) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []
    assert len(re.findall(r"<h1\b", html)) == 1


def test_the_gallery_has_no_other_pages(rf: RequestFactory) -> None:
    with pytest.raises(Http404):
        views.gallery_page(rf.get("/gallery/x/"), "x")


def templates() -> list[Path]:
    return sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.name))
def test_no_template_has_inline_code_or_styles(path: Path) -> None:
    """The content security policy allows neither; a browser would drop them in silence."""
    source = path.read_text()
    assert re.findall(r"<style|\sstyle=|<[a-z]+[^>]*\son[a-z]+=|hx-on|javascript:", source) == []
