"""What an installation gets by itself: its content after the first run, and rounds that close on their day."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import import_string

from accounts.models import Enterprise
from accounts.operations.enterprise import AlreadyOpen, create_enterprise
from alignment.models import IndexWeights
from assessments.choices import InstrumentState, RoundState
from assessments.models import Instrument, Invitation, Round, Statement
from audit.models import Event
from config.handlers import close_due_rounds, ship_content
from foundation.actors import SYSTEM
from jobs.models import Job
from strategies.models import DisciplineProfile, ITNeed
from tests.factories.assessments import make_round
from workbench.operations.content import SOURCE
from workbench.operations.removal import delete
from workbench.types import type_for

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import User

pytestmark = pytest.mark.django_db

SHIPPED: tuple[type[Model], ...] = (
    Instrument,
    Statement,
    DisciplineProfile,
    ITNeed,
    IndexWeights,
)
NAMES = tuple(model.__name__ for model in SHIPPED)
LAST_DAY = date(2026, 11, 1)
"""A Sunday; the tests' instant is the morning after."""


def handler(kind: str) -> Any:
    """What the product's own table of jobs runs."""
    return import_string(import_string(settings.JOB_HANDLERS)[kind])


def opened(now: datetime) -> None:
    create_enterprise(
        settings={"name": "Harbor Mutual", "time_zone": "Europe/Dublin", "currency": "EUR"},
        administrator={
            "name": "Ines Walsh",
            "email": "ines.walsh@harbor.example",
            "password": "a longer pass phrase",
        },
        actor=SYSTEM,
        now=now,
    )


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in SHIPPED}


def state_of(asked: Round) -> tuple[str, date | None]:
    row: tuple[str, date | None] = Round.objects.values_list("state", "closes_date").get(pk=asked.pk)
    return row


def result(closed: int) -> dict[str, Any]:
    """What the job says where nothing went wrong."""
    return {"closed": closed, "skipped": [], "failed": {}}


# ── content ──────────────────────────────────────────────────────────────────────────────────────
def test_a_new_enterprise_asks_once_for_what_the_apps_ship(now: datetime) -> None:
    opened(now)
    with pytest.raises(AlreadyOpen):
        opened(now)

    asked = Job.objects.filter(kind="ship_content")
    assert list(asked.values_list("state", "payload", "result")) == [("waiting", {}, None)]
    assert counts() == dict.fromkeys(NAMES, 0)


def test_the_job_brings_in_instruments_statements_profiles_and_it_needs(now: datetime) -> None:
    opened(now)
    done = handler("ship_content")(payload={}, progress=None, actor=SYSTEM, now=now)

    found = counts()
    assert done == {
        "assessments": found["Instrument"],
        "strategies": found["DisciplineProfile"] + found["ITNeed"],
        "alignment": found["IndexWeights"],
    }
    assert (found["Instrument"], found["DisciplineProfile"]) == (2, 3)
    disciplines = Counter(ITNeed.objects.values_list("discipline", flat=True))
    assert set(disciplines) == set(DisciplineProfile.objects.values_list("discipline", flat=True))
    assert set(Instrument.objects.values_list("state", flat=True)) == {InstrumentState.PUBLISHED}
    assert set(Statement.objects.values_list("instrument", flat=True)) == set(
        Instrument.objects.values_list("pk", flat=True)
    )
    for model in SHIPPED:
        assert set(model._default_manager.values_list("source", flat=True)) == {SOURCE}


def test_a_job_that_runs_again_changes_nothing(now: datetime) -> None:
    opened(now)
    first = ship_content(now=now)
    rows = [list(model._default_manager.order_by("pk").values()) for model in SHIPPED]
    events = Event.objects.count()

    assert ship_content(now=now + timedelta(days=1)) == first
    assert [list(model._default_manager.order_by("pk").values()) for model in SHIPPED] == rows
    assert Event.objects.count() == events


def test_it_is_looked_after_every_day() -> None:
    timetable = import_string(settings.JOB_SCHEDULES)["ship_content"]
    assert (timetable.kind, timetable.daily_hour) == ("ship_content", 4)


def test_the_command_says_what_is_there_and_changes_nothing_the_second_time(
    now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    opened(now)
    call_command("ship_content")
    said, found, events = capsys.readouterr().out, counts(), Event.objects.count()
    assert said == (
        f"assessments: {found['Instrument']} shipped records present\n"
        f"strategies: {found['DisciplineProfile'] + found['ITNeed']} shipped records present\n"
        f"alignment: {found['IndexWeights']} shipped records present\n"
    )
    assert [found[name] > 0 for name in NAMES] == [True] * 5

    call_command("ship_content")
    assert capsys.readouterr().out == said
    assert (counts(), Event.objects.count()) == (found, events)


def test_the_command_brings_back_what_was_deleted_only_where_it_is_asked_to(
    now: datetime, administrator: User
) -> None:
    ship_content(now=now)
    found = counts()
    instrument, need = Instrument.objects.order_by("pk")[0], ITNeed.objects.order_by("pk")[0]
    for record in (instrument, need):
        delete(object_type=type_for(type(record)), record=record, actor=administrator, now=now)
    call_command("ship_content")
    assert (counts()["Instrument"], counts()["ITNeed"]) == (1, found["ITNeed"] - 1)

    call_command("ship_content", "--deleted")
    assert counts() == found
    assert set(Instrument.objects.values_list("state", flat=True)) == {InstrumentState.PUBLISHED}


# ── rounds ───────────────────────────────────────────────────────────────────────────────────────
def test_a_round_past_its_last_day_is_closed(enterprise: Enterprise, now: datetime) -> None:
    late = make_round(state=RoundState.OPEN, opens_date=date(2026, 10, 1), closes_date=LAST_DAY)

    assert handler("close_due_rounds")(payload={}, progress=None, actor=SYSTEM, now=now) == result(closed=1)
    assert state_of(late) == (RoundState.CLOSED, LAST_DAY)
    event = Event.objects.get(object_uid=late.uid)
    assert (event.actor_uid, event.verb, event.at) == (SYSTEM.uid, "closed", now)
    assert close_due_rounds(actor=SYSTEM, now=now) == result(closed=0)


def test_a_last_day_is_over_when_the_enterprise_says_so(enterprise: Enterprise) -> None:
    """At eleven in the evening of Dublin it is the next day in Berlin, and still the last day here."""
    late = make_round(state=RoundState.OPEN, opens_date=date(2026, 7, 1), closes_date=date(2026, 7, 10))
    evening = datetime.fromisoformat("2026-07-10T22:30:00+00:00")

    assert close_due_rounds(actor=SYSTEM, now=evening) == result(closed=0)
    assert close_due_rounds(actor=SYSTEM, now=evening + timedelta(minutes=30)) == result(closed=1)
    assert state_of(late) == (RoundState.CLOSED, date(2026, 7, 10))


@pytest.mark.parametrize("closes", [None, LAST_DAY + timedelta(days=1)])
def test_a_round_without_a_last_day_or_on_it_stays_open(
    enterprise: Enterprise, now: datetime, closes: date | None
) -> None:
    asked = make_round(state=RoundState.OPEN, opens_date=date(2026, 10, 1), closes_date=closes)

    assert close_due_rounds(actor=SYSTEM, now=now + timedelta(hours=1)) == result(closed=0)
    assert state_of(asked) == (RoundState.OPEN, closes)


def test_a_round_that_is_being_prepared_is_left_alone(enterprise: Enterprise, now: datetime) -> None:
    draft = make_round(state=RoundState.DRAFT, closes_date=LAST_DAY)

    assert close_due_rounds(actor=SYSTEM, now=now) == result(closed=0)
    assert state_of(draft) == (RoundState.DRAFT, LAST_DAY)


def test_in_an_empty_database_there_is_nothing_to_close(now: datetime) -> None:
    assert close_due_rounds(actor=SYSTEM, now=now) == result(closed=0)
    assert (Enterprise.objects.count(), Invitation.objects.count(), Event.objects.count()) == (0, 0, 0)
