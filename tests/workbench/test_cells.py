"""Which columns hold figures, and how those the database computes are shown."""

from __future__ import annotations

from typing import Any

import pytest

from alignment.models import NeedLink
from customers.models import Need
from foundation.actors import SYSTEM
from tests.factories.alignment import make_need_link
from tests.factories.customers import make_asked_need, make_need
from workbench.cells import Cell, cells_of, is_numeric
from workbench.types import type_of

NEED: Any = type_of(Need)


def test_computed_columns_are_figures_where_what_they_compute_is() -> None:
    names = ("opportunity", "importance_score", "respondents", "band", "statement", "segment", "asked_date")
    assert {name: is_numeric(NEED, name) for name in names} == {
        "opportunity": True,
        "importance_score": True,
        "respondents": True,
        "band": False,
        "statement": False,
        "segment": False,
        "asked_date": False,
    }


@pytest.mark.django_db
def test_figures_of_a_column_have_equally_many_decimals_and_stand_to_the_right_with_what_is_missing() -> None:
    needs = [make_asked_need("4.6", "3.4"), make_asked_need("5", "1"), make_need()]
    records = list(Need.objects.filter(pk__in=[need.pk for need in needs]).order_by("number"))
    assert [cells for (cells,) in cells_of(records, ["opportunity"], SYSTEM)] == [
        Cell("12", numeric=True),
        Cell("20", numeric=True),
        Cell("–", numeric=True),
    ]


@pytest.mark.django_db
def test_a_missing_share_stands_under_the_others() -> None:
    need = make_need()
    for share in (60, None):
        make_need_link(need=need, share=share)
    rows = cells_of(list(NeedLink.objects.order_by("number")), ["share"], SYSTEM)
    assert [(cell.text, cell.numeric) for (cell,) in rows] == [("60", True), ("–", True)]
