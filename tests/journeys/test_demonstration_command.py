"""The demonstration tells the same story whatever the day, and its command builds and removes nothing else.

What is asked of the calendar, the console and an enterprise that is there does not depend on the database.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import User
from accounts.operations.enterprise import AlreadyOpen
from alignment.choices import ChainState
from alignment.models import NeedLink, Outlay
from alignment.queries.chains import chain_report
from config.demonstration.building import build
from config.demonstration.removal import NotDemonstration, remove
from foundation.actors import SYSTEM
from tests.factories.accounts import make_enterprise
from tests.factories.alignment import make_need_link
from tests.journeys.conftest import SHOWN as NOW

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("day", [(2027, 1, 1), (2028, 2, 29), (2026, 12, 31)])
def test_the_story_is_the_same_on_any_day(day: tuple[int, int, int]) -> None:
    now = datetime(*day, 12, tzinfo=UTC)
    build(password="for the show", now=now)
    states = Counter(line.chain.state for line in chain_report(SYSTEM, now).lines)
    assert states == {
        ChainState.COMPLETE: 46,
        ChainState.STALE: 5,
        ChainState.WEAK: 8,
        ChainState.BROKEN: 8,
        ChainState.EXEMPT: 1,
    }
    assert set(Outlay.objects.values_list("fiscal_year", flat=True)) == {
        now.year - 2,
        now.year - 1,
        now.year,
        now.year + 1,
    }


def test_a_real_enterprise_is_never_removed() -> None:
    make_enterprise()
    make_need_link()
    with pytest.raises(NotDemonstration):
        remove(now=NOW)
    assert NeedLink.objects.count() == 1


def test_it_is_built_in_an_empty_database_alone() -> None:
    make_enterprise()
    with pytest.raises(AlreadyOpen):
        build(password="for the show", now=NOW)


@pytest.mark.parametrize("given", ["for the show", ""])
def test_the_command_builds_once_and_removes(
    settings: Settings, capsys: pytest.CaptureFixture[str], given: str
) -> None:
    """Without a password the command makes one and says it."""
    settings.DEMO_PASSWORD = given
    call_command("demonstration", "--if-empty")
    told = capsys.readouterr().out
    assert told.startswith("Alderbrook Mutual is built: 834 records. Sign in as\n")
    assert ("with the password" in told) is not bool(given)
    password = given or told.split()[-1]
    assert User.objects.get(email="cio@demo.example").check_password(password)
    call_command("demonstration", "--if-empty")
    assert capsys.readouterr().out == "There is an enterprise already; nothing was changed.\n"
    with pytest.raises(CommandError, match="There is an enterprise already"):
        call_command("demonstration")
    call_command("demonstration", "--remove")
    assert (
        capsys.readouterr().out
        == "The demonstration is gone: 924 records removed. The audit trail was kept.\n"
    )
    with pytest.raises(CommandError, match="There is no demonstration here"):
        call_command("demonstration", "--remove")
