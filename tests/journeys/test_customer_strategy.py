"""One story on the demonstration: a strategy is read, its money is questioned, and IT changes the plan.

No figure of the demonstration is written down here: each is read at two places that have to agree.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from alignment.models import Challenge
from alignment.queries.challenges import challenge_counts
from assessments.choices import InstrumentKind, RoundState
from assessments.models import Answer, Invitation, Response, Round
from assessments.queries.asking import moments_of, statements_of
from assessments.serializers.results import part_label
from audit.models import Event
from foundation import formats
from foundation.actors import SYSTEM
from strategies.models import Strategy
from strategies.queries.in_force import strategy_followed
from tests.journeys.conftest import SHOWN as NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock_of_the_demonstration(demonstration: None) -> Iterator[None]:
    """Alderbrook Mutual, visited at the instant it was built for."""
    with time_machine.travel(NOW, tick=False):
        yield


def user(email: str) -> User:
    found: User = User.objects.select_related("person__unit").get(email=email)
    return found


def browser_of(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def page(browser: Client, url: str, **query: str) -> Any:
    answer = browser.get(url, query, follow=True)
    assert answer.status_code == 200
    return answer


def data(browser: Client, name: str, **query: str) -> Any:
    answer = browser.get(reverse(name), query)
    assert answer.status_code == 200
    return answer.json()


def followed_by(who: User) -> Strategy:
    """The strategy of the whole firm, as the one who reads it follows it."""
    assert who.person.unit is not None
    found = strategy_followed(who.person.unit, NOW.date())
    assert found is not None
    return found


def percent(text: str | None) -> str:
    """A percent of the API as a page writes it."""
    return formats.percent(None if text is None else Decimal(text))


def test_the_cio_reads_the_strategy_and_where_its_money_goes() -> None:
    cio = user("cio@demo.example")
    browser, strategy = browser_of(cio), followed_by(cio)

    shown = page(browser, reverse("strategy_detail", args=[strategy.uid])).context["page"]
    told = browser.get(f"/api/v1/strategies/{strategy.uid}/").json()
    assert (told["name"], told["discipline"], told["state"]) == (
        strategy.name,
        strategy.discipline,
        "in_force",
    )
    assert shown["title"] == strategy.name

    unit = str(strategy.unit.uid)
    money = data(browser, "api_spend_against_intent", unit=unit)
    bars = page(browser, reverse("spend_against_intent"), unit=unit).context["page"]
    for key in ("disciplines", "offices"):
        assert [(f"{bar['value']:.2f}", bar["intended"]) for bar in bars[key]] == [
            (part["percent"], percent(part["intended_percent"])) for part in money["unit"][key]
        ]
        assert [bar["share"] for bar in bars[key]] == [formats.percent(bar["value"]) for bar in bars[key]]
    stated = {part["discipline"]: part["intended_percent"] for part in money["unit"]["disciplines"]}
    assert {key: Decimal(value) for key, value in stated.items()} == {
        key: Decimal(told[f"{key}_share"]) for key in stated
    }
    assert (money["unit"]["lead"], money["unit"]["strategy"]["uid"]) == (
        told["discipline"],
        str(strategy.uid),
    )
    summary = page(browser, reverse("intent_summary", args=[strategy.uid]))
    assert summary.context["fact"] == bars["fact"]
    assert summary.context["tension"] == bars["tension"]


def figures(browser: Client) -> tuple[dict[str, Any], dict[str, Any]]:
    """How challenges stand: for programs, and on the page; the two have to say the same."""
    told = data(browser, "api_challenge_cycle")
    shown = page(browser, reverse("challenge_list")).context["page"]
    counts = shown["standing"]
    assert (counts.total, counts.waiting, counts.overdue, counts.changed, counts.changed_by_it) == tuple(
        told[key] for key in ("challenges", "waiting", "late", "plan_changes", "plan_changes_from_it")
    )
    proposals = page(browser, reverse("challenge_proposals")).context["page"]["rows"]
    assert [(row["key"], row["claim"]) for row in proposals] == [
        (one["key"], one["claim"]) for one in told["proposals"]
    ]
    assert f"({percent_from_it(told)})" in shown["finding_rest"]
    return told, shown


def percent_from_it(told: dict[str, Any]) -> str:
    return formats.share(told["plan_changes_from_it"] / told["plan_changes"])


def test_it_questions_the_plan_and_the_plan_changes() -> None:
    cio = user("cio@demo.example")
    browser = browser_of(cio)
    before, _ = figures(browser)

    # Accepted: what Sightline proposes becomes a challenge of IT, and somebody has to answer it.
    row = page(browser, reverse("challenge_proposals")).context["page"]["rows"][0]
    form = page(browser, row["accept_url"]).context["form"]
    values = {name: form[name].value() for name in form.fields}
    assert values["claim"] == row["claim"]
    done = browser.post(row["accept_url"], values, follow=True)
    assert done.status_code == 200
    challenge = Challenge.objects.get(claim=row["claim"])
    assert (challenge.origin, challenge.raised_by, challenge.answer) == ("it", cio.person, "")
    raised, _ = figures(browser)
    assert [raised[key] - before[key] for key in ("challenges", "waiting", "plan_changes")] == [1, 1, 0]
    assert [one["key"] for one in raised["proposals"]] == [
        one["key"] for one in before["proposals"] if one["key"] != row["key"]
    ]
    assert page(browser, row["accept_url"]).redirect_chain[-1][0] == reverse("challenge_list")

    # Answered by who is asked: the plan is changed, and whoever raised it is told.
    answerer = browser_of(User.objects.get(person=challenge.answerer))
    answer = reverse("challenge_answer", args=[challenge.uid])
    assert page(answerer, answer).context["page"]["claim"] == row["claim"]
    assert answerer.post(answer, {"answer": "changed"}).status_code == 422
    answerer.post(answer, {"answer": "changed", "reason": "An initiative serves it from January."})
    challenge.refresh_from_db()
    assert (challenge.answer, challenge.answered_date) == ("changed", NOW.date())

    after, shown = figures(browser)
    assert [after[key] - before[key] for key in ("challenges", "waiting", "late")] == [1, 0, 0]
    assert [after[key] - before[key] for key in ("plan_changes", "plan_changes_from_it")] == [1, 1]
    assert Decimal(after["percent_from_it"]) > Decimal(before["percent_from_it"])
    assert shown["standing"] == challenge_counts(SYSTEM, NOW.date())
    trail = Event.objects.filter(object_uid=challenge.uid).order_by("pk")
    assert list(trail.values_list("verb", "actor_label")) == [
        ("created", str(cio.person)),
        ("updated", str(challenge.answerer)),
    ]


def test_an_executive_answers_the_round_that_waits_for_them() -> None:
    executive = user("executive@demo.example")
    browser = browser_of(executive)
    waiting = Invitation.objects.asked_of(executive).waiting().select_related("round__instrument")
    listed = [row["invitation"] for row in page(browser, reverse("assessments_mine")).context["waiting"]]
    assert {asked.uid for asked in listed} == {asked.uid for asked in waiting} != set()

    for invitation in listed:
        asked, url = invitation.round, reverse("assessments_answer", args=[invitation.uid])
        before = Response.objects.filter(round=asked).count()
        best = Answer.objects.filter(response__round=asked, today=asked.instrument.scale_max)
        same = best.count()
        statements = statements_of(asked.instrument)
        said = {
            f"{moment.value}-{statement.uid}": str(asked.instrument.scale_max)
            for statement in statements
            for moment in moments_of(asked.instrument)
        }
        browser.post(url, said)
        progress = page(browser, url, step="review").context["page"]["progress"]
        assert (progress["done"], progress["of"]) == (len(statements), len(statements))
        browser.post(reverse("assessments_hand_in", args=[invitation.uid]))
        browser.post(reverse("assessments_hand_in", args=[invitation.uid]))

        assert page(browser, url).context["state"] == "answered"
        assert Response.objects.filter(round=asked).count() - before == 1
        assert best.count() - same == len(statements)
        turnout = page(browser, reverse("assessments_results", args=[asked.uid])).context["page"]["turnout"]
        told = browser.get(reverse("api-round-results", args=[asked.uid])).json()
        assert [(side["invited"], side["answered"]) for side in turnout] == [
            (side["invited"], side["answered"]) for side in told["sides"]
        ]
        assert sum(side["answered"] for side in turnout) == before + 1
    assert page(browser, reverse("assessments_mine")).context["waiting"] == []
    assert not waiting.all().exists()


def test_the_results_of_every_closed_round_are_the_same_for_readers_and_programs() -> None:
    cio = user("cio@demo.example")
    browser = browser_of(cio)
    closed = list(Round.objects.visible_to(cio).filter(state=RoundState.CLOSED).select_related("instrument"))
    assert closed
    for asked in closed:
        told = browser.get(reverse("api-round-results", args=[asked.uid])).json()
        shown = page(browser, reverse("assessments_results", args=[asked.uid])).context["page"]
        withheld = {side["side"]: side["reason"] for side in told["sides"] if side["is_withheld"]}
        assert [row["reason"] for row in shown["turnout"] if row["reason"]] == list(withheld.values())
        scores = scores_today(told, asked)
        assert {side for side, _ in scores} == {side["side"] for side in told["sides"]} - withheld.keys()
        for side in ("business", "it"):
            on_page = {row["label"]: (row[side]["text"], row[side]["n"]) for row in shown["rows"]}
            for label, cell in on_page.items():
                assert cell == scores.get((side, label), (formats.MISSING, 0))


def scores_today(told: dict[str, Any], asked: Round) -> dict[tuple[str, str], tuple[str, int]]:
    """By side and part in words: the score as the page writes it, and how many people it rests on."""
    is_discipline = asked.instrument.kind == InstrumentKind.DISCIPLINE
    key, decimals = ("hundred", 0) if is_discipline else ("mean", 1)
    return {
        (outcome["side"], part_label((score["group"], score["subject"]))): (
            formats.number(score[key], decimals),
            score["people"],
        )
        for outcome in told["outcomes"]
        if outcome["moment"] == "today" and outcome["side"] != "both"
        for score in outcome["scores"]
    }
