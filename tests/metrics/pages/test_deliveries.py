"""Handing in files of a source, and what the page says of those before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Unit, User
from jobs.models import Job
from jobs.operations.running import run_job
from metrics.choices import FormulaKind
from metrics.models import Delivery, Observation, Source
from metrics.operations import deliveries
from tests.factories.accounts import NOW
from tests.factories.metrics import make_source
from tests.metrics.observed import metric_of

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
GOOD = "Kennzahl;unit;day;value\nDelay;Claims;2026-03-02;1,5\n"


@pytest.fixture
def billing(claims: Unit) -> Source:
    metric_of(FormulaKind.MEAN, name="Delay")
    return make_source(name="Billing")


def page(source: Source, name: str = "source_deliver") -> str:
    return reverse(name, args=[source.uid])


def send(client: Client, source: Source, text: str, **how: Any) -> Any:
    file = SimpleUploadedFile("delays.csv", text.encode())
    return client.post(page(source), {"file": file, "decimal": ",", **how}, follow=True)


def work() -> None:
    run_job(uid=Job.objects.get(kind=deliveries.JOB, state="waiting").uid, now=NOW)


def test_a_file_goes_its_way_from_the_page_to_the_figures(
    analyst: User, billing: Source, client_of: ClientOf
) -> None:
    client = client_of(analyst)
    assert "None yet. A file has one row for each observation" in client.get(page(billing)).text

    handed_in = send(client, billing, GOOD, column_metric="Kennzahl").text
    assert "delays.csv is handed in" in handed_in
    assert "Waiting" in handed_in
    assert 'hx-trigger="load delay:2s"' in handed_in
    work()

    after = client.get(page(billing)).text
    assert "1 observation, 1 new or changed." in after
    assert "hx-trigger" not in after.partition('id="deliveries"')[2].partition(">")[0]
    assert Observation.objects.get().numerator == 1_500_000
    assert 'value="Kennzahl"' in after
    assert '<option value="," selected>' in after
    assert "1 observation, 1 new" in client.get(page(billing, "source_detail")).text


def test_what_was_wrong_is_shown_by_row(analyst: User, billing: Source, client_of: ClientOf) -> None:
    client = client_of(analyst)
    send(client, billing, GOOD.replace("Kennzahl", "metric") + "Delay;Nowhere;2026-03-02;1\n")
    work()

    text = client.get(page(billing)).text
    assert "delays.csv: 1 row has an error." in text
    assert "There is no unit Nowhere, or several." in text
    assert "Refused" in text
    assert not Observation.objects.exists()


def test_nothing_chosen_and_too_much_are_refused(
    analyst: User, billing: Source, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(analyst)
    empty = client.post(page(billing), {"decimal": "."})
    assert (empty.status_code, "Choose the file." in empty.text) == (422, True)
    monkeypatch.setattr(deliveries, "MAX_BYTES", 10)
    long = send(client, billing, GOOD)
    assert (long.status_code, "Split it into several files." in long.text) == (422, True)
    assert not Delivery.objects.exists()
    assert not Job.objects.exists()


def test_only_who_may_import_finds_the_way(reader: User, billing: Source, client_of: ClientOf) -> None:
    client = client_of(reader)
    assert client.get(page(billing)).status_code == 403
    assert send(client, billing, GOOD).status_code == 403
    assert page(billing) not in client.get(page(billing, "source_detail")).text
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("state", "word"), [("canceled", "Called off"), ("failed", "Failed"), ("running", "40 % done")]
)
def test_a_job_that_is_not_done_says_how_it_stands(
    state: str, word: str, analyst: User, billing: Source, client_of: ClientOf
) -> None:
    client = client_of(analyst)
    send(client, billing, GOOD)
    until = NOW if state == "running" else None
    Job.objects.update(state=state, lease_until=until, progress=40, last_error="OSError")
    assert word in client.get(page(billing)).text
    Job.objects.all().delete()
    assert "Hand the file in once more." in client.get(page(billing)).text
