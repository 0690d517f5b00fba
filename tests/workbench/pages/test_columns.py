"""Figures of one column have equally many decimals, and the export is not the list."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Unit, User
from customers.models import Need
from tests.factories.customers import make_need, make_segment
from tests.factories.metrics import make_metric, make_target

ClientOf = Callable[[User], Client]


def shown(client: Client, page: str, column: str) -> list[str]:
    listing = client.get(page).context["page"]["listing"]
    at = [head.key for head in listing.columns].index(column)
    return [row.cells[at].text for row in listing.rows]


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (["3", "2.5", None], ["3.0", "2.5", "–"]),
        (["3", "4.00"], ["3", "4"]),
        (["3.25", "10"], ["3.25", "10.00"]),
        ([None], ["–"]),
    ],
)
def test_a_column_shows_as_many_decimals_as_one_of_its_figures_needs(
    cio: User, client_of: ClientOf, claims: Unit, values: list[str | None], texts: list[str]
) -> None:
    metric = make_metric()
    for value in values:
        make_target(metric=metric, acceptable_value=Decimal(value) if value else None)
    assert shown(client_of(cio), "/targets/?sort=start_date", "acceptable_value") == texts


def test_so_does_a_panel_of_related_records(cio: User, client_of: ClientOf) -> None:
    segment = make_segment()
    for importance in ("8", "8.25"):
        answered = {
            "importance": Decimal(importance),
            "satisfaction": Decimal(4),
            "scale_min": 0,
            "scale_max": 10,
        }
        make_need(segment=segment, **answered)
    page = client_of(cio).get(f"/segments/{segment.uid}/").content.decode()
    assert ("12.0<" in page, "12.5<" in page, "12<" in page) == (True, True, False)


def test_the_export_keeps_its_columns(cio: User, client_of: ClientOf, claims: Unit) -> None:
    make_need()
    client = client_of(cio)
    files = []
    for columns in ([], ["owner"]):
        client.post("/needs/view/", {"show": "chosen", "columns": columns})
        answer = client.get("/needs/export/", {"format": "csv", "columns": "owner"})
        files.append(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert files[0] == files[1]
    assert Need.objects.get().statement.encode() in files[0]
