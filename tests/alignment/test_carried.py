"""What re-mapping says of an objective pairs its two names where two versions of a strategy are compared."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from alignment.queries.succession import objective_successors
from foundation.actors import SYSTEM
from strategies.choices import StrategyState
from strategies.models import Objective
from strategies.queries.over_time import over_time
from tests.factories.accounts import NOW
from tests.factories.alignment import make_objective_succession
from tests.factories.strategies import make_objective, make_strategy

if TYPE_CHECKING:
    from accounts.models import Enterprise, Unit

pytestmark = pytest.mark.django_db

OLD, NEW = date(2024, 6, 1), date(2025, 6, 1)


def test_a_renamed_objective_that_was_carried_over_is_changed_not_gone(
    enterprise: Enterprise, claims: Unit
) -> None:
    former = make_strategy(
        name="Lean",
        unit=claims,
        state=StrategyState.SUPERSEDED,
        start_date=date(2024, 1, 1),
        end_date=date(2024, 12, 31),
    )
    present = make_strategy(
        name="Close", unit=claims, state=StrategyState.IN_FORCE, start_date=date(2025, 1, 1)
    )
    five, two = (
        make_objective(name="Five days", strategy=former),
        make_objective(name="Two days", strategy=present),
    )
    dropped = make_objective(name="Lowest price", strategy=former)

    apart = over_time(claims, (OLD, NEW), SYSTEM, enterprise, today=NOW.date()).parts[Objective]
    assert [part.name for part in apart.gone] == ["Five days", "Lowest price"]
    make_objective_succession(former=five, successor=two)
    make_objective_succession(former=dropped, successor=None, reason="Nobody came for it.")
    assert objective_successors([former]) == {str(five.uid): str(two.uid)}
    met = over_time(claims, (OLD, NEW), SYSTEM, enterprise, today=NOW.date()).parts[Objective]
    assert [part.name for part in met.gone] == ["Lowest price"]
    assert [(pair.before.name, pair.after.name) for pair in met.changed] == [("Five days", "Two days")]
    assert met.added == ()
