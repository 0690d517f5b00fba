"""Filters of the pages of figures: a choice is shown at once, in place, and has an address."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Open

PAGES = (
    "/alignment-index/",
    "/roll-up/",
    "/benefit-contracts/",
    "/benefit-matrix/",
    "/benefits-network/",
    "/sponsor-calibration/",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_unit_is_shown_as_soon_as_it_is_chosen(open_as: Open, path: str) -> None:
    visit = open_as("cio")
    visit.go(path)
    finding = visit.page.locator("#finding")
    before = finding.inner_text()
    unit = visit.page.locator("#main select[name=unit]")
    unit.focus()
    unit.select_option(label=next(one for one in unit.locator("option").all_inner_texts() if "Farm" in one))
    expect(finding).not_to_have_text(before)
    assert "unit=" in visit.path
    assert visit.page.evaluate("document.activeElement.name") == "unit"
    assert visit.page.locator("main").count() == 1
    shown = finding.inner_text()
    assert visit.complaints == []
    visit.page.go_back()
    expect(finding).to_have_text(before)
    visit.page.go_forward()
    expect(finding).to_have_text(shown)


def test_the_network_of_a_chosen_unit_has_its_lines(open_as: Open) -> None:
    visit = open_as("cio")
    visit.go("/benefits-network/")
    lines = visit.page.locator("[data-join] .sl-links path")
    every = lines.count()
    visit.page.locator("#main select[name=unit]").select_option(label="Claims")
    expect(lines.nth(every - 1)).to_have_count(0)
    assert 0 < lines.count() < every
    assert visit.complaints == []


def test_a_phone_shows_no_figure_without_its_name(open_as: Open) -> None:
    visit = open_as("cio", size=PHONE)
    visit.go("/benefit-contracts/")
    expect(visit.shown("main tbody td.n").first).to_be_visible()
    assert visit.shown("main tbody td.n:not([data-as])").count() == 0


def test_who_may_not_mend_a_line_reads_what_there_is_to_do(open_as: Open) -> None:
    visit = open_as("executive", size=PHONE)
    visit.go("/broken-lines/")
    told = visit.shown("main tbody td.act")
    expect(told).to_have_count(21)
    assert {told.nth(at).get_attribute("data-as") for at in range(21)} == {"What to do"}
