"""Every record type, and people who hold every permission where they are and none elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.accounts import make_grant, make_user
from workbench.types import all_types

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Unit, User
    from foundation.catalog import ObjectType
    from tests.personas import ClientOf


def in_unit(name: str, unit: Unit) -> User:
    user = make_user(name, unit=unit)
    make_grant(user, "administrator", unit)
    return user


@pytest.fixture(params=all_types(), ids=lambda kind: kind.key)
def kind(request: pytest.FixtureRequest) -> ObjectType:
    """Each record type in turn."""
    chosen: ObjectType = request.param
    return chosen


@pytest.fixture
def owner(claims: Unit) -> User:
    """May do everything in Claims."""
    return in_unit("Nora Flynn", claims)


@pytest.fixture
def colleague(claims: Unit) -> User:
    return in_unit("Owen Burke", claims)


@pytest.fixture
def outsider(sales: Unit) -> User:
    """May do everything in Sales."""
    return in_unit("Una Molloy", sales)


@pytest.fixture
def browser(owner: User, client_of: ClientOf) -> Client:
    """The owner's browser."""
    return client_of(owner)
