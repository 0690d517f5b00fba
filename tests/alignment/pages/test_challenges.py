"""The list of challenges, what is proposed, and the small forms, with and without script."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from accounts.models import Enterprise
from alignment.choices import ChallengeAnswer
from alignment.models import Challenge, Dismissal
from alignment.operations.challenges import answer_challenge
from alignment.queries.challenges import Proposed, proposed
from foundation.actors import SYSTEM
from tests.alignment.scene import Scene
from tests.factories.accounts import NOW, make_person
from tests.factories.alignment import make_challenge
from tests.factories.customers import make_need
from tests.factories.strategies import make_objective
from workbench.operations.records import save
from workbench.types import type_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from accounts.models import Unit, User
    from tests.personas import ClientOf

HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}
TODAY = NOW.date()
ANSWERED: dict[str, Any] = {"answer_reason": "It holds", "answered_date": TODAY}
LIST_QUERIES = 9
PROPOSAL_QUERIES = 13


@pytest.fixture
def one(scene: Scene) -> Proposed:
    """The only proposal of the scene: its money contradicts its discipline."""
    (found,) = proposed(SYSTEM, NOW, Enterprise.objects.get())
    return found


def text_of(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def toast(answer: Any) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(answer["HX-Trigger"])["sl:toast"]
    return said


# ── the list ─────────────────────────────────────────────────────────────────────────────────────
def test_those_that_wait_come_first(scene: Scene, browser: Client) -> None:
    late = make_challenge(
        strategy=scene.strategy, raised_date=TODAY - timedelta(40), due_date=TODAY - timedelta(9)
    )
    kept = make_challenge(strategy=scene.strategy, answer="kept", **ANSWERED)
    changed = make_challenge(strategy=scene.strategy, answer="changed", **ANSWERED)
    answer = browser.get(reverse("challenge_list"))
    page = answer.context["page"]
    assert page["finding_lead"] == "1 challenge waits for an answer, 1 is late."
    assert page["finding_rest"] == "1 of 1 change of the plan came from IT (100%)."
    assert [(row["uid"], row["due"], row["is_late"]) for row in page["waiting"]] == [
        (str(late.uid), "9 days late", True)
    ]
    assert [row["uid"] for row in page["answered"]] == [str(kept.uid), str(changed.uid)]
    assert page["waiting"][0]["answer_url"] == reverse("challenge_answer", args=[late.uid])
    assert f'hx-get="{reverse("challenge_proposals")}"' in text_of(answer)


def test_a_filtered_list_is_one_table(scene: Scene, browser: Client) -> None:
    make_challenge(strategy=scene.strategy)
    answer = browser.get(reverse("challenge_list"), {"answer": "kept"})
    assert answer.context["page"]["is_plain"]
    assert "Nothing matches these filters." in text_of(answer)


def test_readers_are_offered_no_answer(scene: Scene, reader: User, client_of: ClientOf) -> None:
    make_challenge(strategy=scene.strategy)
    page = client_of(reader).get(reverse("challenge_list")).context["page"]
    assert page["waiting"][0]["answer_url"] == ""


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow(
    scene: Scene, browser: Client, count: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for _ in range(count):
        make_challenge(strategy=scene.strategy, objective=scene.objective, raised_by=make_person())
        make_challenge(strategy=scene.strategy, answer="kept", **ANSWERED)
        make_objective(strategy=scene.strategy, due_date=TODAY)
    with django_assert_num_queries(LIST_QUERIES):
        browser.get(reverse("challenge_list"))
    with django_assert_num_queries(PROPOSAL_QUERIES):
        browser.get(reverse("challenge_proposals"))


def test_a_challenges_page_opens_with_who_must_answer(scene: Scene, browser: Client) -> None:
    waiting = make_challenge(strategy=scene.strategy, answerer=make_person("Lena Fischer"))
    page = browser.get(reverse("challenge_detail", args=[waiting.uid])).context["page"]
    assert page["finding_lead"] == "Waits for an answer from Lena Fischer, due 2 Dec."
    assert page["primary"]["label"] == "Answer"
    kept = make_challenge(strategy=scene.strategy, answer="kept", **ANSWERED)
    page = browser.get(reverse("challenge_detail", args=[kept.uid])).context["page"]
    assert (page["finding_lead"], page.get("primary")) == ("Plan kept on 2 Nov.", None)


def test_an_answered_challenge_says_who_answered_whoever_was_asked(
    scene: Scene, browser: Client, cio: User
) -> None:
    asked = make_challenge(strategy=scene.strategy, answerer=make_person("Lena Fischer"))
    answer_challenge(challenge=asked, answer=ChallengeAnswer.KEPT, reason="It holds.", actor=cio, now=NOW)
    detail = reverse("challenge_detail", args=[asked.uid])
    assert browser.get(detail).context["page"]["finding_lead"] == "Plan kept on 2 Nov by Clara Dunne."
    asked.refresh_from_db()
    save(
        object_type=type_for(Challenge),
        record=asked,
        values={"answer_reason": "It does."},
        actor=SYSTEM,
        now=NOW,
    )
    assert browser.get(detail).context["page"]["finding_lead"] == "Plan kept on 2 Nov by Clara Dunne."


def test_a_new_challenge_is_raised_today_by_oneself(scene: Scene, browser: Client, cio: User) -> None:
    shown = browser.get(reverse("challenge_create"), {"origin": "business"}).context["form"]
    assert {name: shown[name].value() for name in ("origin", "raised_by", "raised_date", "due_date")} == {
        "origin": "business",
        "raised_by": cio.person.uid,
        "raised_date": TODAY,
        "due_date": TODAY + timedelta(30),
    }


def test_who_cannot_be_told_is_said(scene: Scene, browser: Client) -> None:
    data = {
        "claim": "It does not hold",
        "strategy": str(scene.strategy.uid),
        "evidence": "Seen",
        "proposed_change": "Change it",
        "origin": "it",
        "raised_date": "2026-11-02",
        "answerer": str(make_person("No Sign-in").uid),
        "due_date": "2026-12-02",
    }
    answer = browser.post(reverse("challenge_create"), data, follow=True)
    assert "No Sign-in has no sign-in and was not told." in text_of(answer)
    challenge = Challenge.objects.get()
    edited = browser.post(
        reverse("challenge_edit", args=[challenge.uid]),
        {**data, "answerer": str(make_person("Nobody Either").uid), "version": "1"},
        follow=True,
    )
    assert "Nobody Either has no sign-in and was not told." in text_of(edited)


# ── answering ────────────────────────────────────────────────────────────────────────────────────
def test_the_one_who_is_asked_answers_in_place(scene: Scene, member: User, client_of: ClientOf) -> None:
    challenge = make_challenge(strategy=scene.strategy, answerer=member.person)
    client, url = client_of(member), reverse("challenge_answer", args=[challenge.uid])
    assert "<html" not in text_of(client.get(url, **HTMX))
    refused = client.post(url, {}, **HTMX)
    assert refused.status_code == 422
    assert "Say what becomes of the plan." in text_of(refused)
    done = client.post(url, {"answer": "kept", "reason": "It holds"}, **HTMX)
    assert (done.status_code, toast(done)["text"]) == (204, f"Plan kept: {challenge.claim}")
    challenge.refresh_from_db()
    assert challenge.answer == "kept"
    assert client.get(url, **HTMX)["HX-Redirect"] == reverse("challenge_detail", args=[challenge.uid])


def test_without_script_answering_is_a_page(scene: Scene, browser: Client) -> None:
    challenge = make_challenge(strategy=scene.strategy, raised_by=make_person("No Sign-in"))
    url = reverse("challenge_answer", args=[challenge.uid])
    shown = browser.get(url, {"next": "https://elsewhere.example/"})
    assert "<html" in text_of(shown)
    assert shown.context["page"]["foot"] == (
        f"Raised by No Sign-in on 2 Nov. {challenge.answerer} must answer, due 2 Dec."
    )
    assert shown.context["next"] == reverse("challenge_list")
    done = browser.post(url, {"answer": "changed", "reason": "Moved", "next": "/strategies/"}, follow=True)
    assert done.redirect_chain == [("/strategies/", 302)]
    assert "No Sign-in has no sign-in and was not told." in text_of(done)
    again = browser.get(url)
    assert (again.status_code, again["Location"]) == (302, reverse("challenge_detail", args=[challenge.uid]))
    refused = browser.post(url, {"answer": "kept", "reason": "No"})
    assert refused.status_code == 422
    assert "Somebody else has answered this in the meantime." in text_of(refused)


def test_others_may_not_answer(
    scene: Scene, reader: User, outsider: User, client_of: ClientOf, anonymous: Client
) -> None:
    challenge = make_challenge(strategy=scene.strategy)
    url = reverse("challenge_answer", args=[challenge.uid])
    assert [client_of(user).post(url).status_code for user in (reader, outsider)] == [403, 404]
    assert anonymous.get(url)["Location"] == f"/accounts/login/?next={url}"


# ── proposals ────────────────────────────────────────────────────────────────────────────────────
def test_proposals_are_a_page_and_a_part(one: Proposed, browser: Client) -> None:
    answer = browser.get(reverse("challenge_proposals"))
    assert answer.context["page"]["fact"] == "Sightline proposes 1 challenge."
    (row,) = answer.context["page"]["rows"]
    assert row["claim"] == (
        "Harbor Mutual says Customer intimacy first, "
        "but Operational excellence gets 100% of its money against 0%."
    )
    assert row["evidence"] == [
        "Customer intimacy 0%, Operational excellence 100%.",
        "Intended for the lead discipline: 60% (−60 points).",
        "Plan of fiscal year 2026, percent of the money that reaches a customer need.",
    ]
    assert row["accept_url"] == reverse("proposal_accept", args=[one.proposal.key])
    part = browser.get(reverse("challenge_proposals"), **HTMX)
    assert "<html" not in text_of(part)
    assert row["dismiss_url"] in text_of(part)


def test_the_finding_counts_on_where_a_proposal_is_decided_about(one: Proposed, browser: Client) -> None:
    """On its own page; within the list of challenges the finding is that of the list."""
    address = reverse("challenge_proposals")
    own, within = (
        text_of(
            browser.get(address, headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{at}"})
        )
        for at in (address, reverse("challenge_list"))
    )
    assert ("Sightline proposes 1 challenge." in own, "#finding" in within) == (True, False)
    assert ("<html" in own, one.proposal.key in own, one.proposal.key in within) == (False, True, True)


def test_no_more_than_one_page_is_proposed(scene: Scene, browser: Client) -> None:
    for _ in range(21):
        make_need(importance=9, scale_min=0, scale_max=10, asked_date=TODAY)
    page = browser.get(reverse("challenge_proposals")).context["page"]
    assert (len(page["rows"]), page["more"]) == (20, "2 more when these are decided about.")


def test_nothing_proposed_says_what_was_looked_at(root: Unit, browser: Client) -> None:
    answer = browser.get(reverse("challenge_proposals"))
    assert answer.context["page"]["fact"] == "Sightline proposes no challenge."
    assert "Nothing to propose" in text_of(answer)


def test_a_proposal_is_accepted_with_its_form_filled_in(
    scene: Scene, one: Proposed, browser: Client, cio: User, reader: User
) -> None:
    scene.strategy.sponsor = reader.person
    scene.strategy.save()
    url = reverse("proposal_accept", args=[one.proposal.key])
    form = browser.get(url).context["form"]
    given = {name: form[name].value() for name in form.fields}
    assert given["claim"].startswith("Harbor Mutual says Customer intimacy first")
    assert given["evidence"].endswith("From Sightline's own records, 2 Nov 2026.")
    assert (given["answerer"], given["due_date"]) == (reader.person.uid, TODAY + timedelta(30))
    refused = browser.post(url, {**given, "claim": ""})
    assert (refused.status_code, "Fill in Claim." in text_of(refused)) == (422, True)
    early = browser.post(url, {**given, "due_date": "2026-10-01"})
    assert early.status_code == 422
    assert "An answer cannot be due before the challenge is raised." in text_of(early)
    done = browser.post(url, given)
    challenge = Challenge.objects.get()
    assert done["Location"] == reverse("challenge_detail", args=[challenge.uid])
    assert (challenge.rule, challenge.raised_by, challenge.origin, challenge.raised_date) == (
        "money_against_discipline",
        cio.person,
        "business",
        TODAY,
    )
    assert browser.get(url)["Location"] == reverse("challenge_list")
    assert browser.post(url, given)["Location"] == reverse("challenge_list")


def test_an_answerer_without_a_sign_in_is_said(one: Proposed, browser: Client) -> None:
    url = reverse("proposal_accept", args=[one.proposal.key])
    data = {
        "claim": "c",
        "evidence": "e",
        "proposed_change": "p",
        "answerer": str(make_person("No Sign-in").uid),
        "due_date": "2026-12-02",
    }
    assert "No Sign-in has no sign-in and was not told." in text_of(browser.post(url, data, follow=True))


def test_a_proposal_is_dismissed_and_taken_back(one: Proposed, browser: Client) -> None:
    url = reverse("proposal_dismiss", args=[one.proposal.key])
    assert "Why this is no challenge" in text_of(browser.get(url, **HTMX))
    assert browser.post(url, {"reason": " "}, **HTMX).status_code == 422
    done = browser.post(url, {"reason": "A partner does it"}, **HTMX)
    dismissal = Dismissal.objects.get()
    undo = reverse("dismissal_undo", args=[dismissal.uid])
    assert (done.status_code, toast(done)["undo"]) == (204, undo)
    assert proposed(SYSTEM, NOW, Enterprise.objects.get()) == ()
    assert browser.get(url, **HTMX)["HX-Redirect"] == reverse("challenge_list")
    assert browser.post(url, {"reason": "Again"})["Location"] == reverse("challenge_list")
    back = browser.post(undo, follow=True)
    assert back.redirect_chain == [(reverse("challenge_proposals"), 302)]
    assert "It is proposed again" in text_of(back)
    assert len(proposed(SYSTEM, NOW, Enterprise.objects.get())) == 1
    assert browser.get(undo).status_code == 405


def test_deciding_takes_the_permission(
    one: Proposed, reader: User, analyst: User, client_of: ClientOf, anonymous: Client
) -> None:
    accept = reverse("proposal_accept", args=[one.proposal.key])
    dismiss = reverse("proposal_dismiss", args=[one.proposal.key])
    for user in (reader, analyst):
        client = client_of(user)
        assert [client.post(url, {}).status_code for url in (accept, dismiss)] == [403, 403]
    (row,) = client_of(reader).get(reverse("challenge_proposals")).context["page"]["rows"]
    assert (row["accept_url"], row["dismiss_url"]) == ("", "")
    assert anonymous.get(accept)["Location"].startswith("/accounts/login/")


def test_programs_learn_how_challenges_stand(scene: Scene, one: Proposed, browser: Client) -> None:
    make_challenge(strategy=scene.strategy, answer="changed", **ANSWERED)
    make_challenge(strategy=scene.strategy)
    data = browser.get(reverse("api_challenge_cycle")).json()
    (proposal,) = data.pop("proposals")
    assert data == {
        "challenges": 2,
        "waiting": 1,
        "late": 0,
        "plan_changes": 1,
        "plan_changes_from_it": 1,
        "percent_from_it": "100.00",
    }
    assert (proposal["rule"], proposal["finding"], proposal["figures"]["year"]) == (
        "money_against_discipline",
        "other_leads",
        "2026",
    )


def test_a_strategys_page_shows_its_challenges(
    scene: Scene, browser: Client, reader: User, client_of: ClientOf
) -> None:
    waiting = make_challenge(strategy=scene.strategy)
    make_challenge(strategy=scene.strategy, answer="kept", **ANSWERED)
    url = reverse("strategy_detail", args=[scene.strategy.uid])

    def panel(client: Client) -> dict[str, Any]:
        panels = client.get(url).context["page"]["panels"]
        data: dict[str, Any] = next(one for one in panels if one["name"] == "challenges")["data"]
        return data

    data = panel(browser)
    assert [row["uid"] for row in data["waiting"]] == [str(waiting.uid)]
    assert [row["answer"] for row in data["answered"]] == ["Plan kept"]
    assert data["add_url"].startswith(f"{reverse('challenge_create')}?strategy={scene.strategy.uid}")
    assert panel(client_of(reader))["add_url"] == ""
