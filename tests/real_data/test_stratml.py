"""The published schemas and a published plan: what others wrote is read, what we write is valid."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from audit.models import Event
from metrics.models import Metric, ObjectiveMeasure
from metrics.queries.stratml import told
from metrics.serializers.stratml_reading import read_stratml
from metrics.serializers.stratml_writing import written
from strategies.choices import Discipline, StrategyState
from strategies.models import Objective, Strategy
from tests.factories.strategies import make_strategy
from tests.metrics.stratml_scene import brought_in, counted, exported, full

if TYPE_CHECKING:
    from accounts.models import Unit

etree: Any = pytest.importorskip("lxml.etree")
DATA = settings.BASE_DIR.parent / "shared" / "data" / "stratml"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared/data/stratml"),
]


@pytest.fixture(scope="module")
def schema() -> Any:
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    return etree.XMLSchema(etree.parse(DATA / "PerformancePlanOrReport20160216.xsd", parser))


@pytest.fixture
def sample() -> bytes:
    return (DATA / "oecd_ai_plan.xml").read_bytes()


def faults(schema: Any, data: bytes) -> list[str]:
    schema.validate(etree.fromstring(data))
    return [str(entry.message) for entry in schema.error_log]


def test_what_we_write_is_valid(claims: Unit, schema: Any) -> None:
    assert faults(schema, exported(full(claims))) == []


def test_a_strategy_that_says_nothing_is_valid_too(claims: Unit, schema: Any) -> None:
    assert faults(schema, exported(make_strategy(unit=claims))) == []


def test_a_fault_is_found(claims: Unit, schema: Any) -> None:
    broken = exported(full(claims)).replace(b"NumberOfUnits", b"Number")
    assert faults(schema, broken) != []


def test_the_published_plan(claims: Unit, sample: bytes) -> None:
    """3 goals, 3 objectives and 3 indicators arrive."""
    plan = brought_in(sample, claims, discipline=Discipline.PRODUCT_LEADERSHIP)

    assert counted(plan) == {
        "strategy": (1, 0, 0),
        "objective": (6, 0, 0),
        "metric": (3, 0, 0),
        "objectivemeasure": (3, 0, 0),
    }
    strategy = Strategy.objects.get()
    assert (strategy.name, strategy.unit, strategy.state) == ("About OECD.AI", claims, StrategyState.DRAFT)
    assert strategy.statement == (
        "Adherence to OECD AI Principles\n\nTo facilitate dialogue and provide policy analysis on AI"
    )
    assert list(Objective.objects.order_by("number").values_list("name", flat=True)) == [
        "Multidisciplinarity",
        "Multidisciplinarity: objective 1",
        "Analysis",
        "Analysis: objective 1",
        "Partnerships",
        "Partnerships: objective 1",
    ]
    assert list(Metric.objects.order_by("number").values_list("name", flat=True)) == [
        "Multidisciplinarity: objective 1: indicator 1",
        "Analysis: objective 1: indicator 1",
        "Partnerships: objective 1: indicator 1",
    ]


def test_what_the_published_plan_says_beyond(claims: Unit, sample: bytes) -> None:
    """Everything is named; 19 stakeholders among it."""
    read, plan = read_stratml(sample), brought_in(sample, claims)
    assert Counter(each.kind for each in (*read.left_out, *plan.left_out)) == {
        "Stakeholder": 19,
        "Relationship": 3,
        "ActualResult": 3,
        "Description": 2,
        "OtherInformation": 1,
        "Acronym": 1,
        "Identifier": 1,
        "PublicationDate": 1,
        "Source": 1,
        "Submitter": 1,
        "organization": 1,
        "order": 1,
    }


def test_the_published_plan_again(claims: Unit, sample: bytes) -> None:
    brought_in(sample, claims)
    events = Event.objects.count()

    again = brought_in(sample, claims)

    assert [name for name, n in counted(again).items() if n[0] or n[1]] == []
    assert Event.objects.count() == events


def test_the_published_plan_goes_out_again(claims: Unit, sample: bytes, schema: Any) -> None:
    """With the identifiers it came with; a second journey changes no byte."""
    brought_in(sample, claims)
    strategy = Strategy.objects.get()
    data = exported(strategy)

    assert faults(schema, data) == []
    assert b"<Identifier>_166e8d10-40aa-11ec-97d4-7f2e60babdf6</Identifier>" in data
    assert ObjectiveMeasure.objects.filter(external_key__startswith="_166e8").count() == 3
    brought_in(data, claims)
    assert exported(strategy) == data
    assert written(told(Strategy.objects.get())) == data
