"""The inbox: one's own, newest first, read line by line or at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from activity.models import Notification
from activity.operations.notification import mark_all_read, mark_read
from activity.queries import inbox, unread_count
from tests.factories.accounts import NOW
from tests.factories.activity import make_notification

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import User
    from tests.personas import ClientOf


def test_an_inbox_is_one_s_own_and_newest_first(analyst: User, colleague: User) -> None:
    make_notification(colleague)
    older = make_notification(analyst)
    newer = make_notification(analyst, created_at=NOW + timedelta(hours=1))
    same = make_notification(analyst, created_at=NOW + timedelta(hours=1))
    assert list(inbox(analyst)) == [same, newer, older]


def test_lines_are_read_once_and_only_by_their_owner(analyst: User, colleague: User) -> None:
    mine, theirs = make_notification(analyst), make_notification(colleague)
    uids = [mine.uid, theirs.uid]
    assert [mark_read(uids=uids, actor=analyst, now=NOW) for _turn in range(2)] == [1, 0]
    assert (unread_count(analyst), unread_count(colleague)) == (0, 1)


def test_everything_is_read_at_once(analyst: User, colleague: User) -> None:
    for user in (analyst, analyst, colleague):
        make_notification(user)
    assert mark_all_read(actor=analyst, now=NOW) == 2
    assert (unread_count(analyst), unread_count(colleague)) == (0, 1)


def test_the_page_shows_what_is_new(analyst: User, client_of: ClientOf) -> None:
    line, client = make_notification(analyst), client_of(analyst)
    assert b"1 line is new." in client.get("/inbox/").content
    assert client.post(f"/inbox/{line.uid}/read/")["Location"] == "/inbox/"
    assert b"Nothing new waits for you." in client.get("/inbox/").content


def test_an_empty_inbox_says_what_will_be_there(analyst: User, client_of: ClientOf) -> None:
    assert b"When somebody mentions you in a comment" in client_of(analyst).get("/inbox/").content


def test_the_button_reads_all_of_one_s_own(analyst: User, colleague: User, client_of: ClientOf) -> None:
    make_notification(analyst)
    theirs = make_notification(colleague)
    client = client_of(analyst)
    client.post("/inbox/read/")
    client.post(f"/inbox/{theirs.uid}/read/")
    assert list(Notification.objects.unread()) == [theirs]


def test_a_long_inbox_has_pages(analyst: User, client_of: ClientOf) -> None:
    for _line in range(51):
        make_notification(analyst)
    client = client_of(analyst)
    assert client.get("/inbox/").context["pages"]["next_url"] == "?page=2"
    second = client.get("/inbox/?page=2")
    assert (len(second.context["notifications"]), second.context["pages"]["previous_url"]) == (1, "?page=1")


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_takes_the_same_queries_for_one_and_three(
    analyst: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _line in range(count):
        make_notification(analyst)
    client = client_of(analyst)
    # session, reader, lines
    with django_assert_num_queries(3):
        client.get("/inbox/")
