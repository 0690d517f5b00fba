"""What is kept of chains: which writes look at what, how much that asks of the database, and what the night does."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Enterprise
from alignment.choices import ChainState, Hop
from alignment.models import ChainStanding, NeedLink, StandingCount, StandingLedger
from alignment.operations import standing
from alignment.operations.standing import Kept, keep_standings
from alignment.queries.standing_check import computed_chains, differences
from alignment.tasks import keep_chain_states
from foundation.actors import SYSTEM
from strategies.choices import StrategyState
from tests.alignment.doors import stored
from tests.alignment.scene import FRESH, Scene
from tests.factories.accounts import NOW
from tests.factories.alignment import make_benefit_link, make_initiative, make_need_link
from tests.factories.strategies import make_strategy
from workbench.operations.records import Change, save, save_many
from workbench.types import type_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Unit

TODAY = date(2026, 11, 2)


def standing_of(hop: Hop, record: Any) -> ChainStanding:
    found: ChainStanding = ChainStanding.objects.get(hop=hop, record=record.pk)
    return found


def write(record: Any, **values: Any) -> Any:
    return save(
        object_type=type_for(type(record)), values=values, record=record, actor=SYSTEM, now=NOW
    ).record


def test_the_first_time_nobody_knows_since_when(kept: Scene) -> None:
    assert {row.since_date for row in ChainStanding.objects.all()} == {None}
    assert StandingLedger.objects.get().day == TODAY
    assert keep_standings(now=NOW) == Kept(TODAY)


def test_a_write_changes_what_it_touches_and_nothing_else(kept: Scene) -> None:
    write(kept.calls, target_value=None)
    changed = ChainStanding.objects.filter(since_date=TODAY)
    assert {(row.hop, row.record, row.state, row.action) for row in changed} == {
        ("initiative", kept.tracker.pk, "weak", "set_target"),
        ("need", kept.status.pk, "weak", "set_target"),
        ("element", kept.element.pk, "weak", "set_target"),
        ("objective", kept.objective.pk, "weak", "set_target"),
    }
    assert stored() == computed_chains(NOW)


def test_a_state_that_stays_keeps_its_day(kept: Scene) -> None:
    """Another reason, the same state."""
    write(kept.calls, target_value=None)
    ChainStanding.objects.update(since_date=date(2026, 10, 1))
    write(kept.calls, target_value=1, baseline_value=None)
    row = standing_of(Hop.INITIATIVE, kept.tracker)
    assert (row.state, row.action, row.since_date) == ("weak", "set_baseline", date(2026, 10, 1))


def test_the_first_write_fills_everything(scene: Scene) -> None:
    made = save(
        object_type=type_for(type(scene.archive)),
        values={"name": "Chat bot", "unit": scene.archive.unit},
        actor=SYSTEM,
        now=NOW,
    ).record
    assert stored() == computed_chains(NOW)
    assert [standing_of(Hop.INITIATIVE, each).since_date for each in (made, scene.archive)] == [TODAY, None]


def test_before_the_first_run_nothing_is_kept(db: None) -> None:
    Enterprise.objects.all().delete()
    assert keep_standings(now=NOW) == Kept(None)
    assert differences(NOW) == []


def test_a_write_before_the_first_run_keeps_nothing(scene: Scene) -> None:
    Enterprise.objects.all().delete()
    write(scene.tracker, status="stopped")
    assert ChainStanding.objects.count() == 0


def test_evidence_grows_old_over_night(kept: Scene) -> None:
    later = NOW + timedelta(days=400)
    assert keep_chain_states(now=later) == {"as_of": "2027-12-07", "written": 4, "removed": 0}
    row = standing_of(Hop.INITIATIVE, kept.tracker)
    assert (row.state, row.reason, row.since_date) == ("stale", "evidence_old", date(2027, 12, 7))
    assert stored() == computed_chains(later)


def test_a_strategy_begins_and_ends_over_night(kept: Scene) -> None:
    write(kept.strategy, state=StrategyState.SUPERSEDED, end_date=date(2026, 11, 30))
    assert standing_of(Hop.OBJECTIVE, kept.objective).state == "complete"
    later = NOW + timedelta(days=29)
    assert keep_standings(now=later) == Kept(date(2026, 12, 1), 2, 2)
    assert stored() == computed_chains(later)
    assert standing_of(Hop.NEED, kept.status).reason == "ended"


def test_the_first_write_of_a_day_does_the_night_s_work(kept: Scene) -> None:
    """Where the night has not run, what a write builds upon would be of the day before."""
    later = NOW + timedelta(days=400)
    save(
        object_type=type_for(type(kept.archive)),
        values={"status": "stopped"},
        record=kept.archive,
        actor=SYSTEM,
        now=later,
    )
    assert stored() == computed_chains(later)
    assert StandingCount.objects.filter(day=date(2027, 12, 7)).count() > 0


def test_what_is_dated_back_changes_today(kept: Scene) -> None:
    """A file may be read in as of an earlier day; what is kept stays as of the newest."""
    save(
        object_type=type_for(type(kept.archive)),
        values={"status": "stopped"},
        record=kept.archive,
        actor=SYSTEM,
        now=NOW - timedelta(days=60),
    )
    assert StandingLedger.objects.get().day == TODAY
    assert stored() == computed_chains(NOW)


def test_what_was_written_past_the_doors_is_noticed_on_the_way(kept: Scene) -> None:
    """A link to a record without a standing: everything is computed anew."""
    stray = make_initiative()
    link = make_need_link(initiative=stray, need=kept.status, strength=1)
    write(link, strength=2)
    assert stored() == computed_chains(NOW)


def test_a_side_that_was_never_kept_is_noticed(kept: Scene) -> None:
    link = NeedLink.objects.get(initiative=kept.tracker)
    ChainStanding.objects.at(Hop.INITIATIVE, [kept.tracker.pk]).delete()
    write(link, strength=1)
    assert stored() == computed_chains(NOW)


def test_days_are_counted_by_unit_once(kept: Scene) -> None:
    keep_standings(now=NOW)
    counts = StandingCount.objects.values_list("day", "unit__name", "hop", "state", "count")
    assert sorted(counts, key=str) == sorted(
        [
            (TODAY, kept.strategy.unit.name, "objective", "complete", 1),
            (TODAY, kept.strategy.unit.name, "element", "complete", 1),
            (TODAY, None, "need", "complete", 1),
            (TODAY, None, "need", "broken", 1),
            (TODAY, "Claims", "initiative", "complete", 1),
            (TODAY, "Sales", "initiative", "broken", 1),
        ],
        key=str,
    )


@pytest.mark.parametrize(
    ("record", "values"),
    [
        ("tracker", {"name": "Claim tracker 2", "status": "live", "description": "More"}),
        ("status", {"statement": "Show me where my claim stands"}),
        ("calls", {"description": "Fewer"}),
        ("objective", {"weight": 3}),
        ("strategy", {"statement": "Near"}),
    ],
)
def test_what_decides_nothing_looks_at_nothing(
    kept: Scene, monkeypatch: pytest.MonkeyPatch, record: str, values: dict[str, Any]
) -> None:
    monkeypatch.setattr(standing, "_today", None)
    write(getattr(kept, record), **values)
    assert stored() == computed_chains(NOW)


def asked_by(work: Callable[[], object]) -> list[str]:
    """The statements that read or write what is kept and what it is computed from, after the record is written."""
    with CaptureQueriesContext(connection) as found:
        work()
    texts = [query["sql"] for query in found.captured_queries]
    ledgers = [place for place, text in enumerate(texts) if "standingledger" in text]
    assert len(ledgers) >= 2
    return [text for text in texts[ledgers[1] :] if "SAVEPOINT" not in text]


@pytest.mark.parametrize("count", [1, 3])
def test_statements_of_a_link(kept: Scene, claims: Unit, count: int) -> None:
    """Links of initiatives that promise nothing: how the need stands does not change, and nothing beyond is asked."""
    made = [make_initiative(unit=claims) for _ in range(count)]
    keep_standings(now=NOW)
    changes = [Change({"initiative": each, "need": kept.status, "strength": 2, **FRESH}) for each in made]
    kind = type_for(NeedLink)
    asked = asked_by(lambda: save_many(object_type=kind, changes=changes, actor=SYSTEM, now=NOW))
    assert len(asked) == 9
    assert stored() == computed_chains(NOW)


@pytest.mark.parametrize("count", [1, 3])
def test_statements_all_the_way_up(kept: Scene, claims: Unit, count: int) -> None:
    """A benefit loses its target: its initiatives, their needs, the elements and the objectives are weak."""
    made = [kept.tracker, *(make_initiative(unit=claims) for _ in range(count - 1))]
    for each in made[1:]:
        make_need_link(initiative=each, need=kept.status, strength=3, **FRESH)
        make_benefit_link(initiative=each, benefit=kept.calls, strength=3, **FRESH)
    keep_standings(now=NOW)
    assert len(asked_by(lambda: write(kept.calls, target_value=None))) == 18
    assert ChainStanding.objects.filter(since_date=TODAY, state="weak").count() == count + 3
    assert stored() == computed_chains(NOW)


@pytest.mark.parametrize("count", [401, 500])
def test_a_large_file_is_computed_whole(kept: Scene, claims: Unit, count: int) -> None:
    """What is read does not depend on how much the file says."""
    made = [make_initiative(unit=claims) for _ in range(count)]
    keep_standings(now=NOW)
    changes = [Change({"initiative": each, "need": kept.refund, "strength": 2}) for each in made]
    kind = type_for(NeedLink)
    asked = asked_by(lambda: save_many(object_type=kind, changes=changes, actor=SYSTEM, now=NOW))
    assert len([text for text in asked if text.startswith("SELECT")]) == 12
    assert stored() == computed_chains(NOW)


def test_the_command_compares_what_is_kept(kept: Scene) -> None:
    out = StringIO()
    call_command("chain_report", "--check", stdout=out)
    assert out.getvalue() == "Every chain is kept as its rows say.\n"

    NeedLink.objects.all().delete()
    with pytest.raises(CommandError, match="4 chains are kept otherwise") as refusal:
        call_command("chain_report", "--check", stdout=out)
    assert refusal.value.returncode == 1
    assert "I-01: kept complete, computed broken\n" in out.getvalue()

    call_command("chain_report", "--recompute", stdout=out)
    call_command("chain_report", "--check", stdout=out)


def test_a_strategy_of_another_unit_touches_no_line(kept: Scene, sales: Unit) -> None:
    other = make_strategy(unit=sales, name="Sell more")
    write(other, start_date=TODAY, state=StrategyState.IN_FORCE)
    assert ChainStanding.objects.filter(since_date=TODAY).count() == 0
    assert standing_of(Hop.NEED, kept.refund).state == ChainState.BROKEN
