"""The scene of the alignment tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

from alignment.choices import Status
from alignment.operations.standing import keep_standings
from tests.alignment.contracts_scene import Contracts, make_contracts
from tests.alignment.scene import Scene, make_scene
from tests.factories.accounts import NOW
from tests.factories.alignment import make_initiative

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import Unit, User
    from alignment.models import Initiative


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    """Pages and commands read the clock; evidence must not grow stale because time passes outside."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def scene(root: Unit, claims: Unit, sales: Unit) -> Scene:
    return make_scene(root, claims, sales)


@pytest.fixture
def contracts(claims: Unit, sales: Unit, member: User) -> Contracts:
    """Promises of the member, who holds no role."""
    return make_contracts(claims, member.person)


@pytest.fixture
def kept(scene: Scene) -> Scene:
    """The scene with the states of its chains kept."""
    keep_standings(now=NOW)
    return scene


@pytest.fixture
def bare(scene: Scene) -> Initiative:
    """Proposed in Claims, which follows the strategy of the root, and linked to nothing."""
    return make_initiative(name="Bare", unit=scene.tracker.unit, status=Status.PROPOSED)
