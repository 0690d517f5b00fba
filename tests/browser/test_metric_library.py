"""The library of metrics by keyboard alone: move, select, add, and take back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from metrics.models import Metric
from tests.browser.conftest import DESK, PHONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.conftest import Open

CHOSEN = {"Customers lost", "Revenue lost with customers"}


@pytest.fixture(autouse=True)
def as_before(reach_data: None) -> Iterator[None]:
    yield
    Metric.objects.filter(name__in=CHOSEN).delete()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_metrics_are_chosen_added_and_taken_back(open_as: Open, size: dict[str, int]) -> None:
    cio = open_as("cio", size=size)
    cio.go("/metrics/library/")
    cio.press("j", "x", "j", "x")
    expect(cio.page.locator("[data-bulk-count]")).to_have_text("2 selected")
    cio.page.get_by_role("button", name="Add to the catalogue").press("Enter")
    expect(cio.page.locator(".sl-toast > span")).to_have_text("2 metrics added.")
    assert set(Metric.objects.active().filter(name__in=CHOSEN).values_list("name", flat=True)) == CHOSEN
    expect(cio.page.get_by_text("In the catalogue")).to_have_count(2)

    cio.press("z")
    expect(cio.page.locator(".sl-toast > span")).to_have_text("2 metrics taken back.")
    assert not Metric.objects.active().filter(name__in=CHOSEN).exists()
    assert cio.complaints == []
