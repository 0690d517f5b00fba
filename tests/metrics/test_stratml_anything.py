"""Whatever people write into a strategy, its file brings it back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.engine.stratml import portable
from metrics.models import Metric
from strategies.models import Strategy
from tests.factories.metrics import make_metric, make_objective_measure, make_reading, make_target
from tests.factories.strategies import make_objective, make_strategy
from tests.metrics.stratml_scene import brought_in, counted, exported, forget

if TYPE_CHECKING:
    from accounts.models import Unit

pytestmark = pytest.mark.django_db

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
NAME = TEXT.map(lambda text: f"n{text}").filter(lambda text: text.strip() == text)
VALUE = st.decimals(-(10**9), 10**9, places=6, allow_nan=False, allow_infinity=False)
DAY = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@st.composite
def strategies_told(draw: Any) -> dict[str, Any]:
    """A small strategy: its own texts, and objectives with measures."""
    metrics = draw(st.lists(NAME, max_size=3, unique_by=portable))
    return {
        "own": {name: draw(TEXT) for name in ("customer", "statement", "will_not")} | {"name": draw(NAME)},
        "objectives": draw(
            st.lists(st.tuples(NAME, TEXT), max_size=3, unique_by=lambda pair: portable(pair[0]))
        ),
        "metrics": [
            {
                "name": name,
                "unit_of_measure": draw(TEXT)[:20],
                "definition": draw(TEXT),
                "days": draw(st.lists(st.tuples(DAY, VALUE, TEXT), max_size=3, unique_by=lambda row: row[0])),
                "years": draw(
                    st.lists(
                        st.tuples(st.integers(1990, 2060), VALUE), max_size=2, unique_by=lambda row: row[0]
                    )
                ),
            }
            for name in metrics
        ],
    }


def build(told: dict[str, Any], unit: Unit) -> Strategy:
    strategy = make_strategy(unit=unit, **told["own"])
    objectives = [
        make_objective(strategy=strategy, name=name, description=text) for name, text in told["objectives"]
    ]
    for number, given_metric in enumerate(told["metrics"]):
        values = {key: given_metric[key] for key in ("name", "unit_of_measure", "definition")}
        metric = make_metric(**values)
        for day, value, note in given_metric["days"]:
            make_reading(metric=metric, day=day, value=value, note=note)
        for year, value in given_metric["years"]:
            make_target(metric=metric, start_date=date(year, 1, 1), end_date=date(year, 12, 31), value=value)
        for objective in objectives[number:]:
            make_objective_measure(objective=objective, metric=metric)
    return strategy


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=strategies_told())
def test_out_and_in_changes_nothing(claims: Unit, told: dict[str, Any]) -> None:
    """Here the file changes no record; elsewhere it makes records that write the same file."""
    with transaction.atomic():
        strategy = build(told, claims)
        data = exported(strategy)
        here = brought_in(data, claims)
        assert [name for name, n in counted(here).items() if n[0] or n[1]] == []
        assert here.left_out == []
        forget(strategy)
        Metric.objects.all().delete()
        brought_in(data, claims)
        assert exported(Strategy.objects.get()) == data
        transaction.set_rollback(True)
