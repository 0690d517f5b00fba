"""Promises of every page, on a desk in light and on a phone in dark: accessible, quiet, nothing off the edge.

Half of the pages are opened on the desk and half on the phone, and then seen on the other. A page with a script of
its own, which may look at the window when it begins, is opened on both. Of pages that the workbench writes for every
record type alike, axe sees half of the types on the desk and the other half on the phone. The frame around every page it
sees with a fixed sixteenth of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.addresses import page_names, path_of
from tests.browser.conftest import DESK, PHONE, Open, Visit, visit_in
from workbench.types import all_types

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

AXE = Axe()
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
SETTINGS = {"desk-light": ("light", DESK), "phone-dark": ("dark", PHONE)}
OWN_SCRIPT = "script[src]:not([src$='/app.js'], [src$='/theme-boot.js'])"
"""A script that other pages do not have."""
STRANGERS = {"account_login", "account_reset_password", "account_reset_password_done"} | {
    "account_reset_password_from_key", "account_reset_password_from_key_done",
}  # fmt: skip
"""Pages for people who have not signed in."""

FRAME = ["#side", ".sl-top-r", ".sl-tabs"]
"""What every page has around it, the same for the same reader."""

SEEN = ("color-contrast", "target-size")
"""What axe has to look at each pixel for, which takes it three times as long as all other rules."""

ALIKE = {"create", "delete", "edit", "import", "list"}
"""Pages that every record type has, with nothing of its own but fields, where it brings no view of its own."""

Walker = Callable[[str, str], Visit]


def violations(visit: Visit, *, with_frame: bool = True, with_looks: bool = True) -> list[str]:
    """What axe finds, as rule and place."""
    if not visit.page.evaluate("'axe' in window"):
        visit.page.evaluate(AXE.axe_script)
    rules = {} if with_looks else {rule: {"enabled": False} for rule in SEEN}
    found = visit.page.evaluate(
        "([context, options]) => axe.run(context, options).then((found) => found.violations)",
        [{"exclude": [] if with_frame else [[part] for part in FRAME]}, {**WCAG, "rules": rules}],
    )
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
        see(visits[key], setting)
        return visits[key]

    yield walking
    for visit in visits.values():
        visit.page.context.close()


def see(visit: Visit, setting: str) -> None:
    """The page that is open, in another size and theme."""
    theme, size = SETTINGS[setting]
    visit.page.set_viewport_size(size)  # type: ignore[arg-type]
    visit.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    visit.page.evaluate("theme => document.documentElement.setAttribute('data-bs-theme', theme)", theme)


def opened(visit: Visit, path: str) -> None:
    visit.go(path)
    assert visit.path == path
    assert visit.statuses[0] == 200
    assert max(visit.statuses) < 400


def keeps_its_promises(
    visit: Visit, *, with_axe: bool = True, with_frame: bool = False, with_looks: bool = True
) -> None:
    assert visit.complaints == []
    assert not with_axe or violations(visit, with_frame=with_frame, with_looks=with_looks) == []
    assert beyond_edge(visit) == 0
    assert visit.page.locator("h1").count() == 1
    assert visit.page.title().removesuffix(" · Sightline") not in {"", "·", "Sightline"}


def is_alike(name: str) -> bool:
    key, _, page = name.rpartition("_")
    own = {object_type.key: getattr(object_type, f"{page}_view", None) for object_type in all_types()}
    return page in ALIKE and own.get(key, page) is None


@pytest.mark.parametrize("name", page_names())
def test_page(walker: Walker, name: str) -> None:
    path = path_of(name)
    assert path is not None, f"the demonstration has no record for {name}"
    drawn = crc32(name.encode())
    first, second = sorted(SETTINGS, reverse=drawn % 2 == 0)
    with_frame = drawn // 2 % 16 == 0
    with_looks = drawn // 2 % 4 == 0 or not is_alike(name)
    visit = walker(name, first)

    opened(visit, path)
    keeps_its_promises(visit, with_frame=with_frame, with_looks=with_looks)

    if visit.page.locator(OWN_SCRIPT).count():
        visit = walker(name, second)
        opened(visit, path)
    see(visit, second)
    keeps_its_promises(visit, with_axe=not is_alike(name), with_frame=with_frame)


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


def test_a_fault_in_the_frame_is_seen_with_the_frame(open_as: Open) -> None:
    """Some pages of every person and setting are looked at whole."""
    visit = open_as("cio")
    visit.go("/initiatives/")
    visit.page.evaluate("document.querySelector('#side').append(document.createElement('img'))")

    assert violations(visit, with_frame=False) == []
    assert [found.partition(":")[0] for found in violations(visit)] == ["image-alt"]
    whole = [crc32(name.encode()) % 2 for name in page_names() if crc32(name.encode()) // 2 % 16 == 0]
    assert {0, 1} == {*whole}
    assert len(whole) > 10


def test_colours_are_seen_of_every_kind_of_page_and_in_both_settings() -> None:
    """Pages alike differ in their fields alone: of each kind some are seen on the desk, and some on the phone."""
    seen = [name for name in page_names() if crc32(name.encode()) // 2 % 4 == 0 and is_alike(name)]

    kinds = {(name.rpartition("_")[2], crc32(name.encode()) % 2) for name in seen}
    assert kinds == {(page, setting) for page in ALIKE for setting in (0, 1)}


def test_a_fault_that_only_the_other_setting_has_is_noticed(open_as: Open) -> None:
    """Black words, which are lost in the dark, and a width that only a desk has room for."""
    visit = open_as("cio")
    visit.go("/initiatives/")
    visit.page.evaluate(
        "Object.assign(document.querySelector('h1').style, {color: '#000', minWidth: '800px'})"
    )
    assert (violations(visit), beyond_edge(visit)) == ([], 0)

    see(visit, "phone-dark")

    assert {found.partition(":")[0] for found in violations(visit)} == {"color-contrast"}
    assert beyond_edge(visit) > 300


def test_the_policy_refuses_a_planted_script(open_as: Open) -> None:
    """The console is listened to: an inline script is refused and reported."""
    visit = open_as("cio")
    visit.go("/initiatives/")
    visit.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.x = 1'}))"
    )

    assert visit.page.evaluate("window.x === undefined")
    assert len(visit.complaints) == 1
