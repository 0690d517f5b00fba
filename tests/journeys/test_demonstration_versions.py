"""The demonstration's former strategy: re-mapped but for what was found late."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from alignment.queries.succession import remapping
from alignment.serializers.succession import tension
from config.demonstration.building import build
from strategies.models import Strategy

pytestmark = pytest.mark.django_db


def test_something_is_left_to_re_map() -> None:
    build(password="for the show", now=datetime(2026, 11, 20, 8, 0, tzinfo=UTC))
    former = Strategy.objects.get(name="Lean and local")
    found = remapping(former, Strategy.objects.get(replaces=former))
    assert (found.open, found.lost, len(found.waiting), found.links) == (1, 1, 1, 6)
    assert tension(found) == (
        "Of 1 objective or element nobody has said yet what becomes of it. "
        "1 link and 1 answer to an IT need wait to be carried over."
    )
