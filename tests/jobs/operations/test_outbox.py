from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from jobs.choices import State
from jobs.models import Message
from jobs.operations import leases
from jobs.operations.outbox import UnknownChannel, deliver, post, retry_message
from tests.factories.jobs import NOW, let_pause_end, make_message

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def write(*, key: str = "", channel: str = "mail", html: str = "") -> Message:
    return post(
        channel=channel,
        recipient="ada@example.org",
        subject="Two\nlines",
        body="Text",
        key=key,
        now=NOW,
        html=html,
    )


def test_mail_leaves_once() -> None:
    message = write(html="<p>Text</p>")
    assert (deliver(), deliver()) == (1, 0)
    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["ada@example.org"], "Two lines", "Text")
    assert isinstance(sent, EmailMultiAlternatives)
    assert [part[0] for part in sent.alternatives] == ["<p>Text</p>"]
    assert sent.message()["Message-ID"] == f"<{message.uid}@sightline.invalid>"
    message.refresh_from_db()
    assert message.state == State.DONE
    assert message.sent_at is not None


def test_a_key_posts_once_for_ever() -> None:
    first = write(key="reset 1")
    deliver()
    assert write(key="reset 1") == first
    assert write(key="reset 2") != first
    assert write() != write()
    assert Message.objects.count() == 4


def test_a_channel_without_a_sender_is_refused() -> None:
    with pytest.raises(UnknownChannel):
        write(channel="telegraph")


def test_what_cannot_be_sent_now_is_tried_again_then_stays_visible() -> None:
    message = write(channel="notification")
    for _ in range(5):
        let_pause_end(message)
        assert deliver() == 0
    message.refresh_from_db()
    assert (message.state, message.attempts, message.sent_at) == (State.FAILED, 5, None)
    assert message.last_error == "OSError: connection refused"


def test_what_can_never_be_sent_fails_at_once_and_stops_nobody() -> None:
    bad, good = write(channel="pigeon"), write()
    assert deliver() == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.attempts, good.state) == (State.FAILED, 1, State.DONE)


def test_a_failed_message_is_tried_again_on_request() -> None:
    message = make_message(state=State.FAILED, attempts=5)
    assert retry_message(uid=message.uid)
    assert not retry_message(uid=uuid4())
    assert deliver() == 1


def test_a_sender_that_outlived_its_lease_does_not_count(
    settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else has the message: neither success nor failure of the late one is written."""
    for channel in ("mail", "notification"):
        message = write(channel=channel)
        message.refresh_from_db()
        monkeypatch.setattr(
            "tests.jobs.handlers.drop", lambda _: leases.cancel(Message.objects.all(), reason="x") / 0
        )
        monkeypatch.setattr(
            "jobs.operations.mail.send", lambda _: leases.cancel(Message.objects.all(), reason="x")
        )
        assert deliver() == 0
        message.refresh_from_db()
        assert (message.state, message.last_error) == (State.CANCELED, "x")


def test_one_delivery_ends(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(3):
        make_message()
    with django_assert_num_queries(8):  # per message: look, claim, read, finish
        assert deliver(limit=2) == 2
    assert Message.objects.waiting().count() == 1
