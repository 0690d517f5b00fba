"""What several journeys begin with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import transaction

from accounts.models import Unit
from accounts.operations.enterprise import create_enterprise
from alignment.models import Initiative
from config.demonstration.building import build
from foundation.actors import SYSTEM
from tests.factories.accounts import NOW, make_grant, make_user
from tests.journeys.canada import Officer, known, total

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

    from config.demonstration.site import Site
    from tests.personas import ClientOf

SHOWN = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
"""The instant around which the demonstration is built."""


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """Alderbrook Mutual, built once for a module's tests: each takes back what it did, and the last one all of it."""
    whole = transaction.atomic()
    with django_db_blocker.unblock():
        whole.__enter__()
        site = build(password="for the show", now=SHOWN)
    yield site
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def clock() -> Iterator[None]:
    """A day in November 2026; the review of evidence depends on it."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def officer(clock: None, client_of: ClientOf) -> Officer:
    """The officer of a new enterprise in Canada."""
    opened = create_enterprise(
        settings={
            "name": "Government of Canada",
            "time_zone": "America/Toronto",
            "currency": "CAD",
            "fiscal_start_month": 4,
        },
        administrator={
            "name": "Noor Haddad",
            "email": "noor@canada.example",
            "password": "a longer pass phrase",
        },
        actor=SYSTEM,
        now=NOW,
    )
    user = make_user("Claire Tremblay", unit=opened.root)
    make_grant(user, "cio", opened.root)
    return Officer(client_of(user), user)


@pytest.fixture
def portfolio(officer: Officer) -> Officer:
    """Both years, each with its departments first."""
    assert officer.bring_in("units", "canada_units", 2016) == [
        "37 units created", "0 units updated", "0 units unchanged",
    ]  # fmt: skip
    assert officer.bring_in("initiatives", "canada_initiatives", 2016) == [
        "398 initiatives created", "0 initiatives updated", "0 initiatives unchanged",
        "392 outlays created", "0 outlays updated", "0 outlays unchanged",
    ]  # fmt: skip
    assert total() == Decimal(11_918_961_480)
    before = dict(Initiative.objects.values_list("uid", "version"))
    assert officer.bring_in("units", "canada_units", 2019) == [
        "8 units created", "0 units updated", "29 units unchanged",
    ]  # fmt: skip
    assert officer.bring_in("initiatives", "canada_initiatives", 2019)[:3] == [
        "363 initiatives created", "100 initiatives updated", "0 initiatives unchanged",
    ]  # fmt: skip
    after = dict(Initiative.objects.values_list("uid", "version"))
    assert sum(after[uid] == version for uid, version in before.items()) == 298
    assert len(after) == 761
    return officer


@pytest.fixture
def intent(portfolio: Officer) -> Officer:
    """A strategy in force with two objectives and three elements, and six needs that the elements ask for."""
    officer = portfolio
    root = str(Unit.objects.get(parent=None).uid)
    form = {
        "name": "Digital government", "unit": root, "discipline": "customer_intimacy", "state": "in_force",
        "start_date": "2026-04-01", "version": "",
    }  # fmt: skip
    saved = officer.client.post("/strategies/new/", form)
    assert saved.status_code == 302
    strategy = saved["Location"].strip("/").split("/")[-1]
    objectives = [
        officer.create("objectives", name=name, strategy=strategy, discipline=discipline)
        for name, discipline in (
            ("Services people finish online", "customer_intimacy"),
            ("Nothing asked twice", "operational_excellence"),
        )
    ]
    elements = [
        officer.create("strategy-elements", name=name, strategy=strategy)
        for name in ("One identity", "Plain services", "Shared records")
    ]
    for element, objective in zip(elements, (*objectives, objectives[1]), strict=True):
        officer.create("objective-links", element=element, objective=objective, strength=3, **known())
    ask_for_needs(officer, elements)
    return officer


def ask_for_needs(officer: Officer, elements: list[str]) -> None:
    """Six needs of two segments; elements ask for the first five."""
    segmentation = officer.create("segmentations", name="Whom we serve", basis="region", is_primary=True)
    segments = [
        officer.create("segments", name=name, segmentation=segmentation, kind="paying_customer")
        for name in ("Residents", "Businesses")
    ]
    for number in range(6):
        words = f"I want service number {number + 1} to remember me."
        officer.uids[f"need {number}"] = officer.create(
            "needs", statement=words, segment=segments[number % 2]
        )
        if number < 5:
            officer.create(
                "element-need-links",
                element=elements[number % 3],
                need=officer.uids[f"need {number}"],
                strength=2,
                **known(),
            )
