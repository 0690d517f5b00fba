"""The page of the library: one's own discipline first, several ticked, added and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from metrics.models import Metric
from strategies.choices import Discipline, StrategyState
from tests.factories.accounts import NOW
from tests.factories.metrics import make_metric
from tests.factories.strategies import make_strategy

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User
    from tests.personas import ClientOf

LIBRARY = "/metrics/library/"


def shown(browser: Client) -> dict[str, Any]:
    page: dict[str, Any] = browser.get(LIBRARY).context["page"]
    return page


def added(browser: Client, *keys: str) -> tuple[str, str]:
    answer = browser.post(LIBRARY, {"key": keys})
    assert (answer.status_code, answer["Location"]) == (302, LIBRARY)
    *_earlier, message = get_messages(answer.wsgi_request)
    return str(message), message.extra_tags


def test_the_library_tells_each_metric_in_words(cio: User, client_of: ClientOf) -> None:
    browser = client_of(cio)
    page = shown(browser)
    assert (page["fact"], page["tension"]) == (
        "25 metrics to choose from.",
        "None of them is in your catalogue.",
    )
    row = page["groups"][1]["rows"][0]
    assert (row["name"], row["calculation"], row["told"], row["url"]) == (
        "Perfect orders",
        "100 × orders without any of the four faults / orders delivered.",
        "In %, higher is better, monthly, 5 days of grace",
        "",
    )
    text = browser.get(LIBRARY).content.decode()
    assert text.count('type="checkbox" name="key"') == 25
    assert text.count('data-row tabindex="0"') == 1


def test_ones_own_discipline_comes_first(root: Unit, cio: User, client_of: ClientOf) -> None:
    assert [group["is_own"] for group in shown(client_of(cio))["groups"]] == [False] * 3
    make_strategy(
        unit=root,
        discipline=Discipline.CUSTOMER_INTIMACY,
        state=StrategyState.IN_FORCE,
        start_date=NOW.date().replace(year=2020),
    )
    cio.person.unit = root
    cio.person.save()
    groups = shown(client_of(cio))["groups"]
    assert [(group["discipline"], group["is_own"]) for group in groups] == [
        (Discipline.CUSTOMER_INTIMACY, True),
        (Discipline.PRODUCT_LEADERSHIP, False),
        (Discipline.OPERATIONAL_EXCELLENCE, False),
    ]
    assert [row["key"] for group in groups for row in group["rows"] if row["is_first"]] == ["ci-churn"]


def test_what_is_ticked_is_added_and_taken_back(cio: User, client_of: ClientOf) -> None:
    browser = client_of(cio)
    text, undo = added(browser, "ci-churn", "oe-effort")
    assert text == "2 metrics added."
    page = shown(browser)
    assert page["tension"] == "2 are in your catalogue."
    churn = Metric.objects.get(name="Customers lost")
    row = page["groups"][2]["rows"][0]
    assert (row["is_free"], row["metric"], row["url"]) == (False, churn, f"/metrics/{churn.uid}/")
    answer = browser.post(undo, {"next": LIBRARY})
    assert [str(each) for each in get_messages(answer.wsgi_request)][-1] == "2 metrics taken back."
    assert not Metric.objects.active().exists()
    assert f"{churn.code}, archived" in browser.get(LIBRARY).content.decode()
    answer = browser.post(undo)
    *_earlier, last = get_messages(answer.wsgi_request)
    assert str(last) == "This can no longer be undone: it has been changed since."


def test_nothing_ticked_adds_nothing(cio: User, client_of: ClientOf) -> None:
    assert added(client_of(cio)) == ("Nothing was added: tick what you want to have.", "")
    assert client_of(cio).post(reverse("metric_library_undo"), {"at": "x"}).status_code == 302
    assert not Metric.objects.exists()


def test_everything_can_be_added(cio: User, client_of: ClientOf) -> None:
    browser = client_of(cio)
    keys = [row["key"] for group in shown(browser)["groups"] for row in group["rows"]]
    assert added(browser, *keys)[0] == "25 metrics added."
    assert shown(browser)["any_free"] is False
    assert 'type="checkbox" name="key"' not in browser.get(LIBRARY).content.decode()


def test_the_library_is_for_those_who_may_change_metrics(reader: User, client_of: ClientOf) -> None:
    browser = client_of(reader)
    statuses = [browser.get(LIBRARY), browser.post(LIBRARY), browser.post(reverse("metric_library_undo"))]
    assert [answer.status_code for answer in statuses] == [403, 403, 403]


@pytest.mark.parametrize("there", [0, 1])
def test_the_list_leads_to_the_library(there: int, cio: User, reader: User, client_of: ClientOf) -> None:
    for _index in range(there):
        make_metric()
    link = f'href="{LIBRARY}"'
    assert client_of(cio).get(reverse("metric_list")).content.decode().count(link) == 1
    assert link not in client_of(reader).get(reverse("metric_list")).content.decode()


@pytest.mark.parametrize("there", [0, 3])
def test_the_page_takes_a_constant_number_of_statements(
    there: int, cio: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = client_of(cio)
    for name in ("Customers lost", "Time to market", "Perfect orders")[:there]:
        make_metric(name=name)
    browser.get(LIBRARY)
    with django_assert_num_queries(STATEMENTS):
        browser.get(LIBRARY)


STATEMENTS = 5
"""Session, person, roles and units of the viewer; what is in the catalogue."""
