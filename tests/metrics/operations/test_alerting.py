"""Owners hear of what happened to their metrics: each event once, all of a night together."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from activity.models import Notification
from foundation import formats
from jobs.models import Job, Message
from metrics import tasks
from metrics.choices import AlertKind, FormulaKind, Frequency
from metrics.engine.layout import SCALE
from metrics.engine.observed import Kept
from metrics.models import Alert, Metric, Run
from metrics.operations.alerting import send_digest, tell_owners
from metrics.operations.run_telling import tell_of_failure, tell_of_lateness
from metrics.serializers import alerts
from metrics.serializers.alerts import digest, told
from tests.factories.accounts import NOW, make_person, make_user
from tests.factories.metrics import make_metric, make_reading, make_target
from tests.metrics.observed import metric_of, recompute
from tests.metrics.story import DAY, Story, make_story, month

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(root: Unit) -> User:
    return make_user("Ida", unit=root)


@pytest.fixture
def story(owner: User) -> Story:
    return make_story(owner=owner.person)


def tell() -> list[tuple[str, str, str]]:
    """What was told now: title, text and page."""
    before = set(Notification.objects.values_list("pk", flat=True))
    count = tell_owners(now=NOW, said=told)
    found = Notification.objects.exclude(pk__in=before).order_by("pk")
    assert found.count() == count
    return list(found.values_list("title", "text", "url"))


def test_an_owner_hears_of_a_signal_once(story: Story) -> None:
    line = "Policies sold: Above the upper limit since Dec, for the better (31 policies)"
    assert tell() == [(line, "", f"/metrics/{story.metric.uid}/chart/")]
    assert Message.objects.get().subject == line
    assert tell() == []


def test_what_lasts_is_told_once_and_what_comes_again_once_more(story: Story) -> None:
    tell()
    first = story.firm.segments[2]

    def tell_of(index: int, value: int) -> list[str]:
        story.firm.observe((story.metric, first, month(index), Kept(value * SCALE, 0, 1)))
        recompute(day=month(index + 1))
        return [title for title, _text, _url in tell()]

    assert tell_of(24, 60) == []
    assert tell_of(25, 20) == []
    assert tell_of(26, 70) == ["Policies sold: Above the upper limit since Mar, for the better (70 policies)"]


def test_all_of_a_night_is_one_message_the_worst_first(story: Story, owner: User) -> None:
    make_target(
        metric=story.metric, start_date=date(2025, 1, 1), end_date=date(2026, 12, 31), value=Decimal(100)
    )
    calls = make_metric(name="Calls", owner=owner.person, frequency=Frequency.MONTHLY)
    make_reading(metric=calls, day=date(2025, 10, 31), value=Decimal(1))
    recompute(day=DAY)

    ((title, text, url),) = tell()
    assert (title, url) == ("2 of your metrics ask for a look", "/dashboards/")
    assert text.splitlines() == [
        "Policies sold: Off target since Jan 2025 (31 policies; Target 100 policies by Dec 2026)",
        "Calls: No value after 31 Oct 2025; the next was due by 30 Nov 2025",
        "Policies sold: Above the upper limit since Dec, for the better (31 policies)",
    ]
    make_reading(metric=calls, day=DAY, value=Decimal(1))
    assert tell() == []
    recompute(day=DAY + timedelta(days=45))
    assert [title for title, _text, _url in tell()] == ["2 of your metrics ask for a look"]


def test_what_is_read_by_hand_is_judged_as_on_its_page(story: Story, owner: User) -> None:
    calls = make_metric(name="Calls", owner=owner.person, frequency=Frequency.MONTHLY, unit_of_measure="%")
    make_target(metric=calls, start_date=date(2025, 1, 1), end_date=date(2026, 12, 31), value=Decimal(50))
    for month_of, value in ((10, 60), (11, 40), (12, 30)):
        make_reading(metric=calls, day=date(2025, month_of, 28), value=Decimal(value))
    ((_title, text, _url),) = tell()
    assert text.splitlines()[0] == "Calls: Off target since Nov 2025 (30.0%; Target 50.0% by Dec 2026)"
    assert send_digest(now=NOW, said=digest) == 1
    assert digests()[0][1].splitlines()[0] == "Off target: 1; Not known: 1"


def test_a_long_message_ends_with_how_much_more_there_is(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_target(
        metric=story.metric, start_date=date(2025, 1, 1), end_date=date(2026, 12, 31), value=Decimal(100)
    )
    recompute(day=DAY)
    monkeypatch.setattr(alerts, "MOST", 1)
    ((title, text, _url),) = tell()
    assert (title.partition(":")[0], text) == ("Policies sold", "and 1 more")


@pytest.mark.parametrize("reason", ["archived", "gone", "nobody"])
def test_who_is_not_there_is_not_told_and_whoever_comes_is(reason: str, story: Story, owner: User) -> None:
    if reason == "archived":
        Metric.objects.update(archived_at=NOW)
    elif reason == "gone":
        owner.is_active = False
        owner.save()
    else:
        Metric.objects.update(owner=make_person("Per"))
    assert tell() == []
    assert not Alert.objects.exists()
    Metric.objects.update(owner=make_user("New").person, archived_at=None)
    assert len(tell()) == 1


def test_what_somebody_else_told_at_the_same_time_is_not_told_again(story: Story) -> None:
    Alert.objects.create(
        metric=story.metric, kind=AlertKind.SIGNAL, since_date=date(2025, 11, 1), detail="1", created_at=NOW
    )
    assert tell() == []


def test_before_the_first_run_there_is_nothing_to_tell(owner: User) -> None:
    make_reading(metric=make_metric(owner=owner.person), day=date(2020, 1, 1), value=Decimal(1))
    assert tell() == []


def test_every_run_that_ends_well_asks_for_it_once(story: Story) -> None:
    Job.objects.all().delete()
    recompute(day=DAY)
    asked = Job.objects.get(kind="tell_of_metrics")
    assert tasks.tell_of_metrics(payload=asked.payload, now=NOW) == {"told": 1}
    assert tasks.tell_of_metrics(payload=asked.payload, now=NOW) == {"told": 0}


@pytest.mark.parametrize("count", [1, 3])
def test_telling_takes_a_constant_number_of_statements(
    count: int, story: Story, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for index in range(count):
        user = make_user(f"Owner {index}")
        metric = metric_of(FormulaKind.SUM, name=f"Read {index}", owner=user.person)
        make_reading(metric=metric, day=date(2025, 1, 1), value=Decimal(1))
    with django_assert_num_queries(20):
        assert tell_owners(now=NOW, said=told) == count + 1


def digests() -> list[tuple[str, str]]:
    rows = Notification.objects.filter(key__startswith="digest:").order_by("pk")
    return list(rows.values_list("title", "text"))


def test_a_digest_comes_once_a_week_whatever_was_told_before(story: Story, owner: User) -> None:
    make_metric(name="Calls", owner=owner.person)
    tell()
    sunday = datetime(2026, 1, 11, 23, 30, tzinfo=UTC)
    assert send_digest(now=sunday, said=digest) == 1
    assert send_digest(now=sunday, said=digest) == 0
    for days in range(1, 8):  # Dublin's Monday to its Sunday
        send_digest(now=sunday + timedelta(days=days, hours=-1), said=digest)
    assert digests() == [
        (
            f"Your metrics in the week of {monday}",
            "Not known: 2\n\nPolicies sold: Above the upper limit since Dec, for the better (31 policies)",
        )
        for monday in ("5 Jan 2026", "12 Jan 2026")
    ]


def test_a_digest_says_so_where_nothing_asks_for_a_look(story: Story) -> None:
    quiet = make_user("Quinn")
    make_metric(name="Calls", owner=quiet.person)
    send_digest(now=NOW, said=digest)
    line = Notification.objects.get(user=quiet)
    assert line.text == "Not known: 1\n\nNothing asks for a look."


def test_who_wants_no_digest_gets_none(story: Story, owner: User) -> None:
    owner.weekly_digest = False
    owner.save()
    assert send_digest(now=NOW, said=digest) == 0


def test_owners_and_administrators_hear_of_a_run_that_failed_once(
    story: Story, owner: User, administrator: User, reader: User
) -> None:
    run = Run.objects.latest("pk")
    for _ in range(2):
        tell_of_failure(run=run, error="The disk is full.", now=NOW)
    lines = Notification.objects.filter(title__contains="were not computed")
    assert {line.user for line in lines} == {owner, administrator}
    assert {line.url for line in lines} == {f"/metrics/runs/#run-{run.uid}"}


def test_they_hear_of_a_night_that_is_late_once(
    story: Story, owner: User, administrator: User, reader: User
) -> None:
    Run.objects.update(as_of_date=NOW.date() - timedelta(days=1))
    assert tell_of_lateness(now=NOW.replace(hour=3, minute=59)) == 0
    assert [tell_of_lateness(now=NOW.replace(hour=hour)) for hour in (4, 5)] == [2, 0]
    lines = Notification.objects.filter(title=f"The metrics of {formats.day(NOW.date())} are late")
    assert {line.user for line in lines} == {owner, administrator}
