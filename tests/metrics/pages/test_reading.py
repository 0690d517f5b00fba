"""Entering a reading by hand: one line on a page, a correction offered openly, undo from the toast."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from metrics.models import Metric, Reading
from tests.factories.accounts import NOW
from tests.factories.metrics import make_metric, make_reading
from workbench.links import url_of

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from tests.personas import ClientOf

DAY = date(2026, 10, 31)


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def metric(cio: User) -> Metric:
    return make_metric(name="Retention", unit_of_measure="%")


def enter(client: Client, metric: Metric, value: object, **given: Any) -> Any:
    address = reverse("metric_reading", args=[metric.uid]) + given.pop("query", "")
    return client.post(address, {"day": DAY.isoformat(), "value": value, "note": "", **given})


def told(answer: Any) -> tuple[str, str]:
    *_earlier, message = get_messages(answer.wsgi_request)
    return str(message), message.extra_tags


def test_the_form_proposes_today(metric: Metric, cio: User, client_of: ClientOf) -> None:
    answer = client_of(cio).get(reverse("metric_reading", args=[metric.uid]))
    assert answer.context["form"]["day"].value() == NOW.date()
    assert answer.context["page"]["cancel_url"] == url_of(metric)


def test_a_reading_is_entered_from_any_page_and_undone(
    metric: Metric, cio: User, client_of: ClientOf
) -> None:
    browser = client_of(cio)
    answer = enter(browser, metric, "85.5", query="?next=/objectives/")
    text, undo = told(answer)
    assert (answer.status_code, answer["Location"], text) == (
        302,
        "/objectives/",
        "Retention on 31 Oct 2026: 85.5.",
    )
    assert Reading.objects.active().get().value == Decimal("85.5")
    undone = browser.post(undo, {"next": "/objectives/"})
    assert (undone["Location"], told(undone)[0]) == ("/objectives/", "Undone: Retention 2026-10-31.")
    assert not Reading.objects.active().exists()
    again = browser.post(undo)
    assert (again["Location"], told(again)[0]) == (
        url_of(metric),
        "This can no longer be undone: somebody has changed the reading since.",
    )


def test_a_second_value_for_a_day_is_offered_as_a_correction(
    metric: Metric, cio: User, client_of: ClientOf
) -> None:
    stored = make_reading(metric=metric, day=DAY, value=Decimal(80), note="First look")
    browser = client_of(cio)
    offered = enter(browser, metric, "85")
    page = offered.context["page"]
    assert (offered.status_code, page["stored"], page["typed"]) == (409, "80.0", "85.0")
    assert offered.content.decode().count("Replace 80.0") == 1
    answer = enter(browser, metric, "85", replaces=offered.context["page"]["version"])
    said, at = told(answer)
    assert said == "Retention on 31 Oct 2026: 85.0 instead of 80.0."
    browser.post(reverse("undo"), {"at": at})
    stored.refresh_from_db()
    assert (stored.value, stored.note) == (Decimal(80), "First look")


def test_what_somebody_else_corrected_meanwhile_is_shown(
    metric: Metric, cio: User, client_of: ClientOf
) -> None:
    make_reading(metric=metric, day=DAY, value=Decimal(82), version=4)
    answer = enter(client_of(cio), metric, "85", replaces=1)
    assert (answer.status_code, answer.context["page"]["stored"]) == (409, "82.0")


def test_the_same_value_again_needs_no_undo(metric: Metric, cio: User, client_of: ClientOf) -> None:
    make_reading(metric=metric, day=DAY, value=Decimal(80))
    assert told(enter(client_of(cio), metric, "80")) == ("Retention on 31 Oct 2026 stays at 80.0.", "")


def test_a_day_to_come_and_a_missing_value_are_refused_in_place(
    metric: Metric, cio: User, client_of: ClientOf
) -> None:
    tomorrow = (NOW.date() + timedelta(days=1)).isoformat()
    answer = enter(client_of(cio), metric, "", day=tomorrow)
    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {"day": ["A reading cannot be of a day to come."], "value": ["Give the value."]},
    )
    assert enter(client_of(cio), metric, "9" * 15).status_code == 422
    assert not Reading.objects.exists()


def test_a_reader_may_neither_enter_nor_undo_and_a_forged_version_does_nothing(
    metric: Metric, cio: User, reader: User, client_of: ClientOf
) -> None:
    assert enter(client_of(reader), metric, "85").status_code == 403
    reading = make_reading(metric=metric, day=DAY)
    address = reverse("reading_undo", args=[reading.uid])
    client_of(cio).post(f"{address}?version=forged")
    assert client_of(reader).post(f"{address}?version=1").status_code == 403
    assert Reading.objects.active().get() == reading


def test_the_toast_carries_the_way_back(metric: Metric, cio: User, client_of: ClientOf) -> None:
    browser = client_of(cio)
    page = browser.get(enter(browser, metric, "85")["Location"]).content.decode()
    assert page.count(f'action="{reverse("reading_undo", args=[Reading.objects.get().uid])}?version=1"') == 1
