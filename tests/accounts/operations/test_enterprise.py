"""Settings of the enterprise."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Enterprise, Unit, User
from accounts.operations.enterprise import update_enterprise
from audit.models import Event
from tests.accounts.trail import verbs
from tests.factories.accounts import NOW, make_grant


def test_settings_change_with_one_event(administrator: User) -> None:
    update_enterprise(settings={"currency": "CAD", "review_months": 12}, actor=administrator, now=NOW)
    assert Enterprise.objects.get().currency == "CAD"
    assert verbs() == [("configured", "accounts.enterprise")]
    assert Event.objects.get().changes == {"currency": ["EUR", "CAD"]}


def test_nothing_changed_leaves_no_event(administrator: User) -> None:
    update_enterprise(settings={"currency": "EUR"}, actor=administrator, now=NOW)
    assert verbs() == []


def test_a_bad_value_is_refused(administrator: User) -> None:
    with pytest.raises(ValidationError):
        update_enterprise(settings={"review_months": 0}, actor=administrator, now=NOW)
    assert Enterprise.objects.get().review_months == 12


def test_a_branch_is_not_enough(administrator: User, analyst: User, claims: Unit) -> None:
    make_grant(analyst, "administrator", claims)
    with pytest.raises(PermissionDenied):
        update_enterprise(settings={"currency": "CAD"}, actor=analyst, now=NOW)
