"""What binds the units below is read there, by every way of reading, and changed only where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from alignment.models import ElementNeed, ElementObjective, GatePolicy, StrategyElement
from metrics.models import ObjectiveMeasure
from strategies.models import Commitment, Effect, GrowthAim, Objective, Strategy
from tests.factories.accounts import make_token
from tests.factories.registry import make_in
from tests.factories.strategies import make_objective, make_strategy
from tests.workbench.conftest import in_unit
from tests.workbench.world import api, rows, text, uids, url
from workbench.forms import pickable
from workbench.history import history_of
from workbench.reach import may_see
from workbench.search import search
from workbench.types import all_types, type_of

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from foundation.catalog import ObjectType
    from tests.personas import ClientOf

BINDING = [kind for kind in all_types() if kind.model.READ_FROM_BELOW]


@pytest.fixture
def below(motor: Unit) -> User:
    """May do everything in Motor claims, which is a part of Claims."""
    return in_unit("Mary Kelly", motor)


@pytest.fixture(params=BINDING, ids=lambda kind: kind.key)
def binding(request: pytest.FixtureRequest) -> ObjectType:
    kind: ObjectType = request.param
    return kind


def test_the_direction_binds_and_nothing_else_does() -> None:
    direction = {Strategy, Objective, GrowthAim, Commitment, Effect, ObjectiveMeasure}
    elements = {StrategyElement, ElementObjective, ElementNeed}
    assert {kind.model for kind in BINDING} == direction | elements | {GatePolicy}


def test_it_is_read_from_below_and_not_from_beside(
    binding: ObjectType, claims: Unit, below: User, outsider: User, member: User, client_of: ClientOf
) -> None:
    record = make_in(binding.model, claims)
    for user, sees in ((below, True), (outsider, False), (member, False)):
        browser = client_of(user)
        assert (uids(record)[0] in rows(browser.get(url(binding, "list")))) is sees
        assert browser.get(url(binding, "detail", record)).status_code == (200 if sees else 404)
        assert may_see(user, binding.model.objects.for_list().get()) is sees


def test_programs_read_it_from_below(binding: ObjectType, claims: Unit, below: User) -> None:
    record = make_in(binding.model, claims)
    make_token(below)
    program: Any = _program()
    assert program.get(api(binding, record)).status_code == 200
    assert [row["uid"] for row in program.get(api(binding)).json()["results"]] == uids(record)


def test_it_is_changed_only_where_it_belongs(
    binding: ObjectType, claims: Unit, below: User, client_of: ClientOf
) -> None:
    record = make_in(binding.model, claims)
    browser = client_of(below)
    assert url(binding, "edit", record) not in text(browser.get(url(binding, "detail", record)))
    tries = [browser.get(url(binding, page, record)) for page in ("edit", "delete")]
    tries.append(browser.post(url(binding, "archive", record)))
    make_token(below)
    tries.append(
        _program().patch(api(binding, record), "{}", "application/json", headers={"If-Match": '"1"'})
    )
    assert [answer.status_code for answer in tries] == [403] * 4
    assert not binding.model.objects.archived().exists()


def test_a_part_is_not_offered_to_what_is_only_read(claims: Unit, motor: Unit, below: User) -> None:
    """An objective of one's own belongs to one's own strategy, and the menu says so."""
    make_strategy(unit=claims)
    own = make_strategy(unit=motor)
    kind: Any = type_of(Objective)
    assert list(pickable(kind, "strategy", below)) == [own]
    kind = type_of(ObjectiveMeasure)
    make_objective(strategy=make_strategy(unit=claims))
    mine = make_objective(strategy=own)
    assert list(pickable(kind, "objective", below)) == [mine]


def test_search_and_history_name_it(claims: Unit, below: User) -> None:
    strategy = make_strategy(name="Osprey", unit=claims)
    assert [hit.text for hit in search("osprey", below)] == ["Osprey"]
    assert history_of(strategy, below) == []


def _program() -> Client:
    return Client(headers={"Authorization": "Bearer a-key"})
