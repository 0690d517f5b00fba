"""The map taken along: as a picture that stands by itself, and on one sheet of paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from defusedxml import ElementTree

from tests.browser.conftest import Open, Visit

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


@pytest.mark.parametrize("address", ["/", "/?group=unit", "/?rows=all"])
def test_the_map_is_one_landscape_page(open_as: Open, address: str) -> None:
    visit = open_as("cio", theme="dark")
    visit.go(address)
    paper = visit.page.pdf(prefer_css_page_size=True)
    sizes = [
        tuple(round(float(part)) for part in box.split()[2:])
        for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", paper)
    ]
    assert sizes == [A4_LANDSCAPE]
    assert visit.page.locator(".sl-paper").count() == 0
    assert visit.page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert visit.complaints == []
