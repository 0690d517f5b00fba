"""``manage.py jobs``: what an operator reads first, and the two things to do about it."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from jobs.choices import State
from jobs.models import Job, Message
from tests.factories.jobs import NOW, make_held, make_job, make_message, make_schedule

if TYPE_CHECKING:
    from time_machine import TimeMachineFixture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOW, tick=False)


def told(*arguments: str) -> tuple[str, int]:
    """What the command prints, and its exit code."""
    out, code = StringIO(), 0
    try:
        call_command("jobs", *arguments, stdout=out)
    except SystemExit as end:
        code = int(str(end.code))
    return out.getvalue(), code


def test_a_quiet_house() -> None:
    make_held()
    make_job()
    assert told() == ("Jobs: 1 running, 1 waiting, 0 failed.\nMail: 0 unsent, 0 stuck.\n", 0)


def test_what_went_wrong_is_named_with_its_error() -> None:
    job = make_job(state=State.FAILED, last_error="The server did not answer.")
    mail = make_message(state=State.FAILED, last_error="No such mailbox.")
    make_schedule(next_due_at=NOW - timedelta(minutes=5))
    text, code = told()
    assert (text.splitlines(), code) == (
        [
            "Jobs: 0 running, 0 waiting, 1 failed.",
            "Mail: 1 unsent, 1 stuck.",
            f"  {job.uid}  note  The server did not answer.",
            f"  {mail.uid}  {mail.channel}  No such mailbox.",
            "Nobody has looked at: nightly.",
        ],
        1,
    )


def test_a_job_and_a_mail_that_failed_are_tried_again() -> None:
    job, mail = make_job(state=State.FAILED), make_message(state=State.FAILED)
    assert told("--retry", str(job.uid))[1] == 1
    assert told("--retry", str(mail.uid))[1] == 0
    assert (Job.objects.get().state, Message.objects.get().state) == (State.WAITING, State.WAITING)


def test_a_job_is_called_off() -> None:
    job = make_job()
    assert told("--cancel", str(job.uid)) == (
        "Jobs: 0 running, 0 waiting, 0 failed.\nMail: 0 unsent, 0 stuck.\n",
        0,
    )
    assert Job.objects.get().state == State.CANCELED


@pytest.mark.parametrize("option", ["--retry", "--cancel"])
def test_what_there_is_not_is_refused(option: str) -> None:
    done = make_job(state=State.DONE)
    for uid in (uuid4(), done.uid):
        with pytest.raises(CommandError, match="this uid"):
            told(option, str(uid))
