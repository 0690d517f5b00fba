"""Every visible word can be translated: in a made-up language the messages are marked, and nothing else has letters.

The data is written in Greek letters, so that any Latin letter outside a marked message is bare text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from django.utils import translation

from tests.browser.addresses import page_names, path_of
from tests.browser.conftest import Open
from workbench.types import all_types

OPEN, CLOSE = "⟦", "⟧"
SAMPLE = [
    "account_login",
    "initiative_list",
    "initiative_detail",
    "initiative_create",
    "initiative_import",
    "initiative_delete",
    "need_edit",
    "search",
    "profile",
    "tokens",
    "inbox",
    "users",
    "user",
    "user_add",
    "enterprise",
    "line_of_sight",
]
NOT_LANGUAGE = re.compile(
    r"\b[A-Z]{1,2}-\d+\b|\b[A-Z]{3}\b|Sightline|[\w.+-]+@[\w.-]+|\b(?:CSV|XLSX|YAML|Enter|Esc|FY\d+|n\d+)\b|[€$£]\S+"
    r"|\b[a-zA-Z]\b|\b\d+[a-z]?\b"
)
"""Codes, currencies, the product's name, addresses, keys and amounts read the same in every language."""

COLLECT = """() => {
  const seen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement;
    if (!holder.closest('script, style, noscript, svg, textarea, [data-verbatim]')) seen.push(walker.currentNode.data);
  }
  for (const node of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) seen.push(node.getAttribute(name) || '');
  }
  return seen;
}"""
GREEK = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "αβγδεφγηιξκλμνοπψρστυωωχυζΑΒΓΔΕΦΓΗΙΞΚΛΜΝΟΠΨΡΣΤΥΩΩΧΥΖ",
)


@pytest.fixture
def greek(site: str) -> Iterator[None]:
    """The demonstration's texts in Greek letters, until the test is over."""
    before: list[Any] = []
    for object_type in all_types():
        names = [
            f.name for f in object_type.model._meta.fields if _is_prose(f) and f.name in object_type.fields
        ]
        for record in object_type.model.objects.all():
            before.append((record, names, [getattr(record, name) for name in names]))
            for name in names:
                setattr(record, name, getattr(record, name).translate(GREEK))
            record.save(update_fields=names)
    yield
    for record, names, values in before:
        for name, value in zip(names, values, strict=True):
            setattr(record, name, value)
        record.save(update_fields=names)


def _is_prose(column: models.Field[Any, Any]) -> bool:
    is_text = isinstance(column, models.CharField | models.TextField) and not isinstance(
        column, models.EmailField
    )
    return is_text and not column.choices and "currency" not in column.name


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every message that passes through translation comes out between marks."""
    engine: Any = translation._trans  # type: ignore[attr-defined]

    def mark(text: str) -> str:
        return f"{OPEN}{text}{CLOSE}" if text.strip() else text

    originals = {name: getattr(engine, name) for name in ("gettext", "pgettext", "ngettext", "npgettext")}
    for name, original in originals.items():
        monkeypatch.setattr(
            engine, name, lambda *words, _original=original: mark(_original(*words)), raising=False
        )


def bare(texts: list[str]) -> list[str]:
    """Texts with a Latin letter outside every mark, without what is not language."""
    found = []
    for text in texts:
        outside = re.sub(NOT_LANGUAGE, "", _outside(text))
        if re.search("[A-Za-z]", outside):
            found.append(text.strip())
    return sorted(set(found))


def _outside(text: str) -> str:
    depth, kept = 0, []
    for letter in text:
        depth += (letter == OPEN) - (letter == CLOSE)
        kept.append(letter if depth == 0 and letter != CLOSE else "")
    return "".join(kept)


@pytest.mark.parametrize("name", SAMPLE)
def test_no_bare_text(open_as: Open, greek: None, marked: None, name: str) -> None:
    visit = open_as(None if name == "account_login" else "admin")

    visit.go(path_of(name) or "")

    assert bare(visit.page.evaluate(COLLECT)) == []


def test_bare_text_is_noticed() -> None:
    assert bare(["⟦Save⟧", "Save", "I-17 Αβγ", "⟦Ends ⟦Nov⟧ 2026⟧"]) == ["Save"]


def test_the_sample_are_pages() -> None:
    assert set(SAMPLE) <= set(page_names())
