"""What an upgrade says of metrics that were there before it."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from metrics.models import Metric
from tests.factories.metrics import make_metric

pytestmark = pytest.mark.django_db

catalogue = import_module("metrics.migrations.0004_catalogue")


def test_percent_is_told_per_hundred_and_nothing_else_is() -> None:
    kinds = (("rate", "%"), ("ratio", "%"), ("ratio", "EUR"), ("mean", "%"), ("nps", "points"))
    for formula, unit in kinds:
        make_metric(name=f"{formula} in {unit}", formula=formula, unit_of_measure=unit)
    catalogue.say_what_goes_without_saying(apps, None)
    assert dict(Metric.objects.values_list("name", "base")) == {
        "rate in %": 100,
        "ratio in %": 100,
        "ratio in EUR": 1,
        "mean in %": 1,
        "nps in points": 1,
    }


def test_four_of_five_is_satisfied_where_nobody_has_said() -> None:
    make_metric(name="Satisfied", formula="csat", satisfied_from=3)
    make_metric(name="Mean")
    catalogue.say_what_goes_without_saying(apps, None)
    assert dict(Metric.objects.values_list("name", "satisfied_from")) == {"Satisfied": 4, "Mean": None}
