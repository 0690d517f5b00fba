"""Two at once: rules over several rows hold, because their check waits for the lock."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connections

from accounts.models import Enterprise, Grant, Unit, User
from accounts.operations.enterprise import AlreadyOpen
from accounts.operations.first_run import open_enterprise
from accounts.operations.grant import revoke_role
from accounts.operations.numbering import reserve_numbers
from accounts.operations.user import LastAdministrator, deactivate_user
from tests.accounts.operations.test_first_run import answers
from tests.factories.accounts import NOW, make_grant, make_user

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import Settings

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Outcome = type[Exception] | None


def at_once(*works: Callable[[], object]) -> list[Outcome]:
    """What became of each, started together on connections of their own."""
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> Outcome:
        start.wait(timeout=10)
        try:
            work()
        except (AlreadyOpen, LastAdministrator) as refusal:
            return type(refusal)
        finally:
            connections.close_all()
        return None

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.parametrize("way", ["revoke", "deactivate"])
def test_two_administrators_cannot_remove_each_other(administrator: User, root: Unit, way: str) -> None:
    other = make_user("Sean Daly")
    make_grant(other, "administrator", root)

    def remove(user: User, actor: User) -> Callable[[], object]:
        if way == "deactivate":
            return lambda: deactivate_user(user=user, actor=actor, now=NOW)
        grant = Grant.objects.in_order().get(user=user)
        return lambda: revoke_role(grant=grant, actor=actor, now=NOW)

    assert administrator.access.branches
    assert other.access.branches
    outcomes = at_once(remove(administrator, other), remove(other, administrator))
    assert sorted(outcomes, key=str) == [LastAdministrator, None]
    assert Grant.objects.of_administrators().count() == 1


def test_two_first_runs_open_one_enterprise(settings: Settings) -> None:
    settings.FIRST_RUN_TOKEN = "known"
    runs = [
        lambda name=name: open_enterprise(
            **answers(token="known", name=name, administrator_email=f"{name}@harbor.example")
        )
        for name in ("one", "two")
    ]
    assert sorted(at_once(*runs), key=str) == [AlreadyOpen, None]
    assert (Enterprise.objects.count(), Unit.objects.count(), User.objects.count()) == (1, 1, 1)


def test_numbers_taken_at_once_are_different() -> None:
    taken: list[int] = []
    at_once(*[lambda: taken.extend(reserve_numbers(model=Unit, count=5))] * 6)
    assert sorted(taken) == list(range(1, 31))
