"""One record's own rows tell the same as all rows: the same chain, the same lines, the same money."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Enterprise, Unit, User
from alignment.choices import Hop
from alignment.engine.facts import Ref
from alignment.queries import record_chain as module
from alignment.queries.links import HOPS
from alignment.queries.record_chain import record_chain
from alignment.queries.rows import rows
from strategies.choices import StrategyState
from tests.factories.alignment import make_initiative
from workbench.types import all_types

STATIONS = [t for t in all_types() if t.model in HOPS]


@pytest.fixture
def executive(db: None) -> User:
    call_command("demonstration", verbosity=0)
    return User.objects.get(email="cio@demo.example")


def told(found: Any) -> Any:
    """The chain, and the lines with their money: totals of the ends lie beyond the record and are not shown."""
    if found is None:
        return None
    chain = found.chain
    lines = {(edge.source, edge.target): edge.amount for edge in found.edges}
    facts = (chain.state, chain.up, chain.down, chain.missing, chain.findings, chain.path)
    return facts, {node.key for node in found.nodes}, lines


def is_of_former(record: Any) -> bool:
    """Whether it belongs to the strategy before."""
    return getattr(getattr(record, "strategy", None), "state", "") == StrategyState.SUPERSEDED


@pytest.mark.servers
def test_every_record_of_the_demonstration(executive: User, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()  # noqa: TID251 -- the demonstration is built around today
    records = [(record, HOPS[t.model]) for t in STATIONS for record in t.model.objects.for_list()]
    near = {
        Ref(hop, record.pk): told(record_chain(executive, record, hop, now, Enterprise.objects.get()))
        for record, hop in records
    }

    monkeypatch.setattr(module, "rows_of_record", lambda _record, _ref, *at: rows(*at))
    whole = {
        Ref(hop, record.pk): told(record_chain(executive, record, hop, now, Enterprise.objects.get()))
        for record, hop in records
    }

    over = {ref for ref, found in near.items() if found is None}
    assert (len(near), len(over)) == (75, 7)
    assert over == {Ref(HOPS[type(row)], row.pk) for row, _ in records if is_of_former(row)}
    assert [ref for ref in near if near[ref] != whole[ref]] == []


def test_a_stopped_record_owes_no_chain(cio: User, root: Unit, now: datetime) -> None:
    initiative = make_initiative(unit=root, status="stopped")
    assert record_chain(cio, initiative, Hop.INITIATIVE, now, Enterprise.objects.get()) is None
