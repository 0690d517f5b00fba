"""Telling people: a line in the inbox and a mail with a whole address, once for each occasion, to who can get one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from accounts.models import Enterprise
from activity.choices import NotificationKind
from activity.models import Notification
from activity.operations.telling import News, tell
from foundation.addresses import absolute
from jobs.models import Message
from tests.factories.accounts import NOW, make_user

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries, Settings

    from accounts.models import User

pytestmark = pytest.mark.django_db


def news(user: User, key: str = "one", **values: object) -> News:
    given = {"title": "Look", "text": "There is something.", "url": "/units/", **values}
    return News(user, NotificationKind.DUTY, key=key, **given)  # type: ignore[arg-type]


def test_a_line_and_a_mail_with_a_whole_address(analyst: User, settings: Settings) -> None:
    settings.SITE_URL = "https://sightline.example"
    one = news(analyst, title="t" * 301)
    assert tell(news=[one], now=NOW) == [one]
    line, mail = Notification.objects.get(), Message.objects.get()
    assert (line.user, line.kind, line.title, line.text, line.url, line.created_at, line.read_at) == (
        analyst, "duty", "t" * 300, "There is something.", "/units/", NOW, None,
    )  # fmt: skip
    assert (mail.channel, mail.recipient, mail.body) == (
        "mail", analyst.email, "There is something.\n\nhttps://sightline.example/units/\n",
    )  # fmt: skip
    assert absolute("/") == "https://sightline.example/"


def test_without_words_of_its_own_the_mail_is_the_address(analyst: User) -> None:
    tell(news=[news(analyst, text="")], now=NOW)
    assert Message.objects.get().body == "http://testserver/units/\n"


def test_the_same_news_reaches_each_reader_once(analyst: User, reader: User) -> None:
    first, other, next_one = news(analyst), news(reader), news(analyst, "two")
    assert tell(news=[first, news(analyst)], now=NOW) == [first]
    assert tell(news=[first, other, next_one], now=NOW) == [other, next_one]
    Message.objects.all().delete()  # as after ninety days
    assert tell(news=[first, other, next_one], now=NOW) == []
    assert (Notification.objects.count(), Message.objects.count()) == (3, 0)


NIGHT = datetime(2026, 11, 3, 2, 14, tzinfo=UTC)


def test_what_can_wait_comes_by_mail_when_quiet_hours_are_over(
    analyst: User, reader: User, cio: User
) -> None:
    """By the reader's clock, else the enterprise's, that of Dublin; who is at lunch in Tokyo is told at once."""
    reader.time_zone = "Asia/Tokyo"
    cio.quiet_from = cio.quiet_until = None
    people = (analyst, reader, cio)
    tell(news=[news(user, can_wait=True) for user in people], now=NIGHT)
    tell(news=[news(analyst, "two")], now=NIGHT)

    assert Notification.objects.filter(created_at=NIGHT).count() == 4
    waiting = Message.objects.filter(available_at=datetime(2026, 11, 3, 7, tzinfo=UTC))
    assert [message.recipient for message in waiting] == [analyst.email]
    assert Message.objects.count() == 4


def test_some_news_is_for_the_inbox_alone(analyst: User) -> None:
    tell(news=[news(analyst, by_mail=False)], now=NOW)
    assert (Notification.objects.count(), Message.objects.count()) == (1, 0)


def test_invented_people_are_not_mailed(enterprise: Enterprise, analyst: User) -> None:
    """The addresses of a demonstration belong to nobody; who was let in to look at it has one."""
    Enterprise.objects.update(is_demonstration=True)
    guest = make_user("Gia", email="gia@harbor.test")
    assert len(tell(news=[news(analyst), news(guest)], now=NOW)) == 2
    assert Notification.objects.count() == 2
    assert list(Message.objects.values_list("recipient", flat=True)) == ["gia@harbor.test"]


def test_telling_many_costs_no_more_than_telling_one(
    enterprise: Enterprise, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 3):
        some = [news(make_user(f"Reader {count} {number}")) for number in range(count)]
        with django_assert_num_queries(6):
            tell(news=some, now=NOW)
    with django_assert_num_queries(2):
        tell(news=[], now=NOW)
