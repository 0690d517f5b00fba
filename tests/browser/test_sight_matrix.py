"""The matrix in a real browser: heads that stay, groups that open, cells marked by keys and linked at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from alignment.models import NeedLink
from tests.browser.conftest import PHONE, Open, Visit
from tests.browser.test_every_page import beyond_edge, violations

TOP = "(selector) => document.querySelector(selector).getBoundingClientRect().top"
LEFT = "(selector) => document.querySelector(selector).getBoundingClientRect().left"


@pytest.fixture
def kept_links() -> Iterator[None]:
    """Links made by a test are gone afterwards, and changed ones are as before."""
    before = {link.pk: link for link in NeedLink.objects.all()}
    yield
    NeedLink.objects.exclude(pk__in=before).delete()
    for link in before.values():
        link.save()


def marked(visit: Visit) -> list[str]:
    """The cells that are marked."""
    boxes = visit.page.locator("input[name=cell]:checked")
    return [box.get_attribute("value") or "" for box in boxes.all()]


def test_heads_stay_where_the_table_scrolls(open_as: Open) -> None:
    visit = open_as("cio", size={"width": 900, "height": 520})
    visit.go("/?view=matrix")
    head, first = visit.page.evaluate(TOP, ".nn"), visit.page.evaluate(LEFT, "tbody tr:nth-child(3) th")
    visit.page.evaluate("document.querySelector('.sl-matrix-w').scrollTo(300, 200)")
    assert visit.page.evaluate("document.querySelector('.sl-matrix-w').scrollTop") == 200
    assert abs(visit.page.evaluate(TOP, ".nn") - head) <= 1
    assert abs(visit.page.evaluate(LEFT, "tbody tr:nth-child(3) th") - first) <= 1


def test_a_group_opens_and_closes_where_it_stands(open_as: Open) -> None:
    visit = open_as("cio")
    visit.go("/?view=matrix&group=unit")
    closed = visit.page.locator("tbody th [aria-expanded=false]")
    count = closed.count()
    assert count > 3
    name = closed.first.locator("span").first.inner_text()
    closed.first.click()
    visit.page.wait_for_url("**open=*")
    sums = visit.page.locator("tr.sum")
    expect(sums).to_contain_text(name)
    expect(visit.page.locator("tbody th.d1").first).to_be_visible()
    expect(visit.page.locator(".sl-trail b")).to_have_text(name)
    assert violations(visit) == []
    sums.locator("a").click()
    expect(closed).to_have_count(count)


def test_cells_are_marked_by_keys_and_linked_at_once(open_as: Open, kept_links: None) -> None:
    visit = open_as("cio")
    visit.go("/?view=matrix&mark=on")
    page = visit.page
    button = page.locator("[data-link-marks]")
    assert page.locator("input[name=cell][tabindex='0']").count() == 1
    expect(button).to_be_disabled()
    page.locator("input[name=cell][tabindex='0']").focus()
    visit.press("Space", "ArrowRight", "ArrowDown", "Space", "Shift+ArrowDown")
    expect(page.locator("#marked")).to_have_text("3 cells marked")
    cells = marked(visit)
    assert violations(visit) == []

    button.click()
    expect(page.locator("#mend [name=evidence]")).to_be_focused()
    page.locator("#mend [name=strength]").select_option("3")
    page.locator("#mend [name=evidence]").fill("Workshop with three farms")
    visit.press("Enter")

    toast = page.locator(".sl-toast")
    expect(toast).to_contain_text("3 links saved.")
    saved = NeedLink.objects.active().filter(evidence="Workshop with three farms")
    assert sorted(f"{link.initiative.code}:{link.need.code}" for link in saved) == sorted(cells)
    expect(page.locator("#marked")).not_to_have_text("3 cells marked")

    toast.get_by_role("button", name="Undo").click()
    expect(page.locator(".sl-toast")).to_contain_text("3 links taken back.")
    assert saved.all().count() == 0
    assert visit.complaints == []


def test_a_range_is_marked_by_the_mouse(open_as: Open) -> None:
    visit = open_as("cio")
    visit.go("/?view=matrix&mark=on")
    rows = visit.page.locator("tbody tr:has(input)")
    rows.nth(0).locator("input").nth(0).click()
    rows.nth(2).locator("input").nth(1).click(modifiers=["Shift"])
    assert len(marked(visit)) == 6
    expect(visit.page.locator("#marked")).to_have_text("6 cells marked")


def test_cells_are_linked_without_script(open_as: Open, kept_links: None) -> None:
    visit = open_as("cio", script=False)
    visit.page.goto(f"{visit.base}/?view=matrix&mark=on")
    visit.page.locator("tbody tr:has(input)").first.locator("input").nth(1).check()
    visit.page.get_by_role("button", name="Link marked cells").click()
    visit.page.locator("[name=evidence]").fill("Told without a script")
    visit.page.get_by_role("button", name="Save links").click()
    expect(visit.page.locator(".sl-toast")).to_contain_text("1 link saved.")
    assert NeedLink.objects.filter(evidence="Told without a script").count() == 1


def test_density_stays_with_the_person(open_as: Open) -> None:
    visit = open_as("cio")
    visit.go("/?view=matrix")
    height = "document.querySelector('tbody tr:nth-child(4)').getBoundingClientRect().height"
    wide = visit.page.evaluate(height)
    visit.page.get_by_role("button", name="Compact").click()
    expect(visit.page.locator(".sl-matrix.compact")).to_be_visible()
    assert visit.page.evaluate(height) < wide
    other_day = open_as("cio")
    other_day.go("/?view=matrix")
    expect(other_day.page.get_by_role("button", name="Compact")).to_have_attribute("aria-pressed", "true")
    assert violations(other_day) == []
    other_day.page.get_by_role("button", name="Comfortable").click()
    expect(other_day.page.locator(".sl-matrix:not(.compact)")).to_be_visible()


def test_the_phone_finds_words_and_slides_its_filters(open_as: Open) -> None:
    visit = open_as("cio", size=PHONE)
    visit.go("/")
    search = visit.page.locator("#filters [name=q]")
    expect(search).to_be_visible()
    search.fill("claim")
    visit.page.wait_for_url("**q=claim*")
    expect(visit.page.locator("#finding")).to_contain_text("match")
    expect(visit.page.locator(".sl-lines .ob").first).to_be_visible()
    assert beyond_edge(visit) == 0
    assert violations(visit) == []
    visit.go("/?group=segment")
    assert beyond_edge(visit) == 0
    visit.page.locator(".sl-lines details.nd > summary").first.click()
    expect(visit.page.locator(".sl-lines details.nd[open] li a").first).to_be_visible()
    assert visit.complaints == []
