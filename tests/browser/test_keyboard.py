"""Everything can be done without a mouse, and one sees where one is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from accounts.models import User
from alignment.models import Initiative
from customers.models import Need
from tests.browser.conftest import PHONE, Open, Visit

AT = "document.activeElement"
PARTS = 4
"""Stops within one control at most: the day, the month and the year of a date, and its calendar."""

NUMBER_STOPS = """() => {
  const all = 'a[href], button, input, select, textarea, summary, [tabindex]';
  const canStop = (el) => el.tabIndex >= 0 && !el.disabled && el.type !== 'hidden' && el.checkVisibility({
    visibilityProperty: true, opacityProperty: false }) && !el.closest('dialog:not([open])')
    && !(el.type === 'radio' && !el.checked);
  const stops = [...document.querySelectorAll(all)].filter(canStop);
  stops.forEach((el, at) => { el.dataset.stop = String(at); });
  document.activeElement.blur();
  return stops.map((el) => el.outerHTML.slice(0, 120));
}"""
WHERE = """() => {
  const el = document.activeElement;
  const ring = (node) => {
    const style = getComputedStyle(node);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  const box = el.getBoundingClientRect();
  return {
    stop: el.dataset.stop ?? null,
    ringed: ring(el) || ring(el.parentElement),
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def active(visit: Visit, expression: str) -> Any:
    """Something about the element that has the focus."""
    return visit.page.evaluate(f"() => {{ const el = {AT}; return {expression}; }}")


@pytest.fixture
def cio(open_as: Open) -> Visit:
    return open_as("cio")


def test_slash_finds_and_enter_opens(cio: Visit) -> None:
    wanted = Initiative.objects.order_by("number")[0]
    cio.go("/needs/")

    cio.press("/")
    expect(cio.page.locator("#find")).to_be_visible()
    cio.page.keyboard.type(wanted.name)
    expect(cio.page.locator("#find-r [role=option][aria-selected=true]")).to_contain_text(wanted.name)
    cio.press("Enter")

    cio.page.wait_for_url(f"**/initiatives/{wanted.uid}/")
    assert cio.complaints == []


def test_arrows_choose_among_what_was_found(cio: Visit) -> None:
    cio.go("/needs/")
    cio.press("/")
    cio.page.keyboard.type("initiatives")
    chosen = cio.page.locator("#find [role=option][aria-selected=true]")
    expect(chosen).to_have_text(re.compile("^Initiatives"))

    cio.press("Escape")

    expect(cio.page.locator("#find")).to_be_hidden()
    cio.press("/")
    assert cio.page.locator("#find-q").input_value() == ""
    first = chosen.text_content()
    cio.press("ArrowDown")
    assert chosen.text_content() != first
    cio.press("ArrowUp")
    assert chosen.text_content() == first
    assert active(cio, "el.getAttribute('aria-activedescendant')") == "find-o0"


def test_g_and_a_letter_go(cio: Visit) -> None:
    cio.go("/needs/")
    shortcuts = cio.page.locator("#side [data-go]").evaluate_all(
        "all => all.map(a => [a.dataset.go, a.pathname])"
    )
    letters = [letter for letter, _path in shortcuts]
    assert len(letters) == len(set(letters)) > 5
    for letter, path in shortcuts:
        cio.press("g", letter)
        cio.page.wait_for_url(f"{cio.base}{path}")


def test_question_mark_lists_the_keys(cio: Visit) -> None:
    cio.go("/initiatives/")
    cio.press("?")
    expect(cio.page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    cio.press("j")
    assert active(cio, "el.matches('[data-row]')") is False

    cio.press("Escape")
    expect(cio.page.get_by_role("dialog", name="Keyboard")).to_be_hidden()


def test_a_list_is_walked_and_picked_from(cio: Visit) -> None:
    cio.go("/initiatives/")
    rows = cio.page.locator("[data-row]").evaluate_all("rows => rows.map(row => row.id)")
    bar = cio.page.locator("[data-bulk]")

    cio.press("j", "j", "k")
    assert active(cio, "el.id") == rows[0]
    cio.press("x")
    expect(bar).to_be_visible()
    expect(bar).to_contain_text("1 selected")
    cio.press("j", "j", "Shift+X")
    expect(bar).to_contain_text("3 selected")
    cio.press("Escape")
    expect(bar).to_be_hidden()
    assert active(cio, "el.id") == rows[2]

    cio.press("Enter")
    cio.page.wait_for_url(f"**/initiatives/{rows[2].removeprefix('r-')}/")


def test_a_list_is_one_stop_for_tab(cio: Visit) -> None:
    cio.go("/initiatives/")
    assert cio.page.locator("[data-row][tabindex='0']").count() == 1
    cio.press("j", "j")
    assert cio.page.locator("[data-row][tabindex='0']").count() == 1


def test_e_edits_and_n_makes_a_new_one(cio: Visit) -> None:
    need = Need.objects.order_by("number")[0]
    cio.go(f"/needs/{need.uid}/")
    cio.press("e")
    cio.page.wait_for_url(f"**/needs/{need.uid}/edit/")
    cio.go("/needs/")
    cio.press("n")
    cio.page.wait_for_url("**/needs/new/")


def test_the_map_is_walked_along_its_lines(cio: Visit) -> None:
    cio.go("/")
    path = cio.page.locator("#path")
    column = "Number(el.closest('.sl-n').dataset.col)"
    assert path.get_attribute("aria-live") == "polite"
    cio.page.locator("#map .k1 .sl-n > a[tabindex='0']").focus()
    start = active(cio, "el.closest('.sl-n').dataset.id")
    expect(path).to_contain_text(active(cio, "el.querySelector('.nm').textContent"))

    cio.press("ArrowRight")
    assert active(cio, column) == 2
    cio.press("ArrowLeft")
    assert active(cio, "el.closest('.sl-n').dataset.id") == start
    cio.press("ArrowLeft")
    assert active(cio, column) == 0
    cio.press("ArrowRight", "ArrowDown")
    assert active(cio, column) == 1
    lower = active(cio, "el.closest('.sl-n').dataset.id")
    cio.press("ArrowUp")
    assert active(cio, "el.closest('.sl-n').dataset.id") != lower


def test_enter_holds_a_line_and_escape_lets_go(cio: Visit) -> None:
    cio.go("/")
    path, map_ = cio.page.locator("#path"), cio.page.locator("#map")
    idle = path.inner_text()
    cio.page.locator("#map .k1 .sl-n > a[tabindex='0']").focus()
    name = active(cio, "el.querySelector('.nm').textContent")

    cio.press("Enter")
    expect(path.get_by_role("button", name="Let go")).to_be_visible()
    cio.press("ArrowDown")
    cio.press("ArrowUp", "Enter")
    cio.page.locator(".sl-skip").focus()
    expect(path).to_contain_text(name)
    expect(map_).to_have_class(re.compile("has-focus"))

    cio.press("Escape")
    expect(map_).not_to_have_class(re.compile("has-focus"))
    expect(path).to_have_text(idle, use_inner_text=True)


def test_a_form_is_sent_by_keys_and_errors_take_the_focus(cio: Visit) -> None:
    cio.go("/needs/new/")
    cio.page.locator("[name=statement]").focus()
    cio.press("Control+Enter")
    cio.page.locator("[data-errors]").wait_for()

    assert active(cio, "el.hasAttribute('data-errors')")
    assert cio.page.locator("[data-errors]").locator("h2").inner_text() == (
        "Error:\n2 things to fix before this can be saved"
    )
    cio.press("Tab", "Enter")
    assert active(cio, "el.name") == "statement"
    described = active(
        cio, "document.getElementById(el.getAttribute('aria-describedby').split(' ').pop()).innerText"
    )
    assert described == "Error:\nFill in Need."


def test_single_keys_are_off_while_typing(cio: Visit) -> None:
    cio.go("/initiatives/")
    cio.page.locator("#filters [type=search]").focus()
    cio.page.keyboard.type("n/?jt[")

    assert cio.page.locator("#filters [type=search]").input_value() == "n/?jt["
    assert cio.page.locator("dialog[open]").count() == 0
    assert cio.page.locator("html").get_attribute("data-bs-theme") == "light"


@pytest.fixture
def without_single_keys() -> Iterator[str]:
    """Somebody who speaks to the computer: single letters would set things off."""
    people = User.objects.filter(email="auditor@demo.example")
    people.update(single_keys=False)
    yield "auditor"
    people.update(single_keys=True)


def test_single_keys_are_off_for_those_who_say_so(open_as: Open, without_single_keys: str) -> None:
    visit = open_as(without_single_keys)
    visit.go("/initiatives/")
    visit.press("/", "?", "t", "j")
    assert visit.page.locator("dialog[open]").count() == 0
    assert visit.page.locator("html").get_attribute("data-bs-theme") == "light"
    assert active(visit, "el.matches('[data-row]')") is False

    visit.press("Control+k")
    expect(visit.page.locator("#find")).to_be_visible()


def test_the_skip_link_leads_past_the_menu(cio: Visit) -> None:
    cio.go("/initiatives/")
    cio.press("Tab")
    skip = cio.page.locator(".sl-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    cio.press("Enter")
    assert active(cio, "el.id") == "main"


@pytest.mark.parametrize("menu", [".sl-tools", ".sl-top-r"], ids=["export", "account"])
def test_menus_close_with_escape_and_return_the_focus(cio: Visit, menu: str) -> None:
    cio.go("/initiatives/")
    summary = cio.page.locator(f"{menu} details[data-menu] > summary:visible")
    summary.focus()
    cio.press("Enter")
    assert summary.evaluate("el => el.parentElement.open")
    cio.press("Tab", "Escape")
    assert not summary.evaluate("el => el.parentElement.open")
    expect(summary).to_be_focused()


def test_the_menu_of_the_phone_closes_with_escape(open_as: Open) -> None:
    visit = open_as("cio", size=PHONE)
    visit.go("/initiatives/")
    more = visit.page.get_by_role("button", name="More")
    more.focus()
    visit.press("Enter")
    expect(visit.page.locator("#side")).to_be_in_viewport()
    assert active(visit, "el.closest('#side') !== null")

    visit.press("Escape")
    expect(visit.page.locator("#side")).not_to_be_in_viewport()
    expect(more).to_be_focused()


STOPS = [
    "/", "/?view=matrix", "/?view=table", "/initiatives/", "/needs/new/", "/units/import/", "/profile/",
    "/profile/tokens/", "/inbox/", "/users/", "/search/?q=claim",
]  # fmt: skip


@pytest.mark.parametrize("path", STOPS)
def test_tab_reaches_everything_and_shows_where_it_is(open_as: Open, path: str) -> None:
    visit = open_as("admin" if path == "/users/" else "cio")
    visit.go(path)
    stops = visit.page.evaluate(NUMBER_STOPS)
    seen: list[dict[str, Any]] = []
    reached: set[str | None] = set()
    while len(reached) <= len(stops) and len(seen) < PARTS * len(stops):
        visit.press("Tab")
        seen.append(visit.page.evaluate(WHERE))
        reached.add(seen[-1]["stop"])

    assert [html for at, html in enumerate(stops) if str(at) not in reached] == []
    ringed = {where["stop"] for where in seen if where["ringed"]}
    assert [html for at, html in enumerate(stops) if str(at) not in ringed] == []
    assert [stops[int(where["stop"])] for where in seen if where["stop"] and not where["inView"]] == []
