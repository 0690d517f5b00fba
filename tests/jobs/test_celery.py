"""The settings that measurements asked for, and the three tasks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audit.models import Seal
from config.celery import app, server, transport_options
from config.handlers import remove_old_jobs, seal_audit
from jobs.choices import State
from jobs.models import Job, Message
from jobs.tasks import deliver, run_job, tick
from tests.factories.audit import make_event
from tests.factories.jobs import NOW, make_job, make_message

if TYPE_CHECKING:
    from pytest_django import Settings


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("task_acks_late", True),
        ("task_reject_on_worker_lost", True),
        ("worker_prefetch_multiplier", 1),
        ("task_soft_time_limit", 540),
        ("task_time_limit", 570),
        ("task_serializer", "json"),
        ("accept_content", ["json"]),
        ("task_ignore_result", True),
    ],
)
def test_setting(setting: str, value: object) -> None:
    assert app.conf[setting] == value


def test_the_scheduler_has_one_static_entry() -> None:
    [(name, entry)] = app.conf.beat_schedule.items()
    assert (name, entry["task"], entry["schedule"]) == ("tick", "jobs.tasks.tick", 5.0)


@pytest.mark.parametrize(
    "url", ["redis://:secret@redis:6379/0", "rediss://redis", "redis+socket:///run/redis.sock"]
)
def test_a_server_that_vanishes_is_noticed(url: str, tmp_path: Path) -> None:
    assert transport_options(url, tmp_path) == {
        "visibility_timeout": 600,
        "unacked_restore_throttle": 1,
        "socket_timeout": 15,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "health_check_interval": 10,
    }


def test_folders_take_the_place_of_a_server(tmp_path: Path) -> None:
    options = transport_options("filesystem://", tmp_path)
    assert options == {
        "polling_interval": 0.1,
        "data_folder_in": str(tmp_path / "broker" / "hints"),
        "data_folder_out": str(tmp_path / "broker" / "hints"),
        "control_folder": str(tmp_path / "broker" / "control"),
    }
    assert sorted(path.name for path in (tmp_path / "broker").iterdir()) == ["control", "hints"]


def test_folders_have_a_host_and_a_server_keeps_its_own() -> None:
    assert server("filesystem://") == "filesystem://localhost//"
    assert server("redis://redis:6379/0") == "redis://redis:6379/0"


def test_the_tasks_have_the_names_that_hints_use() -> None:
    assert {"jobs.tasks.tick", "jobs.tasks.run_job", "jobs.tasks.deliver"} <= set(app.tasks)


@pytest.mark.django_db
def test_each_task_is_one_call(settings: Settings) -> None:
    settings.JOB_HANDLERS = "config.jobs.HANDLERS"
    make_message()
    tick()
    deliver()
    assert Message.objects.get().state == State.DONE


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_a_hint_runs_its_job() -> None:
    job = make_job()
    run_job(uid=str(job.uid))
    assert Job.objects.get().state == State.DONE


@pytest.mark.django_db
def test_the_jobs_of_the_house_are_one_call_each() -> None:
    make_event()
    assert seal_audit(now=NOW, payload={}) == {"sealed": 1}
    assert Seal.objects.count() == 1
    assert remove_old_jobs(now=NOW, payload={}) == {"jobs": 0, "messages": 0}
