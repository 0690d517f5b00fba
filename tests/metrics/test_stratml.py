"""A strategy as StratML and back."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from foundation.actors import SYSTEM
from metrics.models import Reading
from metrics.operations.stratml import plan_stratml
from metrics.serializers.stratml_reading import read_stratml
from strategies.choices import Discipline, StrategyState
from strategies.models import Objective, Strategy
from tests.factories.accounts import make_person
from tests.factories.metrics import make_objective_measure, make_reading, make_target
from tests.factories.strategies import make_objective, make_strategy
from tests.metrics.stratml_scene import brought_in, counted, document, exported, forget, full

if TYPE_CHECKING:
    from accounts.models import Unit

pytestmark = pytest.mark.django_db


def test_an_export_says_what_the_strategy_says(claims: Unit) -> None:
    strategy = full(claims)
    text = re.sub(r"_[0-9a-f-]{36}", "_uid", exported(strategy).decode())
    assert text == EXPORT


def test_the_same_file_changes_nothing(claims: Unit) -> None:
    strategy = full(claims)
    events = Event.objects.count()
    plan = brought_in(exported(strategy), claims)
    assert counted(plan) == {
        "strategy": (0, 0, 1),
        "objective": (0, 0, 2),
        "metric": (0, 0, 1),
        "objectivemeasure": (0, 0, 1),
        "target": (0, 0, 2),
        "reading": (0, 0, 2),
    }
    assert (plan.left_out, Event.objects.count()) == ([], events)


def test_a_file_is_the_same_after_a_journey(claims: Unit) -> None:
    """Out of one installation, into another, and out of that one: the same bytes."""
    strategy = full(claims)
    data = exported(strategy)
    forget(strategy)

    first = brought_in(data, claims, discipline=Discipline.OPERATIONAL_EXCELLENCE)

    arrived = Strategy.objects.get()
    assert (arrived.state, arrived.discipline) == (StrategyState.DRAFT, Discipline.OPERATIONAL_EXCELLENCE)
    assert arrived.sponsor
    assert arrived.sponsor.name == "Clara Dunne"
    assert exported(arrived) == data
    assert counted(first)["reading"] == (2, 0, 0)
    assert counted(brought_in(data, claims)) == {key: (0, 0, sum(n)) for key, n in counted(first).items()}
    assert {event.verb for event in Event.objects.all()} == {"imported"}


def test_a_changed_file_brings_the_strategy_up_to_date(claims: Unit) -> None:
    strategy = full(claims)
    data = exported(strategy).replace(b"Within a week", b"Within a day").replace(b">9<", b">8.5<")
    plan = brought_in(data, claims)
    assert {key: n[1] for key, n in counted(plan).items() if n[1]} == {"objective": 1, "reading": 1}
    assert Objective.objects.get(name="Settle fast").description == "Within a day"
    assert Reading.objects.get(day=date(2027, 6, 30)).value == Decimal("8.5")


def test_a_dry_run_writes_nothing(claims: Unit) -> None:
    data = document("<Goal><Name>One</Name><Description/></Goal>")
    assert counted(brought_in(data, claims, rehearse=True)) == {"strategy": (1, 0, 0), "objective": (1, 0, 0)}
    assert (Strategy.objects.count(), Event.objects.count()) == (0, 0)


@pytest.mark.parametrize("parts", [1, 3])
def test_constant_queries(claims: Unit, parts: int) -> None:
    strategy = make_strategy(unit=claims, sponsor=make_person())
    for _ in range(parts):
        measure = make_objective_measure(objective=make_objective(strategy=strategy))
        make_target(metric=measure.metric)
        make_reading(metric=measure.metric)
    with CaptureQueriesContext(connection) as queries:
        data = exported(Strategy.objects.select_related("unit", "sponsor").get())
    assert len(queries) == 5
    plan = read_stratml(data).plan
    with CaptureQueriesContext(connection) as queries:
        plan_stratml(plan=plan, unit=claims, discipline="", actor=SYSTEM)
    assert len(queries) == 7


EXPORT = """<?xml version="1.0" encoding="UTF-8"?>
<PerformancePlanOrReport xmlns="urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport" Type="Strategic_Plan">
  <Name>Closer to &lt;home&gt; &amp; hearth</Name>
  <StrategicPlanCore>
    <Organization>
      <Name>Claims</Name>
      <Stakeholder StakeholderTypeType="Generic_Group">
        <Name>Customer</Name>
        <Description>Families
with a house</Description>
        <Role>
          <Name>Customer</Name>
          <RoleType>Beneficiary</RoleType>
        </Role>
      </Stakeholder>
      <Stakeholder StakeholderTypeType="Person">
        <Name>Clara Dunne</Name>
        <Role>
          <Name>Sponsor</Name>
          <RoleType>Performer</RoleType>
        </Role>
      </Stakeholder>
    </Organization>
    <Mission>
      <Description>We know you.

And we answer.</Description>
    </Mission>
    <Value>
      <Name>What we will not do</Name>
      <Description>Sell through others</Description>
    </Value>
    <Goal>
      <Name>Closer to &lt;home&gt; &amp; hearth</Name>
      <Description/>
      <Objective>
        <Name>Settle fast</Name>
        <Description>Within a week</Description>
        <Identifier>_uid</Identifier>
        <SequenceIndicator>1</SequenceIndicator>
        <Stakeholder StakeholderTypeType="Person">
          <Name>Owen Burke</Name>
          <Role>
            <Name>Owner</Name>
            <RoleType>Performer</RoleType>
          </Role>
        </Stakeholder>
        <PerformanceIndicator ValueChainStage="Output" PerformanceIndicatorType="Quantitative">
          <SequenceIndicator>1</SequenceIndicator>
          <MeasurementDimension>Days to settle</MeasurementDimension>
          <UnitOfMeasurement>days</UnitOfMeasurement>
          <Identifier>_uid</Identifier>
          <MeasurementInstance>
            <ActualResult>
              <EndDate>2026-06-30</EndDate>
              <NumberOfUnits>12.25</NumberOfUnits>
              <Description>Ledger &amp; list</Description>
            </ActualResult>
          </MeasurementInstance>
          <MeasurementInstance>
            <TargetResult>
              <StartDate>2027-01-01</StartDate>
              <EndDate>2027-12-31</EndDate>
              <NumberOfUnits>7</NumberOfUnits>
            </TargetResult>
            <ActualResult>
              <EndDate>2027-06-30</EndDate>
              <NumberOfUnits>9</NumberOfUnits>
            </ActualResult>
          </MeasurementInstance>
          <MeasurementInstance>
            <TargetResult>
              <StartDate>2028-01-01</StartDate>
              <EndDate>2028-12-31</EndDate>
              <NumberOfUnits>6.5</NumberOfUnits>
            </TargetResult>
          </MeasurementInstance>
          <OtherInformation>From report to payment</OtherInformation>
        </PerformanceIndicator>
      </Objective>
      <Objective>
        <Name>Answer at once</Name>
        <Identifier>_uid</Identifier>
        <SequenceIndicator>2</SequenceIndicator>
      </Objective>
    </Goal>
  </StrategicPlanCore>
  <AdministrativeInformation>
    <Identifier>_uid</Identifier>
    <StartDate>2026-01-01</StartDate>
  </AdministrativeInformation>
</PerformancePlanOrReport>
"""
