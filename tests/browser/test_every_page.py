"""Promises of every page, on a desk in light and on a phone in dark: accessible, quiet, nothing off the edge."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.addresses import names, page_names, path_of
from tests.browser.conftest import DESK, PHONE, Open, Visit

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SMALLEST_TEXT = 11
"""Pixels; smaller text is nowhere."""
SETTINGS = [
    pytest.param("light", DESK, id="desk-light"),
    pytest.param("dark", PHONE, id="phone-dark"),
]


def violations(visit: Visit) -> list[str]:
    """What axe finds, as rule and place."""
    found = Axe().run(visit.page, options=WCAG).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]}" for rule in found for node in rule["nodes"]
    ]


def beyond_edge(visit: Visit) -> Any:
    return visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize(("theme", "size"), SETTINGS)
@pytest.mark.parametrize("name", page_names())
def test_page(open_as: Open, name: str, theme: str, size: dict[str, int]) -> None:
    path = path_of(name)
    assert path is not None, f"the demonstration has no record for {name}"
    who = None if name.startswith("account_reset") or name == "account_login" else "admin"
    visit = open_as(who, theme=theme, size=size)
    answers: list[int] = []
    visit.page.on("response", lambda answer: answers.append(answer.status))

    visit.go(path)

    assert answers[0] == 200
    assert max(answers) < 400
    assert visit.complaints == []
    assert violations(visit) == []
    assert beyond_edge(visit) == 0
    assert visit.page.locator("h1").count() == 1
    assert visit.page.title().strip(" ·") not in {"", "Sightline"}


def test_every_address_is_either_a_page_or_known_not_to_be() -> None:
    """A new address is walked without anybody asking for it."""
    assert [name for name in page_names() if path_of(name) is None] == []
    assert set(page_names()) <= set(names())
    assert len(page_names()) > 50


def test_axe_notices_a_planted_fault(open_as: Open) -> None:
    """The check can fail: an image without a text."""
    visit = open_as("cio")
    visit.go("/initiatives/")
    visit.page.evaluate("document.querySelector('main').append(document.createElement('img'))")

    assert [found.partition(":")[0] for found in violations(visit)] == ["image-alt"]


def test_the_policy_refuses_a_planted_script(open_as: Open) -> None:
    """The console is listened to: an inline script is refused and reported."""
    visit = open_as("cio")
    visit.go("/initiatives/")
    visit.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.x = 1'}))"
    )

    assert visit.page.evaluate("window.x === undefined")
    assert len(visit.complaints) == 1
