"""Publishing the alignment index: whole or not at all, only what has changed, each change with its reason."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from alignment.choices import IndexFactor, Occasion, Status
from alignment.engine.judging import SHIPPED, Said
from alignment.models import Edition, IndexWeights, NeedLink, ScopeIndex, Score
from alignment.operations.index import Overtaken, Recomputed, recompute
from alignment.operations.shipping import ship_content
from alignment.operations.standing import keep_standings
from alignment.queries.chains import chain_report
from alignment.queries.factors import Contribution, declared
from alignment.tasks import recompute_alignment
from foundation.actors import SYSTEM
from jobs.models import Job
from jobs.operations.jobs import enqueue
from jobs.operations.running import run_job
from tests.alignment.scene import FRESH, Scene
from tests.factories.accounts import NOW
from tests.factories.alignment import (
    make_benefit,
    make_benefit_link,
    make_index_weights,
    make_initiative,
    make_outlay,
)
from tests.factories.customers import make_earlier_answer
from tests.factories.metrics import make_reading
from workbench.operations.records import save
from workbench.operations.removal import delete
from workbench.types import type_with_key

if TYPE_CHECKING:
    from django.conf import LazySettings

    from accounts.models import Unit, User

HOUR = timedelta(hours=1)
LATER = NOW + HOUR


def computed(now: Any = NOW) -> Recomputed:
    return recompute(occasion=Occasion.ASKED, now=now)


def current() -> dict[str, Decimal | None]:
    """The scores that hold now, by name."""
    rows = Score.objects.current().exclude(detail={}).values_list("initiative__name", "figure")
    return dict(rows)


def indices() -> dict[str, Decimal | None]:
    return dict(ScopeIndex.objects.current().exclude(detail={}).values_list("unit__name", "figure"))


# ── what is published ────────────────────────────────────────────────────────────────────────────
def test_everything_is_published_with_what_it_was_weighed_by(scene: Scene) -> None:
    weights = make_index_weights(start_date=date(2026, 1, 1), linked=40, match=10, needs=25, benefits=25)
    make_index_weights(start_date=NOW.date() + timedelta(days=1), linked=100)
    found = computed()
    edition = found.edition
    assert (found.is_new, found.scores) == (True, 2)
    assert (edition.published_at, edition.confirmed_at, edition.day) == (NOW, NOW, NOW.date())
    assert (edition.occasion, edition.year, edition.decided) == ("asked", 2026, weights)
    assert edition.weights == {"linked": 40, "match": 10, "needs": 25, "benefits": 25, "decisions": 0}
    assert str(edition) == "2026-11-02 09:30"
    # Tracker is linked and its benefit measured; its 100 reach operational excellence, which is to get 30% of 160: 48.
    # Nobody has asked how important its need is, so that factor is left out: (40 + 4.8 + 25) / 75.
    assert current() == {"Claim tracker": Decimal("93.1"), "Tape archive": Decimal("0.0")}


def test_a_unit_answers_for_what_is_below_it_and_the_topmost_for_all(scene: Scene) -> None:
    """Harbor: 100 of 160 are linked and bring a benefit, 48 match: (18.75 + 6 + 15.625) / 75."""
    computed()
    assert indices() == {
        "Harbor Mutual": Decimal("53.8"),
        "Claims": Decimal("86.1"),
        "Sales": Decimal("0.0"),
    }
    assert [str(row) for row in ScopeIndex.objects.order_by("unit__path")] == [
        "Harbor Mutual: 53.8", "Claims: 86.1", "Sales: 0.0",
    ]  # fmt: skip
    detail = ScopeIndex.objects.get(unit__name="Harbor Mutual").detail
    assert detail["chains"] == {
        "objective": {"complete": 1}, "element": {"complete": 1}, "need": {"complete": 1, "broken": 1},
        "initiative": {"complete": 1, "broken": 1},
    }  # fmt: skip
    assert detail["coverage"]["money"] == "160.00"
    assert detail["left_out"] == ["needs"]
    assert ScopeIndex.objects.get(unit__name="Sales").detail["chains"] == {"initiative": {"broken": 1}}


def test_an_edition_counts_the_chains_as_the_report_does(scene: Scene) -> None:
    """What is kept as of the day is read, even where rows were written past the doors since; other days are computed."""
    keep_standings(now=NOW)
    make_initiative(name="Portal", unit=scene.archive.unit)
    computed()
    detail = ScopeIndex.objects.get(unit__name="Harbor Mutual").detail
    told = {
        hop.value: {state.value: n for state, n in states.items() if n}
        for hop, states in chain_report(SYSTEM, NOW).counts.items()
    }
    assert detail["chains"] == told
    assert told["initiative"] == {"complete": 1, "broken": 1}
    computed(NOW + timedelta(days=1))
    detail = ScopeIndex.objects.current().get(unit__name="Harbor Mutual").detail
    assert detail["chains"]["initiative"] == {"complete": 1, "broken": 2}


def test_without_weights_the_shipped_ones_count_and_shipping_makes_them_a_record(scene: Scene) -> None:
    assert computed().edition.decided is None
    assert ship_content(now=NOW) == 1
    (shipped,) = IndexWeights.objects.all()
    assert shipped.by_factor == SHIPPED
    found = computed(LATER)
    assert (found.is_new, found.scores, found.edition.decided) == (True, 0, shipped)
    assert ship_content(now=LATER) == 1


def test_weights_of_the_firm_on_the_day_of_the_shipped_ones_are_left_alone(db: None) -> None:
    make_index_weights(start_date=date(2000, 1, 1))
    assert ship_content(now=NOW) == 0


def test_an_enterprise_without_work_has_an_edition_and_no_index(root: Unit) -> None:
    assert (computed().is_new, indices(), current()) == (True, {}, {})


# ── by difference ────────────────────────────────────────────────────────────────────────────────
def test_the_same_inputs_make_no_new_edition_but_confirm_the_newest(scene: Scene) -> None:
    first, second = computed(), computed(LATER)
    assert (second.is_new, second.edition.pk, second.scores) == (False, first.edition.pk, 0)
    edition = Edition.objects.get()
    assert (edition.published_at, edition.confirmed_at) == (NOW, LATER)
    assert (Score.objects.count(), ScopeIndex.objects.count()) == (2, 3)


def test_only_what_differs_gets_a_row_and_says_why(scene: Scene, cio: User) -> None:
    computed()
    link = NeedLink.objects.get()
    save(object_type=type_with_key("needlink"), record=link, values={"evidence": ""}, actor=cio, now=NOW)
    found = computed(LATER)
    assert (found.is_new, found.scores) == (True, 1)
    rows = Score.objects.filter(initiative=scene.tracker).order_by("edition")
    assert [(row.figure, row.is_current) for row in rows] == [
        (Decimal("86.1"), False),
        (Decimal("25.0"), True),
    ]
    assert rows[0].causes == [{"factor": "", "kind": "first", "points": 0.0, "about": []}]
    assert [(cause["factor"], cause["kind"], cause["points"]) for cause in rows[1].causes] == [
        ("linked", "no_evidence", -30.0),
        ("match", "no_evidence", -20.0),
        ("match", "over_share", 13.9),
    ]
    assert str(rows[1]) == "Claim tracker: 25.0"
    assert set(found.edition.scopeindex_rows.values_list("unit__name", flat=True)) == {
        "Harbor Mutual",
        "Claims",
    }


def test_what_would_raise_a_score_is_brought_up_to_date_in_place(scene: Scene) -> None:
    computed()
    before = Score.objects.get(initiative=scene.archive)
    scene.refund.delete()
    found = computed(LATER)
    after = Score.objects.get(initiative=scene.archive)
    assert (after.pk, after.figure) == (before.pk, before.figure)
    assert after.gains != before.gains
    assert not found.edition.score_rows.filter(initiative=scene.archive, edition__gt=before.edition).exists()


def test_other_weights_are_the_reason_themselves(scene: Scene) -> None:
    computed()
    make_index_weights(start_date=date(2026, 1, 1), linked=50, match=50)
    computed(LATER)
    (cause,) = Score.objects.current().get(initiative=scene.tracker).causes
    assert cause["kind"] == "weights"


def test_work_that_no_longer_counts_has_no_score_and_one_that_counts_again_a_first_one(scene: Scene) -> None:
    computed()
    scene.archive.status = Status.STOPPED
    scene.archive.save()
    computed(LATER)
    assert current() == {"Claim tracker": Decimal("81.3")}
    assert "Sales" not in indices()
    gone = Score.objects.current().get(initiative=scene.archive)
    assert (gone.figure, gone.causes[0]["kind"]) == (None, "left")
    assert computed(LATER + HOUR).is_new is False
    scene.archive.status = Status.DELIVERY
    scene.archive.save()
    computed(LATER + 2 * HOUR)
    assert [row.causes[0]["kind"] for row in Score.objects.filter(initiative=scene.archive).order_by("pk")] == [
        "first", "left", "first",
    ]  # fmt: skip
    assert indices()["Sales"] == Decimal("0.0")


def test_what_is_exempt_stands_outside(scene: Scene, cio: User) -> None:
    make_initiative(
        name="Tax rules", unit=scene.archive.unit, exempt_reason="Law", exempt_by=cio.person,
        exempt_until=NOW.date(),
    )  # fmt: skip
    computed()
    assert sorted(current()) == ["Claim tracker", "Tape archive"]
    assert ScopeIndex.objects.get(unit__name="Sales").detail["exempt"] == 1


# ── what customers and readings say ──────────────────────────────────────────────────────────────
def test_needs_move_by_their_answers_and_benefits_by_their_newest_reading(scene: Scene) -> None:
    need, benefit = scene.status, scene.calls
    need.importance, need.satisfaction = Decimal(8), Decimal(4)
    need.scale_min, need.scale_max, need.asked_date = 0, 10, date(2026, 10, 1)
    need.save()
    make_earlier_answer(
        need=need, asked_date=date(2025, 10, 1), satisfaction=Decimal(5), scale_min=0, scale_max=10
    )
    benefit.baseline_date, benefit.target_date = date(2026, 10, 1), date(2026, 12, 10)
    benefit.save()
    start, goal = benefit.baseline_value, benefit.target_value
    assert start is not None
    assert goal is not None
    make_reading(metric=benefit.metric, day=date(2026, 10, 21), value=start)
    make_reading(metric=benefit.metric, day=date(2026, 10, 31), value=start + (goal - start) * 3 / 14)
    make_reading(metric=benefit.metric, day=date(2026, 11, 30), value=goal)
    computed()
    steps = Score.objects.get(initiative=scene.tracker).detail["steps"]
    points = {(step["factor"], step["kind"]): round(step["end"] - step["start"], 1) for step in steps}
    assert points["needs", "not_moving"] == -10.0
    assert points["benefits", "behind_plan"] == -6.2
    coverage = ScopeIndex.objects.get(unit__parent=None).detail["coverage"]
    assert [coverage[name] for name in ("told", "moving", "followed", "on_track")] == [1, 0, 1, 0]


# ── what other apps say ──────────────────────────────────────────────────────────────────────────
class Decisions:
    """A factor of another app: the first initiative decides in time, the whole half of the time."""

    key = IndexFactor.DECISIONS

    def gather(self, initiatives: Collection[int], now: Any) -> Contribution:
        first = min(initiatives, default=0)
        return Contribution(
            {first: Said(Fraction(1), "Decided in 3 days")}, Said(Fraction(1, 2), "Half in time")
        )


FACTORS = (Decisions(),)


class Meddling(Decisions):
    """One during which somebody else publishes."""

    def __init__(self, *meanwhile: Callable[[], Any]) -> None:
        self.meanwhile = list(meanwhile)

    def gather(self, initiatives: Collection[int], now: Any) -> Contribution:
        if self.meanwhile:
            self.meanwhile.pop()()
        return Contribution()


MEDDLING: list[Meddling] = []


class Usurper(Decisions):
    key = IndexFactor.LINKED


USURPER = (Usurper(),)


def test_a_factor_of_another_app_counts_with_its_weight_and_tells_its_evidence(
    scene: Scene, settings: LazySettings
) -> None:
    settings.FACTORS = f"{__name__}.FACTORS"
    make_index_weights(start_date=date(2026, 1, 1), linked=50, match=0, needs=0, benefits=0, decisions=50)
    computed()
    assert current() == {"Claim tracker": Decimal("100.0"), "Tape archive": Decimal("0.0")}
    factors = Score.objects.get(initiative=scene.tracker).detail["factors"]
    assert factors[1] == {"factor": "decisions", "could": 50.0, "won": 50.0, "evidence": "Decided in 3 days"}
    whole = ScopeIndex.objects.get(unit__parent=None)
    assert whole.figure == Decimal("56.2")
    assert whole.detail["factors"][1]["evidence"] == "Half in time"


def test_what_is_computed_here_cannot_be_replaced(settings: LazySettings) -> None:
    settings.FACTORS = f"{__name__}.USURPER"
    with pytest.raises(ImproperlyConfigured, match="linked"):
        declared()


def test_what_rests_on_older_facts_than_were_published_meanwhile_is_computed_anew(
    scene: Scene, settings: LazySettings
) -> None:
    settings.FACTORS = f"{__name__}.MEDDLING"
    MEDDLING[:] = [Meddling(lambda: computed(LATER))]
    found = computed(LATER + HOUR)
    assert (found.is_new, found.edition.published_at, found.edition.confirmed_at) == (
        False,
        LATER,
        LATER + HOUR,
    )


def test_who_is_overtaken_again_and_again_gives_up(scene: Scene, settings: LazySettings) -> None:
    settings.FACTORS = f"{__name__}.MEDDLING"
    instants = [LATER + n * HOUR for n in range(60)]
    MEDDLING[:] = [Meddling()]
    publish: Callable[[], Any] = lambda: Edition.objects.create(  # noqa: E731
        published_at=NOW, confirmed_at=instants.pop(), day=NOW.date(), occasion="night", weights={}
    )
    MEDDLING[0].meanwhile = [publish] * 60
    with pytest.raises(Overtaken):
        computed()


# ── the job ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
def test_writes_of_one_transaction_ask_once_and_what_is_written_while_it_runs_asks_again(
    scene: Scene, cio: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, link = type_with_key("needlink"), NeedLink.objects.get()
    with transaction.atomic():
        save(object_type=kind, record=link, values={"strength": 1}, actor=cio, now=NOW)
        save(object_type=kind, record=link, values={"strength": 2}, actor=cio, now=NOW)
        assert not Job.objects.filter(kind="recompute_alignment").exists()
    (job,) = Job.objects.filter(kind="recompute_alignment")
    assert (job.payload, job.actor_uid) == ({"occasion": "change"}, SYSTEM.uid)

    def written_meanwhile(**_: Any) -> Any:
        save(object_type=kind, record=link, values={"strength": 3}, actor=cio, now=LATER)
        return computed()

    monkeypatch.setattr("alignment.tasks.recompute", written_meanwhile)
    done = run_job(uid=job.uid, now=NOW)
    assert done is not None
    assert done.result == {"published": True, "scores": 2}
    assert Job.objects.unfinished().filter(kind="recompute_alignment").count() == 1


@pytest.mark.django_db(transaction=True)
def test_writes_that_cannot_move_it_ask_for_nothing(scene: Scene, administrator: User) -> None:
    save(object_type=type_with_key("person"), values={"name": "Nora Holt"}, actor=administrator, now=NOW)
    assert not Job.objects.filter(kind="recompute_alignment").exists()
    delete(object_type=type_with_key("benefitlink"), record=make_link(scene), actor=administrator, now=NOW)
    assert Job.objects.filter(kind="recompute_alignment").count() == 1


def make_link(scene: Scene) -> Any:
    return make_benefit_link(initiative=scene.archive, benefit=make_benefit(unit=scene.archive.unit), **FRESH)


def test_before_the_first_run_there_is_nothing_to_compute(db: None) -> None:
    assert recompute_alignment(payload={}, progress=None, now=NOW) == {"published": False}  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_at_night_it_is_computed_whatever_was_written(scene: Scene) -> None:
    job = enqueue(
        kind="recompute_alignment", payload={}, actor=SYSTEM, now=NOW, key="schedule:recompute_alignment"
    )
    run_job(uid=job.uid, now=NOW)
    assert Edition.objects.get().occasion == "night"


def test_money_of_the_plan_year_counts_and_of_the_whole_life_where_none_is_planned(scene: Scene) -> None:
    make_outlay(initiative=scene.archive, fiscal_year=2020, amount=Decimal(1000))
    assert computed().edition.year == 2026
    scene.tracker.outlays.update(fiscal_year=2021)
    scene.archive.outlays.filter(fiscal_year=2026).update(fiscal_year=2021)
    assert computed(LATER).edition.year is None
