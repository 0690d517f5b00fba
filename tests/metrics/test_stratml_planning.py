"""What a StratML file changes of what is known: recognized by identifier or name, and what stays as it is."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from metrics.models import Metric, ObjectiveMeasure, Reading, Target
from strategies.choices import Discipline
from strategies.models import Objective, Strategy
from tests.factories.accounts import NOW, make_person
from tests.factories.customers import make_segment
from tests.factories.metrics import make_metric, make_objective_measure, make_reading, make_target
from tests.factories.strategies import make_objective, make_strategy
from tests.metrics.stratml_scene import brought_in, counted, document, exported, forget, full, problems
from workbench.exchange.problems import Refused

if TYPE_CHECKING:
    from accounts.models import Unit

pytestmark = pytest.mark.django_db


def test_what_is_known_stays_where_the_file_says_something_else(claims: Unit, sales: Unit) -> None:
    """The discipline, the days in force and metrics that others may use; each is told."""
    data = exported(full(claims))
    data = data.replace(b"2026-01-01<", b"2025-01-01<").replace(b">days<", b">weeks<")

    plan = brought_in(data, claims, discipline=Discipline.PRODUCT_LEADERSHIP)

    assert {key: n[1] for key, n in counted(plan).items() if n[1]} == {}
    assert [(each.kind, each.name) for each in plan.left_out] == [
        ("discipline", "Customer intimacy"),
        ("days", ""),
        ("metric", "Days to settle"),
    ]


def test_a_draft_takes_its_days_from_the_file(claims: Unit) -> None:
    strategy = make_strategy(unit=claims, start_date=date(2027, 1, 1))
    brought_in(exported(strategy).replace(b"2027-01-01", b"2028-01-01"), claims)
    strategy.refresh_from_db()
    assert strategy.start_date == date(2028, 1, 1)


def test_what_a_file_does_not_say_stays(claims: Unit) -> None:
    strategy = full(claims)
    key = str(strategy.uid).encode()
    data = document(
        "<Goal><Name/><Description/></Goal>",
        name="Other name",
        around=f"<AdministrativeInformation><Identifier>_{key.decode()}</Identifier></AdministrativeInformation>",
    )
    assert counted(brought_in(data, claims)) == {"strategy": (0, 1, 0)}
    strategy.refresh_from_db()
    assert (strategy.name, strategy.will_not) == ("Other name", "Sell through others")


def test_names_that_are_missing_double_or_too_long(claims: Unit) -> None:
    long = "An  objective " * 20
    objectives = (
        f"<Objective><Name>One</Name></Objective><Objective/><Objective><Name>{long}</Name></Objective>"
    )
    goal = f"<Goal><Name>One</Name><Description>First</Description>{objectives}</Goal>"
    brought_in(document(goal), claims)
    names = list(Objective.objects.order_by("number").values_list("name", flat=True))
    assert names[:3] == ["One", "One: One", "One: objective 2"]
    assert (len(names[3]), names[3][-1]) == (159, "…")
    assert Objective.objects.get(name=names[3]).description == long.strip()
    assert counted(brought_in(document(goal), claims)) == {"strategy": (0, 0, 1), "objective": (0, 0, 4)}


def test_many_of_one_name_and_a_plan_of_a_long_one(claims: Unit) -> None:
    """Each objective has a name of its own, and the whole name of the plan is told."""
    objectives = "<Objective><Name>One</Name></Objective>" * 4
    long = "x" * 161
    plan = brought_in(
        document(f"<Goal><Name>Goal</Name><Description/>{objectives}</Goal>", name=long), claims
    )
    names = list(Objective.objects.order_by("number").values_list("name", flat=True))
    assert names == ["Goal", "One", "Goal: One", "One 2", "One 3"]
    assert Strategy.objects.get().name == "x" * 159 + "…"
    assert [(each.kind, each.name) for each in plan.left_out] == [("Name", long), ("order", "4")]


def test_figures_that_are_archived_and_a_note_that_is_long(claims: Unit) -> None:
    strategy = full(claims)
    data = exported(strategy).replace(b"Ledger &amp; list", b"Ledger " * 40)
    for record in (Target.objects.order_by("start_date")[0], Reading.objects.order_by("day")[1]):
        record.archived_at = NOW
        record.save()
    plan = brought_in(data, claims)
    assert [each.kind for each in plan.left_out] == ["archived", "Description", "archived"]
    assert (counted(plan)["target"], counted(plan)["reading"]) == ((0, 0, 1), (0, 1, 0))
    assert len(Reading.objects.order_by("day")[0].note) <= 200


def test_targets_of_one_segment_stay_out_of_the_file_and_as_they_are(claims: Unit) -> None:
    strategy = full(claims)
    before, segment = exported(strategy), make_segment(name="Young")
    target = Target.objects.order_by("start_date")[0]
    part = make_target(metric=target.metric, segment=segment, start_date=target.start_date, value=Decimal(99))
    assert exported(strategy) == before
    counts = counted(brought_in(before.replace(b">7<", b">8<"), claims))
    assert counts["target"] == (0, 1, 1)
    target.refresh_from_db()
    part.refresh_from_db()
    assert (target.value, part.value) == (Decimal(8), Decimal(99))


def test_a_plan_without_identifiers_is_known_by_names(claims: Unit) -> None:
    indicator = """<PerformanceIndicator><MeasurementDimension>Speed</MeasurementDimension>
      <UnitOfMeasurement>kilometers on a usual working day</UnitOfMeasurement><MeasurementInstance>
      <TargetResult><StartDate>2027-01-01</StartDate><EndDate>2027-12-31</EndDate>
      <NumberOfUnits>5</NumberOfUnits></TargetResult></MeasurementInstance></PerformanceIndicator>"""
    data = document(
        f"<Goal><Name>G</Name><Description/><Objective><Name>O</Name>{indicator}</Objective></Goal>"
    )
    first, again = brought_in(data, claims), brought_in(data, claims)
    assert {key: n[0] for key, n in counted(first).items()} == {
        "strategy": 1,
        "objective": 2,
        "metric": 1,
        "objectivemeasure": 1,
        "target": 1,
    }
    assert [key for key, n in counted(again).items() if n[0] or n[1]] == []
    metric = Metric.objects.get()
    assert (metric.unit_of_measure, metric.definition) == (
        "kilometers on a usu…",
        "kilometers on a usual working day",
    )


def test_one_metric_below_two_objectives(claims: Unit) -> None:
    """Its targets and readings are told twice and written once; two values for a day are a problem."""
    strategy, metric = make_strategy(unit=claims), make_metric(name="Both")
    for _ in range(2):
        make_objective_measure(metric=metric, objective=make_objective(strategy=strategy))
    make_reading(metric=metric, day=date(2026, 6, 30), value=Decimal(80))
    data = exported(strategy)
    assert counted(brought_in(data, claims))["reading"] == (0, 0, 1)
    forget(strategy)
    on_one_line = re.sub(rb">\s+<", b"><", data)
    assert counted(brought_in(on_one_line, claims, rehearse=True))["reading"] == (1, 0, 0)
    assert counted(brought_in(data, claims))["metric"] == (1, 0, 0)
    with pytest.raises(Refused) as caught:
        brought_in(data.replace(b">80<", b">81<", 1), claims)
    assert [problem.message for problem in caught.value.problems] == [
        "For 2026-06-30, line 21 says something else of the same metric."
    ]


def test_what_is_archived_stays_archived(claims: Unit) -> None:
    strategy = full(claims)
    data = exported(strategy)
    for record in (
        Objective.objects.get(name="Answer at once"),
        ObjectiveMeasure.objects.get(),
        Target.objects.first(),
    ):
        assert record
        record.archived_at = NOW
        record.save()
    plan = brought_in(data, claims)
    assert [each.kind for each in plan.left_out] == ["archived", "archived"]
    assert counted(plan)["objective"] == (0, 0, 1)
    strategy.archived_at = NOW
    strategy.save()
    assert problems(data, claims) == ["This plan is S-01 Closer to <home> & hearth, which is archived."]


def test_people_nobody_knows_are_left_out(claims: Unit) -> None:
    strategy = full(claims)
    data = exported(strategy).replace(b"Clara Dunne", b"Nobody Here").replace(b"Owen Burke", b"Una Molloy")
    make_person("Una Molloy")
    make_person("Una Molloy", email="second@harbor.example")
    plan = brought_in(data, claims)
    assert [(each.kind, each.name) for each in plan.left_out] == [
        ("Stakeholder", "Nobody Here"),
        ("Stakeholder", "Una Molloy"),
    ]
    make_person("Nobody Here", email="third@harbor.example")
    assert counted(brought_in(data, claims))["strategy"] == (0, 1, 0)
