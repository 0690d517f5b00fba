"""Every page that shows figures of metrics says how fresh they are, and never shows old ones as good."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from accounts.models import Enterprise
from metrics.choices import RunOccasion, RunState
from metrics.models import Run
from metrics.panels import objective_measures, strategy_measures
from metrics.queries.freshness import freshness
from metrics.serializers.freshness import freshness_words
from tests.factories.accounts import NOW
from tests.metrics.scene import make_scene
from tests.metrics.story import Story, make_story

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db
LATER = timedelta(days=1)


@pytest.fixture
def story(root: Unit, monkeypatch: pytest.MonkeyPatch) -> Story:
    """Its run is made the night of today, and pages are looked at later in the day."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    story = make_story()
    night = NOW.replace(hour=3, minute=14)
    Run.objects.update(as_of_date=NOW.date(), occasion=RunOccasion.NIGHT, finished_at=night)
    return story


def failed(day: datetime) -> Run:
    return Run.objects.create(
        as_of_date=day.date(),
        occasion=RunOccasion.NIGHT,
        state=RunState.FAILED,
        created_at=day,
        started_at=day,
        finished_at=day,
    )


def pages(story: Story) -> tuple[str, ...]:
    return "/dashboards/", f"/metrics/{story.metric.uid}/", f"/metrics/{story.metric.uid}/chart/"


def words(now: datetime) -> str:
    return freshness_words(freshness(now=now, enterprise=Enterprise.objects.get()), now)


def test_the_head_says_when_figures_were_computed(reader: User, story: Story, client_of: ClientOf) -> None:
    client = client_of(reader)
    for address in pages(story):
        answer = client.get(address)
        assert answer.context["freshness"]["text"].startswith("Computed 0")
        assert answer.context["freshness"]["late"] is False
        assert 'class="sl-fresh"' in answer.text


def test_a_failed_run_is_told_on_every_page_with_the_day_of_what_is_shown(
    reader: User, story: Story, client_of: ClientOf
) -> None:
    failed(NOW + LATER)
    client = client_of(reader)
    for address in pages(story):
        answer = client.get(address)
        assert answer.context["freshness"]["text"] == "Figures of 2 Nov 2026; the run of 3 Nov 2026 failed"
        assert 'class="sl-fresh late"' in answer.text


def test_a_late_night_is_told_too(story: Story) -> None:
    assert words(NOW).startswith("Computed")
    assert words(NOW + 2 * LATER) == "Figures of 2 Nov 2026; the night of 3 Nov 2026 is late"


def test_what_was_computed_by_day_or_before_today_says_so(story: Story) -> None:
    assert words(NOW).endswith("last night")
    Run.objects.update(occasion=RunOccasion.ASKED)
    assert words(NOW).startswith("Computed 0")
    assert not words(NOW).endswith("night")
    Run.objects.update(finished_at=NOW - LATER)
    assert words(NOW).startswith("Computed 1 Nov 2026, ")


def test_before_anything_was_published_nothing_is_claimed(enterprise: Enterprise) -> None:
    run = failed(NOW)
    assert words(NOW) == "No figures yet; the run of 2 Nov 2026 failed"
    Run.objects.filter(pk=run.pk).update(state=RunState.RUNNING, finished_at=None)
    assert words(NOW) == "The first run is at work"


def test_measures_say_when_figures_are_older_than_they_should_be(
    claims: Unit, cio: User, story: Story
) -> None:
    scene, enterprise = make_scene(claims), Enterprise.objects.get()
    given: dict[str, Any] = {"viewer": cio, "now": NOW, "enterprise": enterprise}
    assert objective_measures(record=scene.kept, **given)["late"] == ""
    failed(NOW + LATER)
    late = "Figures of 2 Nov 2026; the run of 3 Nov 2026 failed"
    assert objective_measures(record=scene.kept, **given)["late"] == late
    assert strategy_measures(record=scene.strategy, **given)["late"] == late
