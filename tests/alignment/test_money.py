"""Where money contradicts the discipline: one source for pages, data, file and the mail to the sponsor."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from accounts.models import Enterprise
from activity.models import Notification
from alignment.operations.money_telling import tell_of_money
from alignment.queries.money import money_warnings
from alignment.tasks import tell_of_money as job
from foundation.actors import SYSTEM
from strategies.choices import Discipline, StrategyState
from tests.alignment.scene import FRESH, YEAR, Scene
from tests.factories.accounts import NOW
from tests.factories.alignment import (
    make_challenge,
    make_element_need,
    make_element_objective,
    make_need_link,
    make_strategy_element,
)
from tests.factories.strategies import make_objective, make_strategy
from workbench.links import url_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Unit, User
    from tests.personas import ClientOf

SENTENCE = (
    "The strategy leads with Customer intimacy, yet Operational excellence gets 100% of the money against 0%."
)
EVIDENCE = (
    "Customer intimacy 0% (60% intended); Operational excellence 100% (30% intended); 100 points apart. "
    "Of linked spend, fiscal year 2026, as planned, as of 2 Nov 2026."
)


@pytest.fixture
def sponsored(scene: Scene, cio: User) -> Scene:
    """All linked money of the root goes to operational excellence; its strategy leads with intimacy."""
    scene.strategy.sponsor = cio.person
    scene.strategy.save()
    return scene


def follow_the_discipline(scene: Scene) -> None:
    scene.objective.discipline = Discipline.CUSTOMER_INTIMACY
    scene.objective.save()


def test_a_unit_that_states_a_strategy_is_judged_with_all_below_it(sponsored: Scene) -> None:
    found = money_warnings(SYSTEM, NOW, Enterprise.objects.get())
    assert [(line.unit, line.strategy, line.against.kind) for line in found.lines] == [
        (sponsored.strategy.unit, sponsored.strategy, "other_leads")
    ]
    assert (found.year, found.judged) == (YEAR, (sponsored.strategy,))
    assert found.lines[0].proposal
    assert found.lines[0].challenge is None


def test_a_unit_that_is_asked_for_is_judged_by_what_it_follows(
    sponsored: Scene, claims: Unit, sales: Unit
) -> None:
    found = money_warnings(SYSTEM, NOW, Enterprise.objects.get(), claims.uid)
    assert [(line.unit, line.strategy, line.proposal) for line in found.lines] == [
        (claims, sponsored.strategy, "")
    ]
    assert money_warnings(SYSTEM, NOW, Enterprise.objects.get(), sales.uid).lines == ()


def test_units_below_that_state_their_own_come_along(sponsored: Scene, claims: Unit, root: Unit) -> None:
    own = make_strategy(
        unit=claims, state=StrategyState.IN_FORCE, start_date=sponsored.strategy.start_date,
        discipline=Discipline.PRODUCT_LEADERSHIP,
    )  # fmt: skip
    assert [line.strategy for line in money_warnings(SYSTEM, NOW, Enterprise.objects.get(), root.uid).lines] == [
        sponsored.strategy, own,
    ]  # fmt: skip


def test_money_that_follows_is_no_warning(sponsored: Scene) -> None:
    follow_the_discipline(sponsored)
    found = money_warnings(SYSTEM, NOW, Enterprise.objects.get())
    assert (found.lines, found.judged) == ((), (sponsored.strategy,))


def test_a_unit_stuck_in_the_middle(sponsored: Scene, cio: User, client_of: ClientOf) -> None:
    sponsored.strategy.customer_intimacy_share = 45
    sponsored.strategy.operational_excellence_share = 45
    sponsored.strategy.save()
    near = make_objective(strategy=sponsored.strategy, discipline=Discipline.CUSTOMER_INTIMACY)
    element = make_strategy_element(strategy=sponsored.strategy)
    make_element_objective(element=element, objective=near, strength=3, **FRESH)
    make_element_need(element=element, need=sponsored.refund, strength=3, **FRESH)
    make_need_link(initiative=sponsored.archive, need=sponsored.refund, strength=3, **FRESH)
    sponsored.archive.outlays.update(amount=Decimal(100))
    rows = client_of(cio).get("/api/v1/money-warnings/").json()["warnings"]
    assert [(row["kind"], row["points"], row["other_percent"]) for row in rows] == [
        ("stuck", "10.00", "50.00")
    ]
    assert rows[0]["lead"]["percent"] == "50.00"


def test_page_data_and_file_agree(sponsored: Scene, cio: User, client_of: ClientOf) -> None:
    client = client_of(cio)
    part = client.get(reverse("money_warnings"))
    row = part.context["rows"][0]
    assert (row["sentence"], row["evidence"]) == (SENTENCE, EVIDENCE)
    data = client.get("/api/v1/money-warnings/").json()
    assert (data["basis"], data["judged"], data["warnings"][0]["sentence"]) == (YEAR, 1, SENTENCE)
    assert row["challenge_url"].endswith(f"#{data['warnings'][0]['proposal']}")
    body = b"".join(client.get(reverse("money_warnings_export")).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert list(csv.reader(io.StringIO(body)))[1] == [
        "Harbor Mutual", "Closer to customers", "other_leads", "customer_intimacy", "0.00", "60",
        "operational_excellence", "100.00", "100.00", "2026", "2026-11-02",
    ]  # fmt: skip


def test_the_spend_page_and_the_strategy_page_say_the_same(
    sponsored: Scene, cio: User, client_of: ClientOf
) -> None:
    page = client_of(cio).get(reverse("spend_against_intent")).context["page"]
    assert (page["warning"], page["evidence"]) == (SENTENCE, EVIDENCE)
    spent = client_of(cio).get(reverse("spend_against_intent"), {"counted": "actual"}).context["page"]
    assert spent["evidence"] == ""
    line = client_of(cio).get(reverse("intent_summary", args=[sponsored.strategy.uid]))
    assert EVIDENCE in line.content.decode()


def test_the_unit_page_loads_it(sponsored: Scene, claims: Unit, cio: User, client_of: ClientOf) -> None:
    panels = client_of(cio).get(url_of(claims)).context["page"]["panels"]
    url = next(panel["data"]["part_url"] for panel in panels if panel["name"] == "money")
    assert SENTENCE in client_of(cio).get(url).content.decode()
    follow_the_discipline(sponsored)
    assert "The money follows the discipline of its strategy." in client_of(cio).get(url).content.decode()


def test_a_challenge_that_came_of_it_is_linked(sponsored: Scene, cio: User, client_of: ClientOf) -> None:
    proposal = money_warnings(SYSTEM, NOW, Enterprise.objects.get()).lines[0]
    from alignment.engine.rules import MoneyFact, RuleFacts, proposals  # app ready

    facts = RuleFacts(money=(MoneyFact(str(sponsored.strategy.uid), YEAR, proposal.against),))
    one = proposals(facts)[0]
    challenge = make_challenge(
        strategy=sponsored.strategy, rule=one.rule, subject=one.subject, fingerprint=one.fingerprint
    )
    row = client_of(cio).get(reverse("money_warnings")).context["rows"][0]
    assert (row["challenge_url"], row["challenge_label"]) == (url_of(challenge), "See the challenge")
    challenge.fingerprint = "another"
    challenge.save()
    challenge.archived_at = NOW
    challenge.save()


def test_others_see_only_their_units(sponsored: Scene, outsider: User, sales: Unit) -> None:
    assert money_warnings(outsider, NOW, Enterprise.objects.get()).lines == ()


def test_the_sponsor_is_told_once_when_it_appears_changes_and_ends(sponsored: Scene, cio: User) -> None:
    told = [tell_of_money(now=NOW), tell_of_money(now=NOW)]
    news = Notification.objects.get()
    assert (told, news.user, news.title) == (
        [1, 0],
        cio,
        "The money of Harbor Mutual contradicts “Closer to customers”",
    )
    assert news.text == f"{SENTENCE}\n\n{EVIDENCE}"
    assert news.url == f"{reverse('spend_against_intent')}?unit={sponsored.strategy.unit.uid}"
    sponsored.objective.discipline = Discipline.PRODUCT_LEADERSHIP
    sponsored.objective.save()
    told = [tell_of_money(now=NOW), tell_of_money(now=NOW)]
    follow_the_discipline(sponsored)
    told += [tell_of_money(now=NOW), job(now=NOW)["told"]]
    assert told == [1, 0, 1, 0]
    titles = list(Notification.objects.order_by("pk").values_list("title", flat=True))
    assert titles[2] == "The money of Harbor Mutual follows “Closer to customers” again"


def test_nobody_is_told_of_nothing(sponsored: Scene) -> None:
    follow_the_discipline(sponsored)
    assert tell_of_money(now=NOW) == 0


def test_without_a_sponsor_who_signs_in_nobody_is_told(scene: Scene) -> None:
    assert tell_of_money(now=NOW) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_telling_asks_as_often_for_many_as_for_one(
    count: int, sponsored: Scene, root: Unit, cio: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    from tests.factories.accounts import make_unit  # app ready

    for number in range(count):
        make_strategy(
            unit=make_unit(f"Branch {number}", root), state=StrategyState.IN_FORCE, sponsor=cio.person,
            start_date=sponsored.strategy.start_date,
        )  # fmt: skip
    tell_of_money(now=NOW)
    with django_assert_num_queries(17):
        tell_of_money(now=NOW)
