"""The people of the tests: one enterprise, four units, and somebody in every position.

::

    Harbor Mutual (root)            cio, auditor, administrator, reader
    ├── Claims                      analyst, colleague
    │   └── Motor claims
    └── Sales                       outsider

``member`` has a sign-in and no role; ``anonymous`` is a client without a sign-in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from accounts.choices import UnitKind
from tests.factories.accounts import NOW, make_enterprise, make_grant, make_unit, make_user

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from accounts.models import Enterprise, Unit, User

    ClientOf = Callable[[User], Client]


@pytest.fixture
def now() -> datetime:
    """The instant handed to operations."""
    return NOW


@pytest.fixture
def enterprise(db: None) -> Enterprise:
    return make_enterprise()


@pytest.fixture
def root(enterprise: Enterprise) -> Unit:
    return make_unit(enterprise.name)


@pytest.fixture
def claims(root: Unit) -> Unit:
    return make_unit("Claims", root)


@pytest.fixture
def motor(claims: Unit) -> Unit:
    return make_unit("Motor claims", claims)


@pytest.fixture
def sales(root: Unit, claims: Unit) -> Unit:
    """Asks for ``claims`` so that the paths are the same in every test."""
    return make_unit("Sales", root, kind=UnitKind.BUSINESS)


def _somebody(name: str, role: str, unit: Unit) -> User:
    user = make_user(name, unit=unit)
    make_grant(user, role, unit)
    return user


@pytest.fixture
def cio(root: Unit) -> User:
    return _somebody("Clara Dunne", "cio", root)


@pytest.fixture
def auditor(root: Unit) -> User:
    return _somebody("Aidan Ross", "auditor", root)


@pytest.fixture
def administrator(root: Unit) -> User:
    return _somebody("Ines Walsh", "administrator", root)


@pytest.fixture
def reader(root: Unit) -> User:
    return _somebody("Rory Keane", "reader", root)


@pytest.fixture
def analyst(claims: Unit) -> User:
    """The owner of what is in Claims."""
    return _somebody("Nora Flynn", "analyst", claims)


@pytest.fixture
def colleague(claims: Unit) -> User:
    """Holds the same role in the same unit."""
    return _somebody("Owen Burke", "analyst", claims)


@pytest.fixture
def outsider(sales: Unit) -> User:
    """Holds the same role in another unit."""
    return _somebody("Una Molloy", "analyst", sales)


@pytest.fixture
def member(root: Unit) -> User:
    """Signs in and holds no role."""
    return make_user("Max Nolan", unit=root)


@pytest.fixture
def anonymous() -> Client:
    return Client()


@pytest.fixture
def client_of() -> ClientOf:
    """A browser in which the user has signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def browser(cio: User, client_of: ClientOf) -> Client:
    """The browser of the chief information officer, who may do nearly everything everywhere."""
    return client_of(cio)
