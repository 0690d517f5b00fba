"""Every visible word can be translated: in a made-up language the messages are marked, and nothing else has letters.

The data is written in Greek letters, so that any Latin letter outside a marked message is bare text.
"""

from __future__ import annotations

import functools
import gc
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import models
from django.utils import translation
from playwright.sync_api import expect

from accounts.models import Enterprise
from activity.models import Notification
from alignment.models import GatePassage
from metrics.queries import library as metric_library
from tests.browser.addresses import page_names, path_of
from tests.browser.conftest import Open, Visit, visit_in
from tests.browser.test_every_page import STRANGERS
from workbench.operations.content import read_content
from workbench.types import all_types

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext

OPEN, CLOSE = "⟦", "⟧"
NOT_LANGUAGE = re.compile(
    r"\b[A-Z]{1,2}-\d+\b|\b[A-Z]{3}\b|Sightline|[\w.+-]+@[\w.-]+|\b(?:CSV|XLSX|YAML|Enter|Esc|Ctrl|FY\d+|n\d+)\b"
    r"|[€$£]\S+|\b[a-zA-Z]\b|\b\d+[a-z]?\b"
)
"""Codes, currencies, the product's name, addresses, keys and amounts read the same in every language."""

COLLECT = """(root) => {
  const zones = '[name=time_zone] option:not([value=""])';
  const blocks = 'p, li, h1, h2, h3, td, th, dt, dd, label, button, legend, summary, option, figcaption, '
    + 'small, title, a, div';
  const seen = new Map();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement;
    if (holder.closest('script, style, noscript, textarea, [translate=no], .sl-deltas, ' + zones)) continue;
    const block = holder.closest(blocks) ?? root;
    seen.set(block, (seen.get(block) ?? '') + walker.currentNode.data);
  }
  const names = ['aria-label', 'title', 'placeholder', 'alt', 'data-text', 'data-draft-text', 'data-failed'];
  const attributes = names.flatMap((name) => [...root.querySelectorAll(`[${name}]`)].map((el) => el.getAttribute(name)));
  return [...seen.values(), ...attributes];
}"""
COLLECT_FROM = f"""async (path) => {{
  const answer = await fetch(path);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return [answer.status, ({COLLECT})(page.documentElement)];
}}"""
COLLECT_HERE = f"() => ({COLLECT})(document.documentElement)"
GREEK = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "αβγδεφγηιξκλμνοπψρστυωωχυζΑΒΓΔΕΦΓΗΙΞΚΛΜΝΟΠΨΡΣΤΥΩΩΧΥΖ",
)


@pytest.fixture(scope="module")
def greek(site: str, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration's texts in Greek letters, until the last of these tests is over."""
    with django_db_blocker.unblock():
        before = [(record, _texts(record, names)) for record, names in _prose()]
        for record, texts in before:
            _write(record, {name: text.translate(GREEK) for name, text in texts.items()})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(metric_library, "read_content", _greek_content)
        yield
    with django_db_blocker.unblock():
        for record, texts in before:
            _write(record, texts)


def _greek_content(path: Path) -> dict[str, Any]:
    """What is shipped for people to choose from becomes their data; its words are no messages."""
    prose = {"name", *metric_library.TOLD} - {"key"}
    return {
        heading: [
            {name: value.translate(GREEK) if name in prose else value for name, value in row.items()}
            for row in rows
        ]
        for heading, rows in read_content(path).items()
    }


def _prose() -> Iterator[tuple[Any, list[str]]]:
    """Every record with its fields that people fill with words, and the tables that keep such words."""
    yield Enterprise.objects.get(), ["name"]
    for notification in Notification.objects.all():
        yield notification, ["title", "text"]
    for passage in GatePassage.objects.exclude(reason=""):
        yield passage, ["reason"]
    for object_type in all_types():
        columns = [f for f in object_type.model._meta.fields if f.name in object_type.fields and _is_prose(f)]
        for record in object_type.model.objects.all():
            yield record, [column.name for column in columns]


def _texts(record: Any, names: list[str]) -> dict[str, str]:
    return {name: getattr(record, name) for name in names}


def _write(record: Any, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        setattr(record, name, text)
    record.save(update_fields=[*texts])


def _is_prose(column: models.Field[Any, Any]) -> bool:
    is_text = isinstance(column, models.CharField | models.TextField)
    return (
        is_text
        and not isinstance(column, models.EmailField)
        and not column.choices
        and "currency" not in column.name
    )


@pytest.fixture(scope="module")
def marked() -> Iterator[None]:
    """Every message that passes through translation comes out between marks."""
    engine: Any = translation._trans  # type: ignore[attr-defined]

    def mark(text: str) -> str:
        return f"{OPEN}{text}{CLOSE}" if text.strip() else text

    with pytest.MonkeyPatch.context() as patch:
        for name in ("gettext", "pgettext", "ngettext", "npgettext"):
            original = getattr(engine, name)
            patch.setattr(
                engine, name, lambda *words, _original=original: mark(_original(*words)), raising=False
            )
        _forget_words()
        yield
    _forget_words()


def _forget_words() -> None:
    """Empty what the process keeps of words: they are kept for a language, and this one is no language."""
    for kept in caches.all():
        kept.clear()
    for thing in gc.get_objects():
        if type(thing) is type(_cached) and thing.__module__.partition(".")[0] in settings.SIGHTLINE_APPS:
            thing.cache_clear()


@functools.cache
def _cached() -> None:
    """Stands for every function that keeps its answers."""


@pytest.fixture(scope="module")
def reader(
    greek: None, marked: None, context_for: Callable[..., BrowserContext], site: str
) -> Iterator[Callable[[str | None], Visit]]:
    """A browser of a person, or of a stranger, that fetches page after page."""
    visits: dict[str | None, Visit] = {}

    def reading(who: str | None) -> Visit:
        if who not in visits:
            visits[who] = visit_in(context_for(who), site)
            visits[who].go("/accounts/login/" if who is None else "/profile/")
        return visits[who]

    yield reading
    for visit in visits.values():
        visit.page.context.close()


def bare(texts: list[str]) -> list[str]:
    """Texts with a Latin letter outside every mark, without what is not language."""
    found = []
    for text in texts:
        outside = re.sub(NOT_LANGUAGE, "", _outside(text))
        if re.search("[A-Za-z]", outside):
            found.append(" ".join(text.split()))
    return sorted(set(found))


def _outside(text: str) -> str:
    depth, kept = 0, []
    for letter in text:
        depth += (letter == OPEN) - (letter == CLOSE)
        kept.append(letter if depth == 0 and letter != CLOSE else "")
    return "".join(kept)


@pytest.mark.parametrize("name", page_names())
def test_no_bare_text(reader: Callable[[str | None], Visit], name: str) -> None:
    visit = reader(None if name in STRANGERS else "admin")

    status, texts = visit.page.evaluate(COLLECT_FROM, path_of(name))

    assert status == 200
    assert bare(texts) == []


def test_no_bare_text_in_what_scripts_write(open_as: Open, greek: None, marked: None) -> None:
    visit = open_as("cio")
    visit.go("/")
    visit.page.locator("#map .k1 .sl-n > a[tabindex='0']").click()
    visit.page.locator("[data-mend]:visible").first.click()
    expect(visit.page.locator("#mend form")).to_be_visible()
    assert bare(visit.page.evaluate(COLLECT_HERE)) == []

    visit.go("/initiatives/")
    visit.press("j", "x")
    assert bare(visit.page.evaluate(COLLECT_HERE)) == []
    visit.press("/")
    visit.page.keyboard.type("γλαιμ")
    expect(visit.page.locator("#find-r [role=option]").first).to_be_visible()
    assert bare(visit.page.evaluate(COLLECT_HERE)) == []


def test_no_bare_text_in_what_is_wrong(open_as: Open, greek: None, marked: None) -> None:
    visit = open_as("admin")
    for path in ("/needs/new/", "/initiatives/import/", "/users/new/", "/profile/tokens/"):
        visit.go(path)
        visit.page.locator("main form[method=post] [type=submit]").first.click()
        visit.page.locator("[data-errors], .sl-err").first.wait_for()
        assert bare(visit.page.evaluate(COLLECT_HERE)) == []


def test_bare_text_is_noticed() -> None:
    texts = ["⟦Save⟧", "Save", "I-17 Αβγ", "⟦Ends ⟦Nov⟧ 2026⟧", "⟦<b>2</b> needs⟧ left"]
    assert bare(texts) == ["Save", "⟦<b>2</b> needs⟧ left"]
