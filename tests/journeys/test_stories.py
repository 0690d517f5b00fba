"""From an empty database to a second person's first change, with everything in the trail."""

from __future__ import annotations

import json
import re
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Unit, User
from alignment.models import Initiative
from audit.models import Event
from audit.operations.sealing import seal
from jobs.models import Job
from jobs.operations.running import run_job
from tests.factories.accounts import PASSWORD

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.mail import EmailMessage

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


def clock() -> datetime:
    """A story happens in real time: the pages and the database read the clock too."""
    return timezone.now()  # noqa: TID251 - the worker's part, which reads the clock


def work_off() -> None:
    """What a worker would do with the work list."""
    for uid in list(Job.objects.values_list("uid", flat=True)):
        run_job(uid=uid, now=clock())


def follow(response: Any) -> str:
    """Where an answer leads."""
    assert response.status_code == 302
    return str(response["Location"])


def first_run(caplog: pytest.LogCaptureFixture) -> Client:
    """The administrator's browser, after the token from the log opened the installation."""
    browser = Client()
    assert follow(browser.get("/")) == "/first-run/"
    browser.get("/first-run/")
    token = re.search(r"token (\S+)$", caplog.messages[-1])
    assert token
    form = {
        "token": token[1],
        "name": "Harbor Mutual",
        "time_zone": "Europe/Dublin",
        "currency": "EUR",
        "fiscal_start_month": "1",
        "administrator_name": "Ines Walsh",
        "administrator_email": "ines.walsh@harbor.example",
        "password": PASSWORD,
    }
    assert follow(browser.post("/first-run/", form)) == "/"
    assert browser.get("/").status_code == 200
    return browser


def add_person(administrator: Client) -> User:
    """Sean Daly, analyst of the whole enterprise, who has not chosen a password yet."""
    root = Unit.objects.get()
    form = {
        "name": "Sean Daly",
        "email": "sean.daly@harbor.example",
        "title": "Analyst",
        "unit": str(root.uid),
    }
    page = follow(administrator.post("/users/new/", form))
    user = User.objects.get(email="sean.daly@harbor.example")
    assert page == f"/users/{user.uid}/"
    granted = administrator.post(f"{page}grant/", {"role": "analyst", "unit": str(root.uid)})
    assert follow(granted) == page
    return user


def sign_in_by_mail(sent: EmailMessage) -> Client:
    """The person's browser, after the mailed link let them choose a password."""
    browser = Client()
    link = next(line for line in str(sent.body).splitlines() if "/reset/key/" in line)
    form = follow(browser.get(link.removeprefix(SITE)))
    browser.post(form, {"password1": "another long phrase", "password2": "another long phrase"})
    words = {"login": "sean.daly@harbor.example", "password": "another long phrase"}
    assert follow(browser.post("/accounts/login/", words)) == "/"
    return browser


def test_from_nothing_to_a_second_persons_change(
    caplog: pytest.LogCaptureFixture, mailoutbox: list[EmailMessage]
) -> None:
    administrator = first_run(caplog)
    sean = add_person(administrator)
    work_off()
    (sent,) = mailoutbox
    browser = sign_in_by_mail(sent)

    root = Unit.objects.get()
    made = browser.post(
        "/initiatives/new/", {"name": "Claims in one call", "unit": str(root.uid), "version": ""}
    )
    page = follow(made)
    initiative = Initiative.objects.get()
    assert page == f"/initiatives/{initiative.uid}/"
    edited = {"name": "Claims in one call", "unit": str(root.uid), "status": "approved", "version": "1"}
    follow(browser.post(f"{page}edit/", edited))

    told = browser.get(page).content.decode().split('id="history"')[1]
    assert told.index("Sean Daly") < told.index("Approved")
    assert browser.get("/users/").status_code == 403
    mine = Event.objects.filter(actor_uid=sean.uid).order_by("pk")
    assert [(event.verb, event.type_label) for event in mine if event.type_label.startswith("alignment")] == [
        ("created", "alignment.initiative"),
        ("updated", "alignment.initiative"),
    ]


def test_the_trail_of_the_story_is_whole(
    caplog: pytest.LogCaptureFixture, mailoutbox: list[EmailMessage]
) -> None:
    add_person(first_run(caplog))
    work_off()
    sign_in_by_mail(mailoutbox[0])
    while seal(now=clock()):
        pass
    printed = StringIO()
    call_command("verify_audit", "--json", stdout=printed)

    found = json.loads(printed.getvalue())
    assert (found["intact"], found["waiting"], found["fault"]) == (True, 0, None)
    assert found["sealed"] == found["events"] == Event.objects.count() > 5
