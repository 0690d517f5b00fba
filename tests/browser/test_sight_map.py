"""The map in a real browser: placed, joined, traced by keys."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from alignment.models import Initiative
from customers.models import Segment
from strategies.models import Strategy
from tests.browser.conftest import Open, Visit
from tests.factories.alignment import (
    make_element_need,
    make_element_objective,
    make_need_link,
    make_strategy_element,
)
from tests.factories.customers import make_need
from tests.factories.strategies import make_objective

ROWS = """(column) => [...document.querySelectorAll(`.k${column} .sl-n:not(.off)`)].map((row) => {
  const box = row.firstElementChild.getBoundingClientRect();
  return [box.top, box.bottom];
}).sort((a, b) => a[0] - b[0])"""
FITS = """() => new Promise((done) => {
  const look = (left) => {
    const fits = document.documentElement.scrollHeight <= innerHeight;
    return fits || !left ? done(fits) : requestAnimationFrame(() => look(left - 1));
  };
  look(300);
})"""
"""Whether the page comes to fit the window, within some frames."""
SIZES = [{"width": 1024, "height": 768}, {"width": 1280, "height": 800}, {"width": 1920, "height": 1080}]


@pytest.fixture
def map_page(open_as: Open) -> Visit:
    visit = open_as("cio")
    visit.go("/")
    return visit


def lines(visit: Visit) -> str:
    """The drawn lines, as text."""
    return visit.page.locator("#map .sl-links").inner_html()


@pytest.mark.parametrize("size", SIZES, ids=["1024", "1280", "1920"])
@pytest.mark.parametrize("rows", ["fit", "all"])
def test_no_row_lies_over_another_and_every_line_has_its_ends(
    open_as: Open, size: dict[str, int], rows: str
) -> None:
    visit = open_as("cio", size=size)
    visit.go(f"/?rows={rows}")
    for column in range(4):
        boxes = visit.page.evaluate(ROWS, column)
        assert boxes
        assert all(above[1] <= below[0] + 1 for above, below in pairwise(boxes))
    assert lines(visit).count("<path") > 20
    assert "NaN" not in lines(visit)
    assert visit.complaints == []


def test_the_whole_map_and_its_gaps_fit_the_first_fold(map_page: Visit) -> None:
    expect(map_page.page.locator(".sl-money-m")).to_be_visible()  # it comes late, and must move nothing
    assert map_page.page.evaluate(FITS)
    bottom = map_page.page.evaluate("document.querySelector('#gaps').getBoundingClientRect().bottom")
    overlap = map_page.page.evaluate(
        "document.querySelector('#map').getBoundingClientRect().bottom"
        " - document.querySelector('#gaps').getBoundingClientRect().top"
    )
    assert bottom <= 1000
    assert overlap <= 0


def test_keys_trace_a_line_hold_it_and_let_go(map_page: Visit) -> None:
    page, bar = map_page.page, map_page.page.locator("#path")
    idle = bar.inner_text()
    page.locator('.k1 [tabindex="0"]').focus()
    need = page.evaluate("document.activeElement.querySelector('.nm').textContent")
    expect(bar).to_contain_text(need)
    map_page.press("ArrowRight")
    assert page.evaluate("document.activeElement.closest('.sl-n').dataset.col") == "2"
    expect(bar).to_contain_text(need)
    map_page.press("Enter")
    expect(bar.locator("[data-unpin]")).to_be_visible()
    expect(page.locator("#map .sl-n.lit").nth(2)).to_be_attached()
    map_page.press("Escape")
    expect(bar).to_have_text(idle, use_inner_text=True)
    expect(page.locator("#map .sl-n.lit")).to_have_count(0)


def test_each_column_is_one_stop(map_page: Visit) -> None:
    stops = [map_page.page.locator(f'.k{column} .sl-n > a[tabindex="0"]').count() for column in range(4)]
    assert stops == [1, 1, 1, 1]


def test_a_held_line_opens_its_record(map_page: Visit) -> None:
    row = map_page.page.locator(".k2 .sl-n:not(.off):not(.more) a").first
    target = row.get_attribute("href")
    row.click()
    map_page.page.locator("#path .act a").click()
    map_page.page.wait_for_url(f"**{target}")


def test_all_rows_and_one_need_at_a_time_lay_the_map_out_again(map_page: Visit) -> None:
    shown = map_page.page.locator(".k2 .sl-n:not(.off):not(.more)")
    few, before = shown.count(), lines(map_page)
    map_page.page.locator(".k2 .more:not(.off) a").first.click()
    expect(shown.nth(few)).to_be_visible()
    some = shown.count()
    assert lines(map_page) != before
    map_page.page.locator("[data-seg=rows] [value=all]").click()
    expect(shown.nth(some)).to_be_visible()
    expect(map_page.page.locator(".k2 .more:not(.off)")).to_have_count(0)


def test_the_lane_names_every_benefit_in_full(map_page: Visit) -> None:
    cut = map_page.page.locator("#gaps .l3 .nm").evaluate_all(
        "names => names.filter(name => name.scrollWidth > name.clientWidth + 1).map(name => name.textContent)"
    )
    assert cut == []


def test_the_lane_folds_to_one_line(map_page: Visit) -> None:
    button = map_page.page.locator(".sl-lane-t")
    tall = map_page.page.evaluate("document.querySelector('#gaps').offsetHeight")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "false")
    assert map_page.page.evaluate("document.querySelector('#gaps').offsetHeight") < tall / 2


def test_a_column_remembers_where_the_keyboard_was(map_page: Visit) -> None:
    page = map_page.page
    page.locator('.k1 [tabindex="0"]').focus()
    map_page.press("ArrowDown", "ArrowDown")
    here = page.evaluate("document.activeElement.closest('.sl-n').dataset.id")
    map_page.press("Tab", "Shift+Tab")
    assert page.evaluate("document.activeElement.closest('.sl-n').dataset.id") == here
    map_page.press("End")
    last = page.evaluate("document.activeElement.closest('.sl-n').dataset.id")
    map_page.press("Home")
    assert page.evaluate("document.activeElement.closest('.sl-n').dataset.id") not in (here, last)


def test_enter_holds_and_then_opens(map_page: Visit) -> None:
    page = map_page.page
    page.locator('.k1 [tabindex="0"]').focus()
    target = page.evaluate("document.activeElement.getAttribute('href')")
    map_page.press("Enter")
    expect(page.locator("#path [data-unpin]")).to_be_visible()
    expect(page.locator("#path")).to_have_attribute("aria-live", "polite")
    map_page.press("Enter")
    page.wait_for_url(f"**{target}")


def test_the_keyboard_goes_on_in_a_group_it_has_opened(open_as: Open) -> None:
    visit = open_as("cio")
    visit.go("/?group=unit")
    visit.page.locator('.k2 [tabindex="0"]').focus()
    visit.press("Enter")
    visit.page.wait_for_url("**open=*")
    expect(visit.page.locator("#map.ready .sl-n:not([data-group])[data-col='2']").first).to_be_visible()
    assert visit.page.evaluate("document.activeElement.closest('.sl-n')?.dataset.col") == "2"
    expect(visit.page.locator(".sl-view .sl-trail b")).to_be_visible()
    visit.page.locator(".sl-view .sl-trail a").first.click()
    expect(visit.page.locator(".sl-view .sl-trail")).to_have_count(0)
    assert visit.complaints == []


@pytest.fixture
def many_objectives(site: str) -> Iterator[None]:
    """Thirty objectives more, each with an element and a need that one initiative serves."""
    strategy = Strategy.objects.filter(state="in_force").earliest("number")
    segment, initiative = Segment.objects.earliest("number"), Initiative.objects.earliest("number")
    objectives = [make_objective(name=f"Aim {n}", strategy=strategy) for n in range(30)]
    elements = [make_strategy_element(name=f"Stone {n}", strategy=strategy) for n in range(30)]
    needs = [make_need(statement=f"Give me stone {n}", segment=segment) for n in range(30)]
    upward = [
        make_element_objective(element=element, objective=objective, strength=3)
        for element, objective in zip(elements, objectives, strict=True)
    ]
    middle = [
        make_element_need(element=element, need=need, strength=3)
        for element, need in zip(elements, needs, strict=True)
    ]
    served = [make_need_link(initiative=initiative, need=need, strength=1) for need in needs]
    yield
    for made in (served, middle, upward, needs, elements, objectives):
        type(made[0])._base_manager.filter(pk__in=[each.pk for each in made]).delete()


def test_many_objectives_before_few_segments_stay_inside_the_map(
    many_objectives: None, open_as: Open
) -> None:
    visit = open_as("cio")
    visit.go("/?group=segment")
    top = visit.page.locator("#map .k0 ul").evaluate("list => list.getBoundingClientRect().top")
    for column in range(4):
        boxes = visit.page.evaluate(ROWS, column)
        assert boxes[0][0] >= top - 1
        assert all(above[1] <= below[0] + 1 for above, below in pairwise(boxes))
        end = visit.page.locator(f"#map .k{column} ul").evaluate(
            "list => list.getBoundingClientRect().bottom"
        )
        assert boxes[-1][1] <= end + 1
    assert len(visit.page.evaluate(ROWS, 0)) > 30
    needs = [(above + below) / 2 for above, below in visit.page.evaluate(ROWS, 1)]
    assert needs[-1] - needs[0] > 30 * 16 / 2  # few groups stand apart, not all at the top
