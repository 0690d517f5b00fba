"""A worker that sleeps longer than its lease and wakes up when others have done its part."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta

import pytest

from jobs.operations import leases
from metrics.choices import RunOccasion
from metrics.models import Shard, Snapshot
from metrics.operations import recomputing
from metrics.operations.recomputing import plan, work
from tests.factories.accounts import NOW
from tests.metrics.observed import Firm, digests, make_firm, recompute
from tests.metrics.operations.test_recomputing import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(root: object) -> Firm:
    return make_firm()


@pytest.mark.parametrize("is_over", [False, True])
def test_who_wakes_up_when_others_have_done_the_part_changes_nothing(is_over: bool, firm: Firm) -> None:
    """Neither where the run is still at work nor where it is published and its parts are gone."""
    recompute()
    filled(firm, 5, 5)
    run = plan(as_of=NOW.date(), occasion=RunOccasion.ASKED, now=NOW)
    assert run is not None
    late = leases.claim_next(run.shards.all())
    assert late is not None
    Shard.objects.running().update(lease_until=NOW - timedelta(days=9_000))
    leases.sweep(Shard, error="silent")
    if is_over:
        work(run=run, now=NOW, report=lambda _percent: None, keep=nullcontext)
    else:
        other = leases.claim_next(run.shards.all())
        assert other is not None
        recomputing._attempt(other)
    found = digests(), list(Shard.objects.values_list("pk", "state", "last_error")), Snapshot.objects.count()

    recomputing._attempt(late)

    assert found == (
        digests(),
        list(Shard.objects.values_list("pk", "state", "last_error")),
        Snapshot.objects.count(),
    )
