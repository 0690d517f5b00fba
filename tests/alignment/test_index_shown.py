"""The published index where it is shown: page, API, file and command tell the same edition, each to whom may read it."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Enterprise
from alignment.choices import Act, Hop, IndexFactor, StepKind
from alignment.models import Initiative, NeedLink
from alignment.queries.index import Published, published
from alignment.queries.scores import figures_of, history_of, score_of
from alignment.serializers import index_words as words
from foundation.actors import SYSTEM
from tests.alignment.briefs import publish
from tests.alignment.scene import FRESH, YEAR, Scene
from tests.factories.accounts import NOW
from tests.factories.alignment import (
    make_benefit,
    make_benefit_link,
    make_index_weights,
    make_initiative,
    make_need_link,
    make_outlay,
)

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from tests.personas import ClientOf

MONTH = timedelta(days=31)
QUERIES = 8
"""The edition, the indices, the edition compared with (of a month ago, else the first), the enterprise, and of the unit
what it was, its trend and what moved it."""


def weakened(scene: Scene) -> None:
    """Published, then a month later the evidence for Tracker's need is gone, and published again."""
    publish()
    NeedLink.objects.filter(initiative=scene.tracker).update(evidence="")
    publish(NOW + MONTH)


def found(viewer: Any = SYSTEM, **asked: Any) -> Published:
    answer = published(viewer, Enterprise.objects.get(), **asked)
    assert answer is not None
    return answer


def printed(*arguments: str) -> str:
    out = io.StringIO()
    call_command("alignment_index", *arguments, stdout=out)
    return out.getvalue()


# ── what is read ─────────────────────────────────────────────────────────────────────────────────
def test_the_newest_edition_is_compared_with_the_one_of_a_month_ago(scene: Scene) -> None:
    weakened(scene)
    answer = found()
    assert (answer.chosen.figure, answer.before and answer.before.figure) == (
        Decimal("20.8"),
        Decimal("53.8"),
    )
    assert answer.since is not None
    assert answer.since.published_at == NOW
    assert answer.trend == ((NOW, Decimal("53.8")), (NOW + MONTH, Decimal("20.8")))
    assert [(str(move.initiative), move.was, move.now, move.at) for move in answer.moves] == [
        ("Claim tracker", Decimal("86.1"), Decimal("25.0"), NOW + MONTH)
    ]
    assert [(str(each.unit), each.figure) for each in answer.below] == [
        ("Claims", Decimal("33.3")),
        ("Sales", Decimal("0.0")),
    ]


def test_what_moved_a_score_is_told_over_all_the_time_compared(scene: Scene) -> None:
    """Of several editions since then the last one alone would tell of its own change only."""
    links = NeedLink.objects.filter(initiative=scene.tracker)
    weakened(scene)
    links.update(strength=1, **FRESH)
    publish(NOW + MONTH + timedelta(hours=1))

    (move,) = found().moves

    assert (move.was, move.now) == (Decimal("86.1"), Decimal("66.1"))
    assert words.cause_words(move.causes) == "; ".join(
        (
            "Spend linked to a need: 20.0 more lost (contributes only a little)",
            "Spend that matches the strategy: 13.4 more lost (contributes only a little)",
            "Spend that matches the strategy: 13.4 less lost (discipline over its share)",
        )
    )
    last = history_of(scene.tracker)[0]
    assert "evidence missing" in words.cause_words(last.causes)


def test_other_weights_since_then_are_the_reason(scene: Scene) -> None:
    publish()
    make_index_weights(linked=40, match=10, needs=25, benefits=25)
    publish(NOW + MONTH)

    assert {words.cause_words(move.causes) for move in found().moves} == {"Other weights"}


def test_nothing_is_compared_with_the_first_edition(scene: Scene) -> None:
    publish()
    answer = found()
    assert (answer.since, answer.before, answer.moves) == (None, None, ())
    assert words.finding(answer) == (
        "Alignment is 54 of 100.",
        "Most is missing at spend that matches the strategy: 18.7 points.",
    )


def test_who_reads_one_unit_gets_the_index_of_that_unit(scene: Scene, outsider: User, claims: Unit) -> None:
    weakened(scene)
    answer = found(outsider, unit=claims.uid)
    assert (str(answer.chosen.unit), answer.below, answer.moves) == ("Sales", (), ())
    assert [str(unit) for unit in answer.units] == ["Sales"]


def test_without_an_edition_or_a_unit_there_is_nothing_to_show(scene: Scene, member: User) -> None:
    assert published(SYSTEM, Enterprise.objects.get()) is None
    publish()
    assert published(member, Enterprise.objects.get()) is None
    Initiative.objects.update(status="stopped")
    publish(NOW + MONTH)
    assert published(SYSTEM, Enterprise.objects.get()) is None


@pytest.mark.parametrize("copies", [1, 3])
def test_a_page_asks_as_often_whatever_there_is(
    scene: Scene, cio: User, copies: int, django_assert_num_queries: Any
) -> None:
    for number in range(copies):
        more = make_initiative(name=f"More {number}", unit=scene.archive.unit)
        make_outlay(initiative=more, amount=Decimal(1), fiscal_year=YEAR)
        make_need_link(initiative=more, need=scene.status, **FRESH)
    weakened(scene)
    with django_assert_num_queries(QUERIES):
        found(cio)


# ── the score of an initiative ───────────────────────────────────────────────────────────────────
def test_a_score_is_explained_from_0_with_what_would_raise_it(scene: Scene, cio: User) -> None:
    weakened(scene)
    answer = score_of(scene.tracker, cio)
    assert answer is not None
    assert (answer.figure, answer.steps[0].start, answer.steps[-1].end) == (
        Decimal("25.0"),
        Decimal(0),
        Decimal("25.0"),
    )
    told = [(step.kind, step.points, words.step_words(step)) for step in answer.steps]
    assert told == [
        (StepKind.LINKED, Decimal("30.0"), "Serves “Let me see where my claim stands”"),
        (StepKind.NO_EVIDENCE, Decimal("-30.0"), "No evidence is given: “Let me see where my claim stands”"),
        (
            StepKind.REACHED,
            Decimal("20.0"),
            "Reaches objectives in force through “Let me see where my claim stands”",
        ),
        (StepKind.NO_EVIDENCE, Decimal("-20.0"), "No evidence is given: “Let me see where my claim stands”"),
        (StepKind.IMPORTANT, Decimal("0.0"), "No need of known importance is linked."),
        (StepKind.PROMISED, Decimal("25.0"), "Brings about “Fewer status calls”"),
    ]
    assert [(gain.act, gain.hop, words.gain_words(gain), gain.points) for gain in answer.gains] == [
        (
            Act.GIVE_EVIDENCE,
            Hop.NEED,
            "Give evidence for “Let me see where my claim stands”",
            Decimal("61.1"),
        ),
        (Act.LINK_NEED, Hop.NEED, "Link need “Refund me without asking”", Decimal("8.3")),
    ]
    assert [part.won for part in answer.factors] == [Decimal(0), Decimal(0), Decimal(0), Decimal("25.0")]


def test_what_may_not_be_read_is_counted_and_not_named(scene: Scene, outsider: User) -> None:
    make_benefit_link(initiative=scene.archive, benefit=scene.calls, strength=2, **FRESH)
    make_benefit_link(
        initiative=scene.archive, benefit=make_benefit(name="Less tape", unit=scene.archive.unit), strength=2
    )
    publish()
    answer = score_of(scene.archive, outsider)
    assert answer is not None
    promised = next(step for step in answer.steps if step.kind is StepKind.PROMISED)
    assert words.step_words(promised) == "Brings about “Less tape”, 1 more"
    assert {str(gain.target) for gain in answer.gains if gain.hop is Hop.BENEFIT} == {"Less tape"}


def test_a_discipline_beyond_its_share_is_named(scene: Scene, cio: User) -> None:
    publish()
    answer = score_of(scene.tracker, cio)
    assert answer is not None
    over = next(step for step in answer.steps if step.kind is StepKind.OVER_SHARE)
    assert (words.step_words(over), over.points) == (
        "More money than intended goes to Operational excellence",
        Decimal("-13.9"),
    )
    assert answer.left_out == (IndexFactor.NEEDS,)


def test_the_history_of_a_score_says_why(scene: Scene) -> None:
    weakened(scene)
    told = [(each.at, each.figure, words.cause_words(each.causes)) for each in history_of(scene.tracker)]
    assert told == [
        (
            NOW + MONTH,
            Decimal("25.0"),
            "; ".join(
                (
                    "Spend linked to a need: 30.0 more lost (evidence missing)",
                    "Spend that matches the strategy: 20.0 more lost (evidence missing)",
                    "Spend that matches the strategy: 13.9 less lost (discipline over its share)",
                )
            ),
        ),
        (NOW, Decimal("86.1"), "First score"),
    ]


def test_what_has_no_score_has_none(scene: Scene) -> None:
    assert score_of(scene.tracker, SYSTEM) is None
    publish()
    stopped = scene.archive
    stopped.status = "stopped"
    stopped.save()
    publish(NOW + MONTH)
    assert score_of(stopped, SYSTEM) is None
    assert figures_of([scene.tracker.pk, stopped.pk]) == {scene.tracker.pk: Decimal("81.3")}


# ── the same number everywhere ───────────────────────────────────────────────────────────────────
def test_page_api_file_and_command_tell_the_same(scene: Scene, cio: User, client_of: ClientOf) -> None:
    weakened(scene)
    client = client_of(cio)
    data = client.get(reverse("api_alignment_index")).json()
    assert data == json.loads(printed("--json", "--as", cio.email))
    assert (data["unit"]["index"], data["before"]["index"]) == ("20.8", "53.8")
    assert [(part["factor"], part["won"], part["could"]) for part in data["unit"]["factors"]] == [
        ("linked", "0.0", "40.0"),
        ("match", "0.0", "26.7"),
        ("benefits", "20.8", "33.3"),
    ]
    assert [(each["was"], each["now"]) for each in data["moved"]] == [("86.1", "25.0")]
    lines = list(
        csv.DictReader(
            io.StringIO(b"".join(client.get(reverse("alignment_index_export"))).decode("utf-8-sig"))
        )
    )
    assert [(line["unit"], line["index"]) for line in lines] == [
        ("Harbor Mutual", "20.8"),
        ("Claims", "33.3"),
        ("Sales", "0.0"),
    ]
    html = client.get(reverse("alignment_index")).content.decode()
    assert "Alignment is 21 of 100, down 33.0." in html
    assert printed().startswith("Alignment is 21 of 100, down 33.0.")


def test_list_file_and_api_tell_the_scores_each_reader_may_read(
    scene: Scene, cio: User, outsider: User, client_of: ClientOf
) -> None:
    publish()
    client = client_of(cio)
    told = client.get(reverse("api_alignment_scores")).json()["scores"]
    assert [(each["name"], each["unit"]["name"], each["score"]) for each in told] == [
        ("Claim tracker", "Claims", "86.1"),
        ("Tape archive", "Sales", "0.0"),
    ]
    text = b"".join(client.get(reverse("alignment_scores_export"))).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["name"], row["score"], row["linked_won"], row["needs_won"]) for row in rows] == [
        ("Claim tracker", "86.1", "40.0", ""),
        ("Tape archive", "0.0", "0.0", "0.0"),
    ]
    html = client.get(reverse("initiative_list")).content.decode()
    assert ">Score<" in html
    assert ">86<" in html
    hers = client_of(outsider).get(reverse("api_alignment_scores")).json()["scores"]
    assert [each["name"] for each in hers] == ["Tape archive"]


def test_the_command_computes_on_request(scene: Scene) -> None:
    assert printed() == "No index has been published yet.\n"
    assert printed("--recompute").splitlines()[0].startswith("Alignment is 54 of 100.")
    with pytest.raises(CommandError, match=r"nobody@harbor\.example"):
        printed("--as", "nobody@harbor.example")


def test_the_api_tells_a_score_with_its_history(
    scene: Scene, cio: User, outsider: User, client_of: ClientOf
) -> None:
    weakened(scene)
    address = reverse("api_initiative_score", args=[scene.tracker.uid])
    data = client_of(cio).get(address).json()
    assert (data["score"], len(data["steps"]), len(data["history"])) == ("25.0", 6, 2)
    assert data["steps"][0]["about"] == [
        {"uid": str(scene.status.uid), "code": scene.status.code, "name": "Let me see where my claim stands"}
    ]
    assert client_of(outsider).get(address).status_code == 404
    exempt = make_initiative(unit=scene.archive.unit)
    answer = client_of(cio).get(reverse("api_initiative_score", args=[exempt.uid]))
    named = {"uid": str(exempt.uid), "code": exempt.code, "name": exempt.name}
    assert (answer.status_code, answer.json()) == (200, {"initiative": named, "score": None, "history": []})


@pytest.mark.parametrize(
    "name",
    [
        "api_alignment_index",
        "api_alignment_scores",
        "alignment_index",
        "alignment_index_export",
        "alignment_scores_export",
    ],
)
def test_only_those_who_sign_in_are_told(scene: Scene, anonymous: Any, name: str) -> None:
    assert anonymous.get(reverse(name)).status_code in (302, 401)


def test_before_the_first_edition_the_page_teaches(scene: Scene, cio: User, client_of: ClientOf) -> None:
    client = client_of(cio)
    html = client.get(reverse("alignment_index")).content.decode()
    assert "No index has been published yet." in html
    assert "Open the line of sight" in html
    assert client.get(reverse("api_alignment_index")).json()["edition"] is None
    assert len(b"".join(client.get(reverse("alignment_index_export"))).decode().splitlines()) == 1


def test_the_page_says_what_it_is_made_of_and_asks_for_weights(
    scene: Scene, cio: User, client_of: ClientOf
) -> None:
    publish()
    client = client_of(cio)
    html = client.get(reverse("alignment_index"), {"unit": "nonsense"}).content.decode()
    assert "Nobody has decided on weights yet" in html
    assert "Nothing is known about it; its weight is shared among the others." in html
    assert "This is the first edition" in html
    make_index_weights(name="Board of May", linked=50, match=50)
    publish(NOW + MONTH)
    html = client.get(reverse("alignment_index")).content.decode()
    assert "Board of May" in html
    assert "Other weights" in html
