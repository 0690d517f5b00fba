"""Discussing a record from its page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from activity.models import Comment, Notification
from activity.panels import discussion
from tests.factories.accounts import NOW, make_token
from tests.factories.activity import make_comment
from tests.factories.alignment import make_initiative

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User
    from alignment.models import Initiative
    from tests.personas import ClientOf

HERE = "/initiatives/one/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def initiative(claims: Unit) -> Initiative:
    return make_initiative(name="Faster payouts", unit=claims)


@pytest.fixture
def url(initiative: Initiative) -> str:
    return f"/comments/alignment.initiative/{initiative.uid}/"


def test_a_comment_is_added_and_leads_back_to_its_page(analyst: User, client_of: ClientOf, url: str) -> None:
    response = client_of(analyst).post(url, {"text": "Who measured this?", "here": HERE})
    assert (response.status_code, response["Location"]) == (302, f"{HERE}#comments")
    assert Comment.objects.get().author == analyst.person


def test_htmx_gets_the_discussion_alone(analyst: User, client_of: ClientOf, url: str) -> None:
    response = client_of(analyst).post(url, {"text": "**Who** measured this?", "here": HERE}, headers=HTMX)
    assert response.status_code == 200
    assert b"<strong>Who</strong> measured this?" in response.content
    assert b"<html" not in response.content
    assert f'name="here" value="{HERE}"'.encode() in response.content


@pytest.mark.parametrize(("headers", "status"), [(HTMX, 422), ({}, 302)])
def test_an_empty_comment_is_said(
    analyst: User, client_of: ClientOf, url: str, headers: dict[str, str], status: int
) -> None:
    client = client_of(analyst)
    response = client.post(url, {"text": " ", "here": "/inbox/"}, headers=headers)
    assert response.status_code == status
    page = response if status == 422 else client.get("/inbox/")
    assert b"Write something first." in page.content
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "here", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""]
)
def test_the_way_back_never_leaves_this_site(analyst: User, client_of: ClientOf, url: str, here: str) -> None:
    assert client_of(analyst).post(url, {"text": "Well", "here": here})["Location"] == "/#comments"


def test_a_mention_links_to_the_comment_and_a_vain_one_is_said(
    analyst: User, colleague: User, outsider: User, client_of: ClientOf, url: str
) -> None:
    form = {"text": "@Owen Burke and @Una Molloy", "here": HERE}
    response = client_of(analyst).post(url, form, headers=HTMX)
    assert b"Una Molloy cannot see this page and was not told." in response.content
    comment = Comment.objects.get()
    assert Notification.objects.get().url == f"{HERE}#comment-{comment.uid}"
    assert f'id="comment-{comment.uid}"'.encode() in response.content


def test_what_may_not_be_seen_is_not_there_and_what_may_not_be_said_is_refused(
    initiative: Initiative, outsider: User, reader: User, anonymous: Client, client_of: ClientOf, url: str
) -> None:
    form = {"text": "May I?", "here": HERE}
    assert [client_of(user).post(url, form).status_code for user in (outsider, reader)] == [404, 403]
    assert anonymous.post(url, form)["Location"].startswith("/accounts/login/")
    assert not Comment.objects.exists()


def test_only_records_are_discussed(analyst: User, client_of: ClientOf) -> None:
    token = make_token(analyst)
    labels = ["accounts.token", "accounts.user", "no.such", "nonsense", "alignment.initiative"]
    uids = [token.uid, analyst.uid, uuid4(), uuid4(), uuid4()]
    client = client_of(analyst)
    statuses = [
        client.post(f"/comments/{label}/{uid}/", {"text": "x"}).status_code
        for label, uid in zip(labels, uids, strict=True)
    ]
    assert statuses == [404] * 5


def test_one_s_own_comment_is_corrected_and_taken_back(
    analyst: User, initiative: Initiative, client_of: ClientOf
) -> None:
    comment, client = make_comment(initiative, analyst.person), client_of(analyst)
    response = client.post(
        f"/comments/{comment.uid}/edit/", {"text": "Measured by whom?", "here": HERE}, headers=HTMX
    )
    assert (response.status_code, Comment.objects.get().text) == (200, "Measured by whom?")
    assert client.post(f"/comments/{comment.uid}/edit/", {"text": ""}, headers=HTMX).status_code == 422
    assert client.post(f"/comments/{comment.uid}/delete/", {"here": HERE})["Location"] == f"{HERE}#comments"
    assert not Comment.objects.exists()


def test_the_comment_of_somebody_else_is_not_there_to_change(
    analyst: User, colleague: User, cio: User, initiative: Initiative, client_of: ClientOf
) -> None:
    comment = make_comment(initiative, analyst.person)
    urls = [f"/comments/{comment.uid}/{word}/" for word in ("edit", "delete")]
    assert [client_of(user).post(url).status_code for user in (colleague, cio) for url in urls] == [404] * 4
    assert [client_of(cio).get(url).status_code for url in urls] == [404, 404]


def test_a_comment_on_a_record_out_of_sight_is_out_of_reach(
    analyst: User, initiative: Initiative, sales: Unit, client_of: ClientOf
) -> None:
    comment = make_comment(initiative, analyst.person)
    type(initiative).objects.filter(pk=initiative.pk).update(unit=sales)
    assert client_of(analyst).post(f"/comments/{comment.uid}/delete/").status_code == 404


def test_the_panel_offers_what_the_viewer_may_do(
    analyst: User, colleague: User, reader: User, initiative: Initiative, url: str
) -> None:
    mine = make_comment(initiative, analyst.person)
    theirs = make_comment(initiative, colleague.person)
    make_comment(make_initiative(name="Other", unit=initiative.unit), analyst.person)
    data = discussion(record=initiative, viewer=analyst, now=NOW)
    assert (data["comments"], data["own"], data["add_url"]) == ([mine, theirs], {mine.pk}, url)
    data = discussion(record=initiative, viewer=reader, now=NOW)
    assert (data["comments"], data["own"], data["add_url"]) == ([mine, theirs], set(), "")


@pytest.mark.parametrize("count", [1, 3])
def test_a_discussion_takes_one_query(
    analyst: User, initiative: Initiative, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _comment in range(count):
        make_comment(initiative, analyst.person)
    assert analyst.access.branches
    with django_assert_num_queries(1):
        names = [
            str(comment.author)
            for comment in discussion(record=initiative, viewer=analyst, now=NOW)["comments"]
        ]
    assert names == ["Nora Flynn"] * count
