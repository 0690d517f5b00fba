"""Who signs in and what they may do where, for those who manage access."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core import mail

from accounts.models import Grant, Unit, User
from accounts.tasks import send_invitation
from jobs.models import Job
from tests.accounts.trail import verbs
from tests.factories.accounts import PASSWORD, make_grant, make_token, make_user

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from tests.personas import ClientOf

DOORS = ["/users/", "/users/new/"]


@pytest.mark.parametrize("url", DOORS)
def test_only_who_manages_access_gets_in(
    administrator: User, cio: User, auditor: User, member: User, client_of: ClientOf, url: str
) -> None:
    statuses = [client_of(user).get(url).status_code for user in (administrator, cio, auditor, member)]
    assert statuses == [200, 403, 403, 403]


def test_nobody_else_presses_the_buttons(
    administrator: User, cio: User, analyst: User, client_of: ClientOf
) -> None:
    client, grant = client_of(cio), analyst.grants.get()
    page = f"/users/{analyst.uid}/"
    urls = [page + word for word in ("grant/", "deactivate/", "activate/", "invite/", f"revoke/{grant.uid}/")]
    assert [client.post(url).status_code for url in urls] == [403] * 5
    assert client.get(page).status_code == 403
    assert verbs() == []


def test_the_list_tells_who_may_do_what(
    administrator: User, analyst: User, member: User, client_of: ClientOf
) -> None:
    response = client_of(administrator).get("/users/")
    assert [user.label for user in response.context["users"]] == ["Ines Walsh", "Max Nolan", "Nora Flynn"]
    assert response.context["counts"] == {"active": 3, "idle": 1}
    assert b"Analyst, Claims" in response.content


@pytest.mark.parametrize("words", ["flynn", "NORA.FLYNN@"])
def test_the_list_is_filtered_by_name_or_address(
    administrator: User, analyst: User, client_of: ClientOf, words: str
) -> None:
    response = client_of(administrator).get("/users/", {"q": words})
    assert [user.label for user in response.context["users"]] == ["Nora Flynn"]


def test_a_long_list_has_pages_that_keep_the_filter(administrator: User, client_of: ClientOf) -> None:
    for number in range(51):
        make_user(f"Sean Daly {number:02}", email=f"sean{number}@harbor.example")
    pages = client_of(administrator).get("/users/", {"q": "sean"}).context["pages"]
    assert pages == {"previous_url": "", "next_url": "?q=sean&page=2", "text": "Page 1 of 2"}
    response = client_of(administrator).get("/users/?q=sean&page=2")
    assert [user.label for user in response.context["users"]] == ["Sean Daly 50"]
    assert response.context["pages"]["previous_url"] == "?q=sean&page=1"


@pytest.mark.parametrize("others", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(
    administrator: User,
    claims: Unit,
    client_of: ClientOf,
    django_assert_num_queries: DjangoAssertNumQueries,
    others: int,
) -> None:
    for number in range(others):
        make_grant(make_user(f"Sean Daly {number}"), "analyst", claims)
    client = client_of(administrator)
    # session, user, own grants, count of pages, users, their grants, counts, enterprise and inbox of the shell
    with django_assert_num_queries(6):
        client.get("/users/")


def add(client: Client, **changed: str) -> str:
    form = {
        "name": "Sean Daly",
        "email": "sean.daly@harbor.example",
        "title": "Actuary",
        "unit": "",
        **changed,
    }
    response = client.post("/users/new/", form)
    assert response.status_code == 302, response.context["form"].errors
    return str(response["Location"])


def test_a_person_is_added_invited_and_chooses_a_password(
    administrator: User, claims: Unit, client_of: ClientOf, anonymous: Client, mailoutbox: list[EmailMessage]
) -> None:
    client = client_of(administrator)
    page = add(client, unit=str(claims.uid))
    user = User.objects.get(email="sean.daly@harbor.example")
    assert (page, user.person.unit) == (f"/users/{user.uid}/", claims)
    assert client.get(page).status_code == 200
    job = Job.objects.get()
    assert (job.kind, job.payload) == (
        "send_invitation",
        {"user": str(user.uid)},
    )
    assert send_invitation(payload=job.payload, actor=administrator) == {"sent": True}
    (sent,) = mailoutbox
    assert (sent.to, sent.subject) == (
        ["sean.daly@harbor.example"],
        "Harbor Mutual: your access to Sightline",
    )
    link = next(line for line in str(sent.body).splitlines() if "/reset/key/" in line)
    form_url = anonymous.get(link.removeprefix("http://testserver"))["Location"]
    anonymous.post(form_url, {"password1": PASSWORD, "password2": PASSWORD})
    assert anonymous.post("/accounts/login/", {"login": user.email, "password": PASSWORD}).status_code == 302


def test_nobody_is_invited_after_being_deactivated(administrator: User, analyst: User) -> None:
    User.objects.filter(pk=analyst.pk).update(is_active=False)
    payload = {"user": str(analyst.uid)}
    assert send_invitation(payload=payload, actor=administrator) == {"sent": False}
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"name": ""}, "name"),
        ({"email": "ines.walsh@harbor.example"}, "email"),
        ({"unit": "6f0e1f4e-0000-4000-8000-000000000000"}, "unit"),
    ],
)
def test_a_bad_answer_adds_nobody(
    administrator: User, client_of: ClientOf, changed: dict[str, str], field: str
) -> None:
    form = {"name": "Sean Daly", "email": "sean.daly@harbor.example", **changed}
    response = client_of(administrator).post("/users/new/", form)
    assert (response.status_code, field in response.context["form"].errors) == (422, True)
    assert User.objects.count() == 1


def test_roles_are_granted_and_revoked(
    administrator: User, member: User, claims: Unit, client_of: ClientOf
) -> None:
    client, page = client_of(administrator), f"/users/{member.uid}/"
    assert client.post(f"{page}grant/", {"role": "analyst", "unit": str(claims.uid)})["Location"] == page
    grant = member.grants.get()
    assert (grant.role, grant.unit) == ("analyst", claims)
    assert client.post(f"{page}revoke/{grant.uid}/")["Location"] == page
    assert not member.grants.exists()
    assert [verb for verb, _type in verbs()] == ["granted", "revoked"]


def test_granting_twice_is_said_at_the_form(
    administrator: User, analyst: User, claims: Unit, client_of: ClientOf
) -> None:
    response = client_of(administrator).post(
        f"/users/{analyst.uid}/grant/", {"role": "analyst", "unit": str(claims.uid)}
    )
    assert (response.status_code, response.context["form"].non_field_errors()) == (
        422,
        ["This person has that role there already."],
    )


def test_a_branch_administrator_is_offered_only_that_branch(
    administrator: User, analyst: User, motor: Unit, sales: Unit, member: User, client_of: ClientOf
) -> None:
    make_grant(analyst, "administrator", motor.parent or motor)
    client, page = client_of(analyst), f"/users/{member.uid}/"
    offered = client.get(page).context["form"].fields["unit"].queryset
    assert [unit.name for unit in offered] == ["Claims", "Motor claims"]
    assert client.post(f"{page}grant/", {"role": "reader", "unit": str(sales.uid)}).status_code == 422


def test_a_grant_of_somebody_else_is_not_revoked_by_a_mixed_up_address(
    administrator: User, analyst: User, outsider: User, client_of: ClientOf
) -> None:
    url = f"/users/{analyst.uid}/revoke/{outsider.grants.get().uid}/"
    assert client_of(administrator).post(url).status_code == 404
    assert Grant.objects.count() == 3


def test_the_last_administrator_is_told_why_not(administrator: User, client_of: ClientOf) -> None:
    client = client_of(administrator)
    for word in ("deactivate/", f"revoke/{administrator.grants.get().uid}/"):
        response = client.post(f"/users/{administrator.uid}/{word}", follow=True)
        assert "grant the role to another person first" in response.content.decode()
    assert administrator.grants.count() == 1


def test_people_are_shut_out_let_in_and_invited_again(
    administrator: User, analyst: User, client_of: ClientOf
) -> None:
    client, page = client_of(administrator), f"/users/{analyst.uid}/"
    states = []
    for word in ("deactivate/", "activate/", "invite/"):
        assert client.post(page + word)["Location"] == page
        states.append(User.objects.get(pk=analyst.pk).is_active)
    assert states == [False, True, True]
    assert [verb for verb, _type in verbs()] == ["deactivated", "activated", "requested"]
    assert Job.objects.get().kind == "send_invitation"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_user_takes_the_same_queries_for_one_and_three(
    administrator: User,
    member: User,
    client_of: ClientOf,
    claims: Unit,
    motor: Unit,
    sales: Unit,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number, unit in enumerate([claims, motor, sales][:count]):
        make_grant(member, "analyst", unit)
        make_token(member, key=f"key {number}")
    client = client_of(administrator)
    # session, user, shown user, own grants, their grants, their tokens, units offered, enterprise and inbox of the shell
    with django_assert_num_queries(6):
        client.get(f"/users/{member.uid}/")


def test_settings_are_only_for_who_runs_the_whole(
    administrator: User, analyst: User, claims: Unit, client_of: ClientOf
) -> None:
    make_grant(analyst, "administrator", claims)
    assert [client_of(user).get("/enterprise/").status_code for user in (administrator, analyst)] == [
        200,
        403,
    ]
    form = {
        "name": "Harbor Mutual", "time_zone": "Europe/Dublin", "language": "en", "currency": "CAD",
        "fiscal_start_month": "4", "review_months": "6",
    }  # fmt: skip
    assert client_of(analyst).post("/enterprise/", form).status_code == 403
    assert client_of(administrator).post("/enterprise/", form).status_code == 302
    assert verbs() == [("configured", "accounts.enterprise")]
    response = client_of(administrator).post("/enterprise/", {**form, "currency": "dollars"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["currency"])
