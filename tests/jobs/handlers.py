"""Handlers, senders and brokers that the tests name in settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from celery import Celery
from django.db import transaction

from foundation.actors import SYSTEM
from jobs.models import Job, Message
from jobs.operations.jobs import cancel
from jobs.operations.outbox import Undeliverable
from jobs.operations.running import Refused
from tests.factories.jobs import make_message

if TYPE_CHECKING:
    from datetime import datetime

    from jobs.operations.running import Progress, Requester


def note(*, payload: dict[str, Any], progress: Progress, actor: Requester, now: datetime) -> dict[str, Any]:
    """Leave one message behind; its effect and its end are two transactions."""
    progress(50, "half way")
    make_message(subject=payload.get("subject", "note"))
    return {"actor": actor.label, "now": now.isoformat()}


def note_once(*, payload: dict[str, Any], progress: Progress, **_: Any) -> None:
    """Leave one message behind, in the transaction that ends the job."""
    with transaction.atomic():
        make_message(subject=payload.get("subject", "note"))
        progress.finish({"written": 1})


def note_once_and_stumble(*, payload: dict[str, Any], progress: Progress, **_: Any) -> None:
    note_once(payload=payload, progress=progress)
    raise RuntimeError("after the end")


def finish_and_roll_back(*, progress: Progress, **_: Any) -> None:
    with transaction.atomic():
        make_message()
        progress.finish()
        raise RuntimeError("before the end")


def refuse(**_: Any) -> None:
    raise Refused("The file has no header.")


def stumble(**_: Any) -> None:
    raise RuntimeError("stumbled")


def be_canceled(*, payload: dict[str, Any], progress: Progress, **_: Any) -> None:
    """Meets the cancellation at its next report."""
    cancel(uid=Job.objects.running().get().uid, actor=SYSTEM)
    progress(10)
    make_message()


def report(*, progress: Progress, payload: dict[str, Any], **_: Any) -> None:
    for percent, step in payload["said"]:
        progress(percent, step)


HANDLERS = {
    "note": "tests.jobs.handlers.note",
    "note_once": "tests.jobs.handlers.note_once",
    "note_once_and_stumble": "tests.jobs.handlers.note_once_and_stumble",
    "finish_and_roll_back": "tests.jobs.handlers.finish_and_roll_back",
    "refuse": "tests.jobs.handlers.refuse",
    "stumble": "tests.jobs.handlers.stumble",
    "be_canceled": "tests.jobs.handlers.be_canceled",
    "report": "tests.jobs.handlers.report",
    "lost": "tests.jobs.handlers.no_such_function",
}


def drop(message: Message) -> None:
    raise OSError("connection refused")


def bounce(message: Message) -> None:
    raise Undeliverable("no such mailbox")


CHANNELS = {
    "mail": "jobs.operations.mail.send",
    "notification": "tests.jobs.handlers.drop",
    "pigeon": "tests.jobs.handlers.bounce",
}


def application(broker: str) -> Celery:
    """An application on ``broker``, whatever broker the environment names."""
    app = Celery("tests", set_as_current=False)
    app.conf.update(broker_read_url=broker, broker_write_url=broker)
    return app


in_memory = application("memory://")
out_of_reach = application("redis://127.0.0.1:1")
