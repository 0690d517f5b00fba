"""Whoever a session belongs to is read anew for every request, in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.access import GrantedAccess
from accounts.models import Enterprise
from accounts.permissions import Permission
from accounts.queries import reader
from tests.factories.accounts import make_grant, make_unit, make_user
from tests.factories.activity import make_notification

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User


@pytest.mark.parametrize("grants", [0, 1, 3])
def test_a_reader_comes_with_all_that_every_page_asks_for(
    grants: int, enterprise: Enterprise, root: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = make_user("Ines Roth")
    for n in range(grants):
        make_grant(user, "cio", make_unit(f"Unit {n}", root))
        make_notification(user)
    expected = GrantedAccess.of(user)
    with django_assert_num_queries(1):
        found = reader(user.pk)
        assert found is not None
        assert (found, found.label, found.zone) == (user, "Ines Roth", enterprise.time_zone)
        assert (found.access, found.access.allows(Permission.READ)) == (expected, bool(grants))
        assert vars(found)["unread"] == grants
        known = vars(found)["enterprise"]
        names = [column.attname for column in Enterprise._meta.concrete_fields]
        assert [getattr(known, name) for name in names] == [getattr(enterprise, name) for name in names]
        assert known.is_demonstration is enterprise.is_demonstration


def test_what_is_taken_away_is_gone_with_the_next_request(analyst: User) -> None:
    before = reader(analyst.pk)
    analyst.grants.all().delete()
    after = reader(analyst.pk)
    assert before is not None
    assert after is not None
    assert (before.access.allows(Permission.READ), after.access.branches) == (True, {})
    analyst.is_active = False
    analyst.save()
    assert reader(analyst.pk) is None


def test_nobody_is_a_reader_of_nothing(analyst: User) -> None:
    Enterprise.objects.all().delete()
    found = reader(analyst.pk)
    assert found is not None
    assert (vars(found)["enterprise"], found.zone) == (None, "UTC")
    assert reader(-1) is None
