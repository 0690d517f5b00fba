"""The bands of the opportunity score as they are published for Ulwick's method."""

from __future__ import annotations

import pytest

from customers.choices import OpportunityBand
from tests.published.adapters import ADAPTERS, opportunity_band

EXTREME, STRONG, CONSIDER, LOW = OpportunityBand


@pytest.mark.parametrize(
    ("importance", "satisfaction", "band"),
    [
        (9.5, 3.2, EXTREME),
        (9, 3, STRONG),
        (8, 4, STRONG),
        (8, 5, CONSIDER),
        (8, 6, CONSIDER),
        (4.7, 2.1, LOW),
        (8, 8, LOW),
    ],
)
def test_published_band(importance: float, satisfaction: float, band: OpportunityBand) -> None:
    """More than 15 extreme, 12 to 15 strong, 10 to 12 worth considering, less than 10 served well enough."""
    given = {"importance": importance, "satisfaction": satisfaction}
    assert ADAPTERS["opportunity"](given).keys() == {"score"}
    assert opportunity_band(given) is band
