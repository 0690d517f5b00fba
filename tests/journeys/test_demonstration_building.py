"""The demonstration is built the same again, each write in the trail, and gone in one command."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from accounts.models import Enterprise, Grant, NumberSequence, User
from accounts.operations.enterprise import AlreadyOpen
from accounts.queries import is_open
from alignment.choices import ChainState
from alignment.models import NeedLink, Outlay
from alignment.queries.chains import chain_report
from audit.models import Event
from config.demonstration.building import build
from config.demonstration.removal import NotDemonstration, remove
from customers.models import Need
from foundation.actors import SYSTEM
from foundation.models import Record
from tests.factories.accounts import make_enterprise
from tests.factories.alignment import make_need_link

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


SHIPPED = 90
"""Instruments with their statements, discipline profiles, IT needs and the weights of the alignment index."""


def content() -> dict[str, list[dict[str, Any]]]:
    """Every record with all it says; others are named by uid, as the keys of the database may differ."""
    records = [model for model in apps.get_models() if issubclass(model, Record)]
    return {
        model._meta.label: [said(record) for record in model.objects.order_by("uid")] for model in records
    }


def said(record: Record) -> dict[str, Any]:
    values = {field.name: getattr(record, field.name) for field in record._meta.fields if field.name != "id"}
    return {name: value.uid if isinstance(value, Record) else value for name, value in values.items()}


def test_every_write_is_in_the_trail() -> None:
    site = build(password="for the show", now=NOW)
    trail = Event.objects.filter(type_label__in=[model._meta.label_lower for model, _ in site.records])
    created = trail.filter(verb="created").values_list("object_uid", flat=True)
    assert Counter(created) == Counter(record.uid for record in site.records.values())
    told = Event.objects.exclude(actor_label="system").order_by("at", "pk")
    assert list(told.values_list("actor_label", "verb", "type_label")) == [
        ("Yuki Tanaka", "created", "alignment.challenge"),
        ("Declan Moss", "updated", "alignment.challenge"),
        ("Ingrid Halloran", "created", "alignment.challenge"),
        ("Declan Moss", "updated", "alignment.challenge"),
        ("Aoife Brennan", "created", "alignment.challenge"),
        ("Lena Fischer", "updated", "alignment.challenge"),
        ("Hanna Lindqvist", "created", "alignment.challenge"),
        ("Ingrid Halloran", "created", "alignment.challenge"),
        ("Ingrid Halloran", "created", "alignment.gateoverride"),
        ("Ingrid Halloran", "updated", "alignment.initiative"),
    ]
    assert set(told.filter(at=NOW).values_list("type_label", flat=True)) == {
        "alignment.gateoverride",
        "alignment.initiative",
    }
    assert Event.objects.filter(at__gt=NOW).count() == 0


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


def test_built_again_it_is_the_same() -> None:
    build(password="for the show", now=NOW)
    first = content()
    remove(now=NOW)
    build(password="another one", now=NOW)
    assert content() == first


def test_removed_it_leaves_the_trail_and_nothing_else() -> None:
    site = build(password="for the show", now=NOW)
    added = make_need_link(need=Need.objects.order_by("number")[0])
    assert remove(now=NOW) == len(site.records) + SHIPPED + 2
    connection.check_constraints()
    assert {label: rows for label, rows in content().items() if rows} == {}
    assert [model.objects.count() for model in (Enterprise, User, Grant, NumberSequence)] == [0, 0, 0, 0]
    assert not is_open()
    assert Event.objects.filter(verb="deleted").count() == len(site.records) + SHIPPED + 2
    assert Event.objects.get(object_uid=added.uid).verb == "deleted"


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


def test_the_command_builds_once_and_removes(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEMO_PASSWORD = "for the show"
    call_command("demonstration", "--if-empty")
    assert "Alderbrook Mutual is built: 829 records." in capsys.readouterr().out
    call_command("demonstration", "--if-empty")
    assert capsys.readouterr().out == "There is an enterprise already; nothing was changed.\n"
    with pytest.raises(CommandError, match="There is an enterprise already"):
        call_command("demonstration")
    call_command("demonstration", "--remove")
    assert (
        capsys.readouterr().out
        == "The demonstration is gone: 919 records removed. The audit trail was kept.\n"
    )
    with pytest.raises(CommandError, match="There is no demonstration here"):
        call_command("demonstration", "--remove")


def test_without_a_password_the_command_makes_one_and_says_it(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEMO_PASSWORD = ""
    call_command("demonstration")
    password = capsys.readouterr().out.split()[-1]
    assert User.objects.get(email="cio@demo.example").check_password(password)
