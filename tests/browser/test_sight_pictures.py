"""The map taken along: as a picture that stands by itself, and on one sheet of paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from defusedxml import ElementTree
from playwright.sync_api import expect

from accounts.models import Unit
from alignment.models import Outlay, StrategyElement
from customers.models import Segment
from tests.browser.conftest import Open, Visit
from tests.factories.alignment import make_element_need, make_initiative, make_need_link, make_outlay
from tests.factories.customers import make_need

SVG = "{http://www.w3.org/2000/svg}"
A4_LANDSCAPE = (842, 595)
"""Points."""


def kept(visit: Visit, kind: str, folder: Path) -> Path:
    """The picture as the browser saves it."""
    with visit.page.expect_download() as download:
        visit.page.locator(f"[data-picture={kind}]").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_the_svg_says_what_is_seen_and_needs_nothing_else(open_as: Open, tmp_path: Path) -> None:
    visit = open_as("cio")
    visit.go("/")
    path = kept(visit, "svg", tmp_path)
    root = ElementTree.parse(path).getroot()
    texts = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    for selector in (
        ".k1 .sl-n:not(.off) .am",
        ".k2 .sl-n:not(.off):not(.more) .am",
        ".k3 .sl-n:not(.off) .am",
    ):
        for figure in visit.page.locator(selector).all_inner_texts():
            assert figure in texts
    drawn = visit.page.locator("#map .sl-links path").count()
    assert sum(1 for path in root.iter(f"{SVG}path") if path.get("stroke-width")) >= drawn
    written = path.read_text()
    assert not re.search(r"<style|<image|style=|class=|href=|url\(|var\(", written)
    assert visit.complaints == []


def test_the_png_is_the_same_picture_in_pixels(open_as: Open, tmp_path: Path) -> None:
    visit = open_as("cio", theme="dark")
    visit.go("/")
    data = kept(visit, "png", tmp_path).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width = int.from_bytes(data[16:20])
    box = visit.page.evaluate("document.querySelector('#map').getBoundingClientRect().width")
    assert abs(width - 2 * (box + 48)) <= 2
    assert visit.complaints == []


def test_a_traced_line_is_in_the_picture_as_it_is_lit(open_as: Open, tmp_path: Path) -> None:
    visit = open_as("cio")
    visit.go("/")
    visit.page.locator('.k1 [tabindex="0"]').focus()
    visit.press("Enter")
    root = ElementTree.parse(kept(visit, "svg", tmp_path)).getroot()
    dim = [text for text in root.iter(f"{SVG}text") if text.get("opacity") == "0.28"]
    assert 0 < len(dim) < sum(1 for _ in root.iter(f"{SVG}text"))


def sheets(visit: Visit) -> list[tuple[int, ...]]:
    """The size of every page that comes out of the printer, in points."""
    paper = visit.page.pdf(prefer_css_page_size=True)
    return [
        tuple(round(float(part)) for part in box.split()[2:])
        for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", paper)
    ]


@pytest.mark.parametrize("address", ["/", "/?group=unit", "/?rows=all"])
def test_the_map_is_one_landscape_page(open_as: Open, address: str) -> None:
    visit = open_as("cio", theme="dark")
    visit.go(address)
    assert sheets(visit) == [A4_LANDSCAPE]
    assert visit.page.locator(".sl-paper").count() == 0
    assert visit.page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert visit.complaints == []


@pytest.fixture
def many_more(site: str) -> Iterator[None]:
    """Twenty initiatives and needs more than the demonstration has."""
    element = StrategyElement.objects.active().earliest("number")
    segment, unit = Segment.objects.earliest("number"), Unit.objects.get(parent=None)
    needs = [make_need(statement=f"Give me line {n} of many", segment=segment) for n in range(20)]
    work = [make_initiative(name=f"Line {n} of many", unit=unit, status="delivery") for n in range(20)]
    year = Outlay.objects.exclude(fiscal_year=None).latest("fiscal_year").fiscal_year
    paid = [make_outlay(initiative=each, fiscal_year=year, amount=Decimal(300_000)) for each in work]
    links = [make_element_need(element=element, need=need, strength=3) for need in needs]
    served = [
        make_need_link(initiative=each, need=need, strength=3) for each, need in zip(work, needs, strict=True)
    ]
    yield
    for made in (served, links, paid, work, needs):
        type(made[0])._base_manager.filter(pk__in=[each.pk for each in made]).delete()


@pytest.mark.parametrize("address", ["/", "/?rows=all"])
def test_the_drawing_takes_the_sheet_whatever_the_rows(many_more: None, open_as: Open, address: str) -> None:
    visit = open_as("cio")
    visit.go(address)
    visit.page.locator(".sl-money-m").wait_for()
    expect(visit.page.locator("#map").get_by_text("Line 19 of many").first).to_be_attached()
    assert sheets(visit) == [A4_LANDSCAPE]
    visit.page.emulate_media(media="print")
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    height = visit.page.locator(".sl-paper svg").evaluate("drawn => drawn.getBoundingClientRect().height")
    assert height == pytest.approx(189 * 96 / 25.4, abs=1)
    assert visit.shown("main > *, #sight > *").evaluate_all(
        "seen => seen.map(one => one.className || one.id)"
    ) == [
        "sight",
        "sl-paper",
    ]
    assert visit.complaints == []


def test_a_printed_matrix_names_its_rows_in_full(open_as: Open) -> None:
    visit = open_as("cio", size={"width": 1047, "height": 718})
    visit.go("/?view=matrix")
    visit.page.emulate_media(media="print")
    cut = visit.page.locator(".sl-matrix tbody th span:not(.visually-hidden)").evaluate_all(
        "names => names.filter(name => name.scrollWidth > name.clientWidth + 1).map(name => name.textContent)"
    )
    assert cut == []


def test_a_printed_index_says_when_it_was_computed_and_of_which_money(open_as: Open) -> None:
    visit = open_as("executive")
    visit.go("/alignment-index/")
    visit.page.emulate_media(media="print")
    expect(visit.shown("#filters > *")).to_have_count(1)
    expect(visit.shown("#filters > *")).to_contain_text("money of fiscal year")
