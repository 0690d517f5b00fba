"""The list of metrics tells what each read last, and how that stands."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from time_machine import travel

from metrics.models import Metric
from tests.factories.accounts import NOW
from tests.factories.metrics import make_metric, make_reading, make_target
from tests.metrics.story import make_story

pytestmark = pytest.mark.django_db


def newest(client: Client, **query: str) -> dict[str, tuple[str, str]]:
    """What the list says of each metric, by name: text and standing."""
    listing = client.get("/metrics/", query).context["page"]["listing"]
    at = [head.key for head in listing.columns].index("newest")
    return {row.cells[0].text: (row.cells[at].text, row.cells[at].value) for row in listing.rows}


def told(name: str, day: date, value: int, **values: object) -> Metric:
    metric = make_metric(name=name, decimals=0, unit_of_measure="%", **values)
    make_target(
        metric=metric, start_date=day, end_date=day + timedelta(days=400), value=80, acceptable_value=70
    )
    make_reading(metric=metric, day=day, value=Decimal(value))
    return metric


@travel(NOW, tick=False)
def test_it_tells_value_lateness_and_standing(browser: Client) -> None:
    today = NOW.date()
    told("On target", today, 81)
    told("Short of it", today, 75)
    told("Missed, and old", today - timedelta(days=300), 12, frequency="monthly")
    make_metric(name="Never read")
    assert newest(browser) == {
        "On target": ("81%", "ok"),
        "Short of it": ("75%", "watch"),
        "Missed, and old": ("12%, late", "off"),
        "Never read": ("No value yet", "gap"),
    }
    assert newest(browser, columns="name,owner")["On target"] == ("81%", "ok")


@travel(NOW, tick=False)
def test_a_computed_value_is_that_of_the_last_good_run(browser: Client) -> None:
    make_story()
    assert newest(browser)["Policies sold"] == ("31 policies, late", "gap")
