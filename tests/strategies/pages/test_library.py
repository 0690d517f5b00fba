"""The library of IT needs, to read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.urls import reverse

from strategies.choices import Discipline
from strategies.operations.shipping import ship_content
from tests.factories.accounts import NOW
from tests.factories.strategies import make_it_need

if TYPE_CHECKING:
    from accounts.models import User
    from tests.personas import ClientOf


def test_needs_stand_under_their_discipline_told_in_full(cio: User, client_of: ClientOf) -> None:
    ship_content(now=NOW)
    answer = client_of(cio).get(reverse("itneed_list"))
    page = answer.context["page"]
    assert [(group["discipline"], len(group["needs"])) for group in page["groups"]] == [
        (discipline, 12) for discipline in sorted(Discipline.values)
    ]
    assert page["finding_lead"] == "The library holds 36 IT needs."
    text = answer.content.decode()
    assert "How it goes wrong" in text
    assert text.count("<article data-row") == 36
    assert len(re.findall(r'<article data-row id="[^"]+" tabindex="0"', text)) == 1


def test_a_filter_leaves_one_discipline(cio: User, client_of: ClientOf) -> None:
    ship_content(now=NOW)
    address = reverse("itneed_list")
    page = client_of(cio).get(address, {"discipline": "customer_intimacy"}).context["page"]
    assert [group["discipline"] for group in page["groups"]] == ["customer_intimacy"]
    assert page["finding_rest"] == "12 match what you asked for."


def test_lines_are_told_apart_and_empty_ones_left_out(cio: User, client_of: ClientOf) -> None:
    make_it_need(measures="One\nTwo", initiatives="", anti_pattern="")
    answer = client_of(cio).get(reverse("itneed_list"))
    (need,) = answer.context["page"]["groups"][0]["needs"]
    assert (need["measures"], need["initiatives"]) == (["One", "Two"], [])
    text = answer.content.decode()
    assert (
        "<li>One</li><li>Two</li>" in text,
        "<h4>Typical initiatives" in text,
        "How it goes wrong" in text,
    ) == (
        True,
        False,
        False,
    )


def test_an_empty_library_teaches(cio: User, client_of: ClientOf) -> None:
    text = client_of(cio).get(reverse("itneed_list")).content.decode()
    assert "Nothing here yet" in text
