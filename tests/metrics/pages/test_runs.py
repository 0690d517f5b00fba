"""The log of runs: what is shown, what failed, and asking for a run."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from activity.models import Notification
from jobs.models import Job, Message
from jobs.operations.running import run_job
from metrics.choices import RunOccasion, RunState
from metrics.engine.layout import SCALE
from metrics.engine.observed import Kept
from metrics.models import Run
from metrics.operations import shards
from metrics.operations.nights import JOB, ask, catch_up
from metrics.queries.runs import AT_ONCE
from tests.factories.accounts import NOW
from tests.metrics.observed import FIRST, Firm, make_firm, recompute

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import User
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db
LOG, ASK = "/metrics/runs/", "/metrics/runs/now/"


@pytest.fixture
def firm(root: object) -> Firm:
    firm = make_firm()
    firm.observe((firm.metrics[0], firm.segments[2], FIRST, Kept(SCALE, SCALE, 1)))
    return firm


def logged(state: RunState = RunState.PUBLISHED, **values: Any) -> Run:
    return Run.objects.create(
        as_of_date=NOW.date(),
        occasion=RunOccasion.ASKED,
        state=state,
        created_at=NOW,
        started_at=NOW,
        **values,
    )


def page(client: Client, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = client.get(LOG + query).context["page"]
    return found


def test_an_empty_log_says_what_will_stand_there(reader: User, client_of: ClientOf) -> None:
    text = client_of(reader).get(LOG).text
    assert "Nothing was computed yet" in text
    assert "Run now" not in text


def test_a_run_is_asked_for_worked_on_and_shown(analyst: User, firm: Firm, client_of: ClientOf) -> None:
    client = client_of(analyst)
    answer = client.post(ASK, follow=True)
    assert "The run is planned" in answer.text
    shown = page(client)
    assert (shown["fact"], shown["percent"], shown["rows"][0]["word"]) == ("A run is at work.", 0, "Planned")
    assert 'hx-trigger="every 2s"' in answer.text
    assert "Run now" not in answer.text

    run_job(uid=Job.objects.get(kind=JOB, key="asked").uid, now=NOW)

    run = Run.objects.get(occasion=RunOccasion.ASKED)
    assert (run.state, run.asked_by) == (RunState.PUBLISHED, str(analyst.label))
    night, row = page(client)["rows"]
    assert (row["word"], row["note"]) == ("Published", "3 periods restated.")
    assert row["why"] == f"Asked for by {analyst.label}, everything anew"
    assert (night["why"], night["word"]) == ("Overnight", "Nothing had changed")
    assert night["note"] == "Every page is as of this run."
    assert 'hx-trigger="every 2s"' not in client.get(LOG).text


def test_asked_for_twice_there_is_one_run(analyst: User, cio: User, firm: Firm, client_of: ClientOf) -> None:
    client_of(analyst).post(ASK)
    again = client_of(cio).post(ASK, follow=True).text

    assert f"A run that {analyst.label} asked for is at work." in again
    assert (Run.objects.count(), Job.objects.filter(kind=JOB).count()) == (1, 1)


def test_who_asks_again_is_not_told_that_another_run_is_planned(
    analyst: User, firm: Firm, client_of: ClientOf
) -> None:
    recompute()
    client = client_of(analyst)
    assert "The run is planned" in client.post(ASK, follow=True).text

    again = client.post(ASK, {"full": ""}, follow=True).text
    assert "The run is planned" not in again
    assert not Run.objects.unfinished().get().is_full


def test_a_run_asked_for_while_a_job_ends_is_taken_up(
    analyst: User, firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the last look for work, before the job is marked done."""
    ask(actor=analyst, now=NOW)

    def asked_at_the_end(**given: Any) -> list[Run]:
        done = catch_up(**given)
        ask(actor=analyst, now=NOW)
        return done

    monkeypatch.setattr("metrics.tasks.catch_up", asked_at_the_end)
    run_job(uid=Job.objects.get(kind=JOB, key="asked").uid, now=NOW)

    assert Run.objects.unfinished().exists()
    assert Job.objects.unfinished().filter(kind=JOB, key="asked").exists()


def test_everything_is_added_up_anew_where_that_is_asked(analyst: User, firm: Firm) -> None:
    recompute()
    assert not ask(actor=analyst, now=NOW).is_full
    Run.objects.unfinished().delete()
    assert ask(actor=analyst, now=NOW, is_full=True).is_full


def test_who_may_not_change_metrics_asks_for_no_run(reader: User, firm: Firm, client_of: ClientOf) -> None:
    assert client_of(reader).post(ASK).status_code == 403
    assert not Run.objects.exists()


def test_a_failed_run_is_told_once_with_what_is_shown_instead(
    administrator: User, reader: User, firm: Firm, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = recompute()
    firm.observe((firm.metrics[0], firm.segments[2], FIRST, Kept(3 * SCALE, SCALE, 1)))

    def breaking(*_given: object) -> int:
        raise RuntimeError("out of paper")

    monkeypatch.setattr(shards, "compute", breaking)
    monkeypatch.setattr("jobs.operations.leases.ATTEMPTS", 1)
    failed = recompute()

    assert failed.state == RunState.FAILED
    told = Notification.objects.get()
    assert (told.user, told.url) == (administrator, f"{reverse('metric_runs')}#run-{failed.uid}")
    assert "RuntimeError" in told.text
    assert "out of paper" not in told.text
    assert Message.objects.count() == 1
    shown = page(client_of(reader))
    assert shown["fact"] == f"The run of {shown['rows'][0]['day']} failed."
    assert shown["tension"].startswith("Every page keeps the figures as of ")
    assert [row["note"] for row in shown["rows"]] == [
        "RuntimeError. The log of the worker has the rest.",
        "3 periods restated. Every page is as of this run.",
    ]
    assert good.pk != failed.pk


def test_a_night_that_hangs_is_called_late_on_the_page(
    reader: User, root: object, client_of: ClientOf
) -> None:
    day = NOW.date() - timedelta(days=1)
    Run.objects.create(
        as_of_date=day, occasion=RunOccasion.NIGHT, state=RunState.RUNNING, created_at=NOW - timedelta(days=1)
    )
    shown = page(client_of(reader))
    assert (shown["fact"].endswith(" is late."), shown["percent"]) == (True, 0)


def test_older_runs_follow_on_another_page(reader: User, root: object, client_of: ClientOf) -> None:
    runs = [logged(finished_at=NOW + timedelta(minutes=2)) for _ in range(AT_ONCE + 2)]
    client = client_of(reader)

    first = page(client)
    assert (len(first["rows"]), first["older"]) == (AT_ONCE, runs[2].uid)
    assert first["rows"][0]["took"] == "2 min"
    second = page(client, f"?before={first['older']}")
    assert [row["uid"] for row in second["rows"]] == [runs[1].uid, runs[0].uid]
    assert second["older"] is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_takes_the_same_statements_for_one_run_and_for_three(
    reader: User,
    root: object,
    count: int,
    client_of: ClientOf,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        logged()
    client = client_of(reader)
    client.get(LOG)
    with django_assert_num_queries(4):
        client.get(LOG)
