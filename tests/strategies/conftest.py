from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.accounts import make_grant, make_user

if TYPE_CHECKING:
    from accounts.models import Unit, User


@pytest.fixture
def reader_of_claims(claims: Unit) -> User:
    """Reads Claims and what is below it."""
    user = make_user("Rita Nolan", unit=claims)
    make_grant(user, "reader", claims)
    return user
