from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from time_machine import travel

from tests.factories.accounts import NOW, make_grant, make_user

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import Enterprise, Unit, User


@pytest.fixture
def reader_of_claims(claims: Unit) -> User:
    """Reads Claims and what is below it."""
    user = make_user("Rita Nolan", unit=claims)
    make_grant(user, "reader", claims)
    return user


@pytest.fixture
def today(enterprise: Enterprise) -> Iterator[None]:
    """Pages read the clock."""
    with travel(NOW, tick=False):
        yield
