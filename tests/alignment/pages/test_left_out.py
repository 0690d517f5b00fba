"""Thousands of benefits: tables without pages say what they leave out, and no picture is sent that nobody could read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from tests.factories.alignment import make_benefit, make_benefit_link, make_initiative

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Unit, User
    from tests.personas import ClientOf

MANY = 41
"""One name more than a column of the network draws."""
TEXT = "The first 5 of 41. Narrow by unit, or export them all."


@pytest.fixture
def browser(claims: Unit, cio: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> Client:
    initiative = make_initiative(unit=claims)
    for _number in range(MANY):
        make_benefit_link(initiative=initiative, benefit=make_benefit(unit=claims), strength=3)
    for module in ("contracts", "network"):
        monkeypatch.setattr(f"alignment.serializers.{module}.SHOWN", 5)
    return client_of(cio)


def page_of(browser: Client, name: str) -> tuple[Any, str]:
    answer = browser.get(reverse(name))
    return answer.context["page"], answer.content.decode()


def test_contracts_say_what_they_leave_out(browser: Client) -> None:
    page, html = page_of(browser, "benefit_contracts")
    assert (len(page["rows"]), html.count(TEXT)) == (5, 1)
    assert page["finding_lead"] == "0 of 41 benefits are agreed with their owners."
    data = b"".join(browser.get(page["export_url"])).decode()
    assert len(data.splitlines()) == 1 + MANY


def test_a_network_that_is_no_picture_sends_none(browser: Client) -> None:
    page, html = page_of(browser, "benefits_network")
    assert (page["is_large"], page["columns"], page["edges"]) == (True, [], [])
    assert (len(page["rows"]), html.count(TEXT)) == (5, 1)
    assert len(page["findings"]) == 5
    assert int(page["finding_count"]) > MANY
    assert page["findings_left_out"] in html
    assert "data-join" not in html


def test_what_is_whole_leaves_nothing_out(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("contracts", "network"):
        monkeypatch.setattr(f"alignment.serializers.{module}.SHOWN", 1000)
    for name in ("benefit_contracts", "benefits_network"):
        assert "Narrow by unit, or export them all." not in page_of(browser, name)[1]
