from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from audit.engine.chain import GENESIS, Mark
from audit.models import Event, Head, Seal, Unsealed
from audit.operations import sealing
from audit.operations.recording import record_many
from audit.operations.sealing import seal
from audit.queries import head, verification
from foundation.actors import SYSTEM
from tests.factories.audit import NOW, make_entry, make_event


@pytest.mark.django_db
def test_events_are_chained_in_the_order_of_their_writing() -> None:
    events = [make_event(), make_event(now=NOW - timedelta(days=900)), make_event()]
    assert seal(now=NOW) == 3
    seals = list(Seal.objects.in_sequence())
    assert [each.sequence for each in seals] == [1, 2, 3]
    assert [each.event_id for each in seals] == [event.pk for event in events]
    assert [each.previous_hash for each in seals] == [GENESIS, seals[0].hash, seals[1].hash]
    assert Unsealed.objects.count() == 0
    assert head() == Mark(3, seals[2].hash)


@pytest.mark.django_db
def test_the_chain_goes_on_where_it_ended() -> None:
    make_event()
    assert seal(now=NOW) == 1
    assert seal(now=NOW) == 0
    make_event()
    assert seal(now=NOW) == 1
    assert verification(NOW).intact
    assert [str(each)[:2] for each in Seal.objects.in_sequence()] == ["1 ", "2 "]


@pytest.mark.django_db
def test_each_day_has_its_head() -> None:
    for day in (0, 0, 1):
        make_event()
        seal(now=NOW + timedelta(days=day))
    heads = [(each.day, each.sequence) for each in Head.objects.order_by("day")]
    assert heads == [(date(2026, 3, 2), 2), (date(2026, 3, 3), 3)]
    assert str(Head.objects.get(sequence=2)).startswith("2026-03-02 2 ")


@pytest.mark.django_db
def test_a_clock_that_is_set_back_does_not_set_back_the_seals() -> None:
    make_event()
    seal(now=NOW)
    make_event()
    seal(now=NOW - timedelta(days=1))
    assert [each.sealed_at for each in Seal.objects.in_sequence()] == [NOW, NOW]
    assert verification(NOW).intact


@pytest.mark.django_db
def test_a_backlog_is_sealed_batch_by_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 2)
    record_many(actor=SYSTEM, entries=[make_entry() for _ in range(5)], now=NOW)
    assert seal(now=NOW) == 5
    assert verification(NOW).intact


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_second_sealer_leaves_at_once() -> None:
    make_event()
    found: list[int] = []

    def other() -> None:
        found.append(seal(now=NOW))
        connection.close()

    with transaction.atomic():
        assert sealing._alone()
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert found == [0]
    assert seal(now=NOW) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sealers_and_writers_side_by_side_never_fork_the_chain() -> None:
    def write() -> None:
        for _ in range(20):
            make_event()
        connection.close()

    def sealer() -> None:
        for _ in range(20):
            seal(now=NOW)
        connection.close()

    threads = [threading.Thread(target=target) for target in (write, write, sealer, sealer)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal(now=NOW)
    assert Event.objects.count() == Seal.objects.count() == 40
    assert verification(NOW).intact
