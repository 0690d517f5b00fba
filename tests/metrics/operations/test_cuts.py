"""A segmentation cuts a metric as its primary one or as a further one, never as both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from customers.models import Segmentation
from foundation.actors import SYSTEM
from metrics.models import Metric, MetricSegmentation
from tests.factories.accounts import NOW
from tests.factories.customers import make_segmentation
from tests.factories.metrics import make_metric, make_metric_segmentation
from workbench.operations.records import Change, Fault, Invalid, save_many
from workbench.types import type_with_key

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db

METRIC, CUT = type_with_key("metric"), type_with_key("metricsegmentation")
TEXT = "A metric's own segmentation is not one of its further cuts: choose another."


@pytest.fixture
def contract() -> Segmentation:
    return make_segmentation(name="Contract")


def test_a_further_cut_is_not_the_primary_one(contract: Segmentation) -> None:
    churn = make_metric(name="Churn", segmentation=contract)
    region = make_segmentation(name="Region")
    changes = [Change({"metric": churn, "segmentation": each}) for each in (region, contract)]
    with pytest.raises(Invalid) as refusal:
        save_many(object_type=CUT, changes=changes, actor=SYSTEM, now=NOW)
    assert refusal.value.faults == (Fault(1, "segmentation", TEXT),)
    save_many(object_type=CUT, changes=changes[:1], actor=SYSTEM, now=NOW)
    assert [str(cut) for cut in MetricSegmentation.objects.all()] == ["Churn: Region"]


def test_what_was_read_before_somebody_else_chose_the_primary_one_does_not_count(
    contract: Segmentation,
) -> None:
    churn = make_metric(name="Churn")
    Metric.objects.update(segmentation=contract)
    with pytest.raises(Invalid):
        save_many(
            object_type=CUT,
            changes=[Change({"metric": churn, "segmentation": contract})],
            actor=SYSTEM,
            now=NOW,
        )


def test_a_further_cut_does_not_become_the_primary_one(contract: Segmentation) -> None:
    churn, wait = make_metric(name="Churn"), make_metric(name="Wait")
    make_metric_segmentation(metric=wait, segmentation=contract, archived_at=NOW)
    changes = [Change({"segmentation": contract}, record=each) for each in (churn, wait)]
    with pytest.raises(Invalid) as refusal:
        save_many(object_type=METRIC, changes=changes, actor=SYSTEM, now=NOW)
    assert refusal.value.faults == (Fault(1, "segmentation", TEXT),)
    change = Change({"segmentation": contract}, record=Metric.objects.get(pk=churn.pk))
    assert save_many(object_type=METRIC, changes=[change], actor=SYSTEM, now=NOW)[0].differences


@pytest.mark.parametrize("count", [1, 3])
def test_checking_takes_a_constant_number_of_statements(
    count: int, contract: Segmentation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    metrics = [make_metric(segmentation=contract) for _index in range(count)]
    cuts = [make_metric_segmentation(metric=metric) for metric in metrics]
    assert METRIC.prepare is not None
    assert CUT.prepare is not None
    with django_assert_num_queries(3):
        METRIC.prepare(records=metrics, actor=SYSTEM, now=NOW)
    with django_assert_num_queries(1):
        CUT.prepare(records=cuts, actor=SYSTEM, now=NOW)
    with django_assert_num_queries(0):
        METRIC.prepare(records=[Metric(name="New", segmentation=contract)], actor=SYSTEM, now=NOW)
