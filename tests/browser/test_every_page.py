"""Promises of every page, on a desk in light and on a phone in dark: accessible, quiet, nothing off the edge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.addresses import page_names, path_of
from tests.browser.conftest import DESK, PHONE, Open, Visit, visit_in

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

AXE = Axe()
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
SETTINGS = {"desk-light": ("light", DESK), "phone-dark": ("dark", PHONE)}
STRANGERS = {"account_login", "account_reset_password", "account_reset_password_done"} | {
    "account_reset_password_from_key", "account_reset_password_from_key_done",
}  # fmt: skip
"""Pages for people who have not signed in."""

Walker = Callable[[str, str], Visit]


def violations(visit: Visit) -> list[str]:
    """What axe finds, as rule and place."""
    found = AXE.run(visit.page, options=WCAG).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]}" for rule in found for node in rule["nodes"]
    ]


def beyond_edge(visit: Visit) -> Any:
    return visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.fixture(scope="module")
def walker(context_for: Callable[..., BrowserContext], site: str) -> Iterator[Walker]:
    """One browser for each person and setting walks from page to page, as people do."""
    visits: dict[tuple[str | None, str], Visit] = {}

    def walking(name: str, setting: str) -> Visit:
        theme, size = SETTINGS[setting]
        key = (None if name in STRANGERS else "admin", setting)
        if key not in visits:
            visits[key] = visit_in(context_for(key[0], theme=theme, size=size), site)
        return visits[key]

    yield walking
    for visit in visits.values():
        visit.page.context.close()


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("name", page_names())
def test_page(walker: Walker, name: str, setting: str) -> None:
    path = path_of(name)
    assert path is not None, f"the demonstration has no record for {name}"
    visit = walker(name, setting)

    visit.go(path)

    assert visit.path == path
    assert visit.statuses[0] == 200
    assert max(visit.statuses) < 400
    assert visit.complaints == []
    assert violations(visit) == []
    assert beyond_edge(visit) == 0
    assert visit.page.locator("h1").count() == 1
    assert visit.page.title().removesuffix(" · Sightline") not in {"", "·", "Sightline"}


def test_every_address_is_either_a_page_or_known_not_to_be() -> None:
    """A new address is walked without anybody asking for it."""
    assert [name for name in page_names() if path_of(name) is None] == []
    assert len(page_names()) > 100


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
