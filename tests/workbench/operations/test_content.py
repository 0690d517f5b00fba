"""Shipped content: created once, known by uids that never change, and left as people leave it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
import yaml

from accounts.models import Enterprise
from audit.choices import Verb
from audit.models import Event
from audit.operations.recording import Subject
from audit.operations.recording import record as record_event
from foundation.actors import SYSTEM
from metrics.choices import FormulaKind
from metrics.models import Metric
from workbench.operations.content import SOURCE, read_content, ship, shipped_uid
from workbench.operations.records import save
from workbench.operations.removal import archive_many, delete
from workbench.operations.restoring import undelete
from workbench.types import type_with_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from accounts.models import User
    from foundation.models import Record

pytestmark = pytest.mark.usefixtures("enterprise")

METRIC = type_with_key("metric")
ROWS: list[dict[str, Any]] = [
    {"key": "calls", "name": "Calls for each claim", "formula": FormulaKind.MEAN},
    {"key": "days", "name": "Days to settle", "formula": FormulaKind.MEAN},
]
WITHOUT_WORK = 5
"""What is there, what was deleted, what is there now; and a savepoint around the writing that is not needed."""


def told(found: dict[str, Record]) -> dict[str, tuple[UUID, str, int]]:
    return {key: (record.uid, str(record), record.version) for key, record in found.items()}


def rows(count: int) -> list[dict[str, Any]]:
    return [
        {"key": f"m{number}", "name": f"Metric {number}", "formula": FormulaKind.SUM}
        for number in range(count)
    ]


def test_what_is_missing_is_created_under_a_uid_that_follows_from_its_key(now: datetime) -> None:
    found = ship(object_type=METRIC, rows=ROWS, now=now)

    uids = {key: uuid5(NAMESPACE_URL, f"sightline:metrics.metric:{key}") for key in ("calls", "days")}
    assert {key: shipped_uid(METRIC, key) for key in uids} == uids
    assert told(found) == {
        "calls": (uids["calls"], "Calls for each claim", 1),
        "days": (uids["days"], "Days to settle", 1),
    }
    stored = Metric.objects.order_by("number").values_list("uid", "name", "source", "external_key")
    assert list(stored) == [(uids[row["key"]], row["name"], SOURCE, row["key"]) for row in ROWS]
    trail = Event.objects.order_by("pk").values_list("actor_uid", "verb", "object_uid", "at")
    assert list(trail) == [(SYSTEM.uid, "created", uids[row["key"]], now) for row in ROWS]


def test_the_same_key_of_another_type_is_another_record() -> None:
    assert shipped_uid(METRIC, "calls") != shipped_uid(type_with_key("program"), "calls")


def test_shipping_again_changes_nothing(now: datetime) -> None:
    first = told(ship(object_type=METRIC, rows=ROWS, now=now))
    before = list(Metric.objects.order_by("pk").values())
    events = Event.objects.count()

    assert told(ship(object_type=METRIC, rows=ROWS, now=now + timedelta(days=1))) == first
    assert list(Metric.objects.order_by("pk").values()) == before
    assert Event.objects.count() - events == 0


def test_only_what_a_new_release_adds_is_created(now: datetime) -> None:
    ship(object_type=METRIC, rows=ROWS[:1], now=now)
    events = Event.objects.count()

    assert sorted(ship(object_type=METRIC, rows=ROWS, now=now)) == ["calls", "days"]
    new = Event.objects.order_by("pk")[events:]
    assert [event.object_uid for event in new] == [shipped_uid(METRIC, "days")]


def test_what_somebody_edited_stays_as_they_left_it(now: datetime, administrator: User) -> None:
    calls = ship(object_type=METRIC, rows=ROWS, now=now)["calls"]
    save(object_type=METRIC, values={"name": "Calls and mails"}, record=calls, actor=administrator, now=now)
    later = [{"key": "calls", "name": "Words of the next release", "formula": FormulaKind.SUM}, ROWS[1]]

    assert told(ship(object_type=METRIC, rows=later, now=now))["calls"] == (calls.uid, "Calls and mails", 2)
    assert list(Metric.objects.order_by("number").values_list("name", "version")) == [
        ("Calls and mails", 2),
        ("Days to settle", 1),
    ]


def test_what_somebody_archived_stays_archived(now: datetime, administrator: User) -> None:
    calls = ship(object_type=METRIC, rows=ROWS, now=now)["calls"]
    archive_many(object_type=METRIC, records=[calls], actor=administrator, now=now)

    again = ship(object_type=METRIC, rows=ROWS, now=now + timedelta(days=1))
    assert (again["calls"].archived_at, again["calls"].version) == (now, 2)
    assert Metric.objects.count() == 2


def test_what_somebody_deleted_does_not_come_back(now: datetime, administrator: User) -> None:
    calls = ship(object_type=METRIC, rows=ROWS, now=now)["calls"]
    delete(object_type=METRIC, record=calls, actor=administrator, now=now)
    events = Event.objects.count()

    assert list(ship(object_type=METRIC, rows=ROWS, now=now)) == ["days"]
    assert (Metric.objects.count(), Event.objects.count()) == (1, events)


def test_what_went_with_a_removal_by_the_system_comes_back(now: datetime) -> None:
    calls = ship(object_type=METRIC, rows=ROWS, now=now)["calls"]
    uid = calls.uid
    delete(object_type=METRIC, record=calls, actor=SYSTEM, now=now)

    assert told(ship(object_type=METRIC, rows=ROWS, now=now))["calls"] == (uid, "Calls for each claim", 1)
    assert Metric.objects.count() == 2


def test_removed_by_the_system_does_not_undo_what_somebody_wished(now: datetime, administrator: User) -> None:
    """Only the record that nobody deleted returns when everything else was removed."""
    found = ship(object_type=METRIC, rows=ROWS, now=now)
    delete(object_type=METRIC, record=found["calls"], actor=administrator, now=now)
    delete(object_type=METRIC, record=found["days"], actor=SYSTEM, now=now)

    assert list(ship(object_type=METRIC, rows=ROWS, now=now)) == ["days"]


def test_what_somebody_deleted_returns_from_recently_deleted(now: datetime, administrator: User) -> None:
    calls = ship(object_type=METRIC, rows=ROWS, now=now)["calls"]
    uid, number = calls.uid, calls.number
    save(object_type=METRIC, values={"name": "Calls and mails"}, record=calls, actor=administrator, now=now)
    delete(object_type=METRIC, record=calls, actor=administrator, now=now)
    undelete(events=list(Event.objects.filter(verb="deleted")), actor=administrator, now=now)

    again = ship(object_type=METRIC, rows=ROWS, now=now)["calls"]
    assert (*told({"calls": again})["calls"], again.number) == (uid, "Calls and mails", 2, number)
    delete(object_type=METRIC, record=again, actor=administrator, now=now)
    assert list(ship(object_type=METRIC, rows=ROWS, now=now)) == ["days"]


def test_what_somebody_deleted_returns_where_it_is_asked_for(now: datetime, administrator: User) -> None:
    found = ship(object_type=METRIC, rows=ROWS, now=now)
    uid = found["calls"].uid
    edited = {"name": "Days until we pay"}
    save(object_type=METRIC, values=edited, record=found["days"], actor=administrator, now=now)
    for _turn in range(2):
        delete(object_type=METRIC, record=found["calls"], actor=administrator, now=now)
        found = ship(object_type=METRIC, rows=ROWS, now=now, deleted_too=True)
        assert told(found) == {
            "calls": (uid, "Calls for each claim", 1),
            "days": (shipped_uid(METRIC, "days"), "Days until we pay", 2),
        }
        assert told(ship(object_type=METRIC, rows=ROWS, now=now)) == told(found)


def test_what_was_deleted_in_a_demonstration_binds_no_enterprise_after_it(
    now: datetime, administrator: User
) -> None:
    calls = ship(object_type=METRIC, rows=ROWS, now=now)["calls"]
    delete(object_type=METRIC, record=calls, actor=administrator, now=now)
    enterprise = Subject("accounts.enterprise", Enterprise.uid, "Harbor Mutual")
    record_event(actor=SYSTEM, verb=Verb.CREATED, subject=enterprise, changes={}, now=now)

    assert sorted(ship(object_type=METRIC, rows=ROWS, now=now)) == ["calls", "days"]


@pytest.mark.parametrize("count", [1, 3, 50])
def test_nothing_to_do_takes_as_many_statements_however_many_rows(
    count: int, now: datetime, django_assert_num_queries: Callable[..., Any]
) -> None:
    ship(object_type=METRIC, rows=rows(count), now=now)
    with django_assert_num_queries(WITHOUT_WORK):
        found = ship(object_type=METRIC, rows=rows(count), now=now)
    assert len(found) == count


def test_a_pack_is_read_as_plain_yaml(tmp_path: Path) -> None:
    pack = tmp_path / "pack.yaml"
    pack.write_text("instrument:\n  key: años\ngroups: [1, 2]\n", encoding="utf-8")
    assert read_content(pack) == {"instrument": {"key": "años"}, "groups": [1, 2]}


def test_a_pack_makes_no_objects(tmp_path: Path) -> None:
    """Content is data: a tag that would build an object of Python is refused."""
    pack = tmp_path / "pack.yaml"
    pack.write_text("!!python/object/apply:os.getcwd []\n", encoding="utf-8")
    with pytest.raises(yaml.constructor.ConstructorError):
        read_content(pack)
