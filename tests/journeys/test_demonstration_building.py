"""The demonstration is built the same again, each write in the trail, and gone without a rest."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import connection

from accounts.models import Enterprise, Grant, NumberSequence, User
from accounts.queries import is_open
from audit.models import Event
from config.demonstration.building import build
from config.demonstration.removal import remove
from customers.models import Need
from foundation.models import Record
from tests.factories.alignment import make_need_link
from tests.journeys.conftest import SHOWN as NOW

if TYPE_CHECKING:
    from config.demonstration.site import Site

pytestmark = pytest.mark.django_db


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


def test_every_write_is_in_the_trail(demonstration: Site) -> None:
    trail = Event.objects.filter(
        type_label__in=[model._meta.label_lower for model, _ in demonstration.records]
    )
    created = trail.filter(verb="created").values_list("object_uid", flat=True)
    assert Counter(created) == Counter(record.uid for record in demonstration.records.values())
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


@pytest.mark.usefixtures("demonstration")
def test_built_again_it_is_the_same() -> None:
    first = content()
    remove(now=NOW)
    build(password="another one", now=NOW)
    assert content() == first


def test_removed_it_leaves_the_trail_and_nothing_else(demonstration: Site) -> None:
    added = make_need_link(need=Need.objects.order_by("number")[0])
    gone = len(demonstration.records) + SHIPPED + 2
    assert remove(now=NOW) == gone
    connection.check_constraints()
    assert {label: rows for label, rows in content().items() if rows} == {}
    assert [model.objects.count() for model in (Enterprise, User, Grant, NumberSequence)] == [0, 0, 0, 0]
    assert not is_open()
    assert Event.objects.filter(verb="deleted").count() == gone
    assert Event.objects.get(object_uid=added.uid).verb == "deleted"
