"""Answering a round as people do: each answer kept at once, by finger and by keys, and without script step by step."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse

from accounts.models import Unit, User
from assessments.choices import InstrumentState, Moment
from assessments.models import Answer, Instrument, Invitation, Response, Round, Statement
from assessments.operations.rounds import open_round
from assessments.queries.asking import entered
from foundation.actors import SYSTEM
from tests.browser.conftest import Open
from tests.factories.accounts import NOW
from tests.factories.assessments import make_instrument, make_invitation, make_round, make_statement
from workbench.models import Draft

MINE = "Browser test: answering"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def asked() -> Iterator[Invitation]:
    """The chief information officer is asked two statements in two groups."""
    instrument = make_instrument(name=MINE, state=InstrumentState.PUBLISHED)
    for group in ("Culture", "Structure"):
        make_statement(instrument=instrument, group=group, text=f"{group} helps us")
    unit = Unit.objects.get(parent=None)
    round_ = make_round(name=MINE, instrument=instrument, unit=unit)
    person = User.objects.get(email="cio@demo.example").person
    invitation = make_invitation(round=round_, person=person)
    open_round(round=round_, actor=SYSTEM, now=NOW)
    yield invitation
    Answer.objects.filter(response__round=round_).delete()
    Response.objects.filter(round=round_).delete()
    Draft.objects.all().delete()
    Round.objects.filter(pk=round_.pk).delete()
    Statement.objects.filter(instrument=instrument).delete()
    Instrument.objects.filter(pk=instrument.pk).delete()


def test_each_answer_is_kept_at_once_on_the_phone(open_as: Open, asked: Invitation) -> None:
    visit = open_as("cio", size=PHONE)
    visit.go(reverse("assessments_answer", args=[asked.uid]))
    target = visit.page.locator("#s-1 .ops label").first.bounding_box()
    assert target is not None
    assert target["height"] >= 44
    assert target["width"] >= 44

    visit.page.locator("#s-1 .ops label").nth(1).click()
    visit.page.get_by_text("1 of 2 answered").wait_for()
    visit.page.locator("#s-1 input:checked").focus()
    with visit.page.expect_response(lambda answer: answer.request.method == "POST"):
        visit.page.keyboard.press("ArrowRight")
    assert [said[Moment.TODAY] for said in entered(asked).answers.values()] == [3]

    visit.page.get_by_role("button", name="Continue: Structure").click()
    visit.page.get_by_role("heading", name="Structure", exact=True).wait_for()
    visit.page.locator("#s-2 .none").click()
    visit.page.get_by_text("2 of 2 answered").wait_for()
    visit.page.get_by_role("button", name="Look over your answers").click()
    visit.page.get_by_role("button", name="Hand in").click()
    visit.page.get_by_text("Thank you. Your answers are handed in.").wait_for()
    assert list(Answer.objects.filter(response__round=asked.round).values_list("today", flat=True)) == [3]
    assert visit.complaints == []


def test_without_script_each_step_is_saved(open_as: Open, asked: Invitation) -> None:
    visit = open_as("cio", script=False)
    visit.go(reverse("assessments_answer", args=[asked.uid]))
    visit.page.locator("#s-1 .ops label").nth(4).click()
    visit.page.get_by_role("button", name="Continue: Structure").click()
    visit.page.get_by_role("button", name="Look over your answers").click()
    assert visit.page.get_by_text("1 statement is not answered.").is_visible()
    visit.page.get_by_role("button", name="Hand in as it is").click()

    assert list(Answer.objects.filter(response__round=asked.round).values_list("today", flat=True)) == [5]
