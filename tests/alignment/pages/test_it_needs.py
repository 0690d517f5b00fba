"""What our discipline needs from IT: the page, the answer in place, taking back, the panels and the data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from alignment.choices import Verdict
from alignment.models import Adoption, StrategyElement
from alignment.panels.adoption import answered_by_panel, answers_panel
from foundation.actors import SYSTEM
from strategies.choices import Discipline, StrategyState
from strategies.models import ITNeed, Strategy
from tests.factories.accounts import NOW
from tests.factories.alignment import make_adoption, make_element_need
from tests.factories.strategies import make_it_need, make_strategy
from workbench.links import url_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Unit, User
    from tests.personas import ClientOf

PAGE = "/it-need-answers/"


@pytest.fixture
def strategy(root: Unit) -> Strategy:
    return make_strategy(name="Close", unit=root, state=StrategyState.IN_FORCE, start_date=NOW.date())


@pytest.fixture
def needs(strategy: Strategy) -> list[ITNeed]:
    make_it_need(name="Elsewhere", discipline=Discipline.PRODUCT_LEADERSHIP)
    return [make_it_need(name=name) for name in ("Picture", "Advice", "Worth")]


def form_of(strategy: Strategy, need: ITNeed) -> str:
    return reverse("it_need_answer", args=[strategy.uid, need.uid])


def test_it_lists_the_library_of_the_lead_discipline_with_the_answers(
    strategy: Strategy, needs: list[ITNeed], cio: User, client_of: ClientOf
) -> None:
    make_adoption(strategy=strategy, it_need=needs[0], verdict=Verdict.ADOPTED)
    make_adoption(strategy=strategy, it_need=needs[1], reason="A partner does it")
    answer = client_of(cio).get(PAGE)
    page = answer.context["page"]
    assert (page["fact"], page["tension"]) == (
        "2 of 3 answered.",
        "1 waits for an answer, 1 is adopted, 1 is rejected.",
    )
    assert [(row["need"]["name"], row["verdict"]) for row in page["rows"]] == [
        ("Picture", "adopted"),
        ("Advice", "rejected"),
        ("Worth", "open"),
    ]
    assert [view["count"] for view in page["views"]] == ["3", "1", "1", "0", "1"]
    assert "A partner does it" in answer.content.decode()


def test_filters_narrow_to_an_answer_and_open_the_other_libraries(
    strategy: Strategy, needs: list[ITNeed], cio: User, client_of: ClientOf
) -> None:
    make_adoption(strategy=strategy, it_need=needs[1])
    client = client_of(cio)
    page = client.get(PAGE, {"verdict": "rejected"}).context["page"]
    assert [row["need"]["name"] for row in page["rows"]] == ["Advice"]
    page = client.get(PAGE, {"discipline": "product_leadership"}).context["page"]
    assert ([row["need"]["name"] for row in page["rows"]], page["is_other"]) == (["Elsewhere"], True)
    answer = client.get(PAGE, {"discipline": "operational_excellence"})
    assert "The library of this discipline is empty" in answer.content.decode()
    answer = client.get(PAGE, {"verdict": "adopted"})
    assert "None has this answer." in answer.content.decode()
    part = client.get(PAGE, headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in part, 'hx-target="#finding"' in part) == (False, True)


def test_the_strategy_is_the_one_of_ones_own_unit_or_the_one_asked_for(
    strategy: Strategy, needs: list[ITNeed], claims: Unit, cio: User, analyst: User, client_of: ClientOf
) -> None:
    own = make_strategy(unit=claims, state=StrategyState.IN_FORCE, start_date=NOW.date())
    assert client_of(cio).get(PAGE).context["page"]["strategy"] == strategy
    assert client_of(cio).get(PAGE, {"strategy": str(own.uid)}).context["page"]["strategy"] == own
    assert client_of(analyst).get(PAGE).context["page"]["strategy"] == own
    assert client_of(analyst).get(PAGE, {"strategy": str(strategy.uid)}).context["page"]["strategy"] == own


def test_those_who_only_follow_a_strategy_do_not_read_its_answers(
    strategy: Strategy, needs: list[ITNeed], analyst: User, client_of: ClientOf
) -> None:
    client = client_of(analyst)
    answer = client.get(PAGE)
    assert (answer.context["page"]["strategy"], answer.status_code) == (None, 200)
    assert "State a strategy first" in answer.content.decode()
    assert client.get(form_of(strategy, needs[0])).status_code == 404
    assert answers_panel(record=strategy, viewer=analyst, now=NOW) == {"is_closed": True}
    assert client.get(url_of(strategy)).status_code == 200


def test_it_is_answered_in_place_with_an_undo(
    strategy: Strategy, needs: list[ITNeed], cio: User, client_of: ClientOf
) -> None:
    client = client_of(cio)
    shown = client.get(f"{form_of(strategy, needs[0])}?verdict=adapted", headers={"HX-Request": "true"})
    assert shown.context["form"].initial["verdict"] == "adapted"
    data = {"verdict": "adapted", "name": "Member file", "statement": "All in one", "reason": "Promised"}
    answer = client.post(form_of(strategy, needs[0]), data, headers={"HX-Request": "true"})
    adoption = Adoption.objects.get()
    undo = reverse("it_need_answer_undo", args=[adoption.uid])
    events = json.loads(answer.headers["HX-Trigger"])
    assert (answer.status_code, events["sl:toast"]) == (204, {"text": "Adapted: Picture", "undo": undo})
    assert StrategyElement.objects.get().name == "Member file"
    client.post(undo)
    adoption.refresh_from_db()
    assert adoption.is_archived
    assert client.get(PAGE).context["page"]["fact"] == "0 of 3 answered."


def test_without_script_it_is_a_page_that_leads_back(
    strategy: Strategy, needs: list[ITNeed], cio: User, client_of: ClientOf
) -> None:
    client = client_of(cio)
    assert client.get(form_of(strategy, needs[0])).context["form"].initial["name"] == "Picture"
    data = {"verdict": "rejected", "reason": "Sold", "next": url_of(needs[0])}
    assert client.post(form_of(strategy, needs[0]), data).headers["Location"] == url_of(needs[0])
    data = {"verdict": "adopted", "reason": "Bought back"}
    answer = client.post(form_of(strategy, needs[0]), data)
    assert answer.headers["Location"] == f"{PAGE}?strategy={strategy.uid}"
    initial = client.get(form_of(strategy, needs[0])).context["form"].initial
    assert (initial["verdict"], initial["reason"]) == ("adopted", "Bought back")


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"verdict": "adopted"}, {"reason": ["Say why: next year nobody remembers."]}),
        ({"verdict": "adapted", "reason": "So"}, {"name": ["Give it a name of your own."]}),
        (
            {"verdict": "maybe", "reason": "So"},
            {"verdict": ["Select a valid choice. maybe is not one of the available choices."]},
        ),
    ],
)
def test_what_is_missing_is_said_at_the_field(
    strategy: Strategy, needs: list[ITNeed], cio: User, client_of: ClientOf, data: Any, errors: Any
) -> None:
    answer = client_of(cio).post(form_of(strategy, needs[0]), data)
    assert (answer.status_code, answer.context["form"].errors) == (422, errors)


def test_refusals_of_the_operation_are_shown(
    strategy: Strategy, needs: list[ITNeed], cio: User, client_of: ClientOf
) -> None:
    client, address = client_of(cio), form_of(strategy, needs[0])
    client.post(address, {"verdict": "adopted", "reason": "So"})
    make_element_need(element=StrategyElement.objects.get())
    answer = client.post(address, {"verdict": "rejected", "reason": "No"})
    assert (answer.status_code, "carries 1 need" in answer.content.decode()) == (422, True)
    taken = {"verdict": "adapted", "name": "Picture", "reason": "No"}
    answer = client.post(form_of(strategy, needs[1]), taken)
    assert answer.status_code == 422
    answer = client.post(reverse("it_need_answer_undo", args=[Adoption.objects.get().uid]), follow=True)
    assert "carries 1 need" in answer.content.decode()


@pytest.mark.parametrize("name", ["it_need_answers", "it_need_coverage"])
def test_without_a_strategy_whoever_may_is_led_to_stating_one(
    name: str, cio: User, reader: User, client_of: ClientOf
) -> None:
    led = {user: client_of(user).get(reverse(name)).content.decode() for user in (cio, reader)}
    assert [f'href="{reverse("strategy_create")}"' in led[user] for user in (cio, reader)] == [True, False]
    assert "State a strategy first" in led[reader]


def test_readers_read_and_do_not_answer(
    strategy: Strategy, needs: list[ITNeed], reader: User, client_of: ClientOf
) -> None:
    client = client_of(reader)
    assert [row["answer_url"] for row in client.get(PAGE).context["page"]["rows"]] == ["", "", ""]
    assert client.post(form_of(strategy, needs[0]), {}).status_code == 403
    adoption = make_adoption(strategy=strategy, it_need=needs[0])
    assert client.post(reverse("it_need_answer_undo", args=[adoption.uid])).status_code == 403


def test_the_pages_of_strategy_and_need_show_it(
    strategy: Strategy, needs: list[ITNeed], cio: User, reader: User, client_of: ClientOf
) -> None:
    for number in range(3):
        make_it_need(name=f"More {number}")
    make_adoption(strategy=strategy, it_need=needs[0], verdict=Verdict.ADAPTED)
    data = answers_panel(record=strategy, viewer=SYSTEM, now=NOW)
    assert (data["fact"], len(data["waiting"]), data["more"]) == ("1 of 6 answered.", 4, 1)
    data = answered_by_panel(record=needs[0], viewer=cio, now=NOW)
    assert ([row["label"] for row in data["rows"]], data["is_answered"]) == (["Adapted"], True)
    assert data["answer_url"] == form_of(strategy, needs[0])
    assert answered_by_panel(record=needs[1], viewer=reader, now=NOW)["answer_url"] == ""
    for record in (strategy, needs[0], needs[1]):
        assert client_of(cio).get(url_of(record)).status_code == 200


def test_programs_get_the_same(
    strategy: Strategy, needs: list[ITNeed], cio: User, member: User, client_of: ClientOf
) -> None:
    adoption = make_adoption(strategy=strategy, it_need=needs[0], verdict=Verdict.ADOPTED, reason="So")
    data = client_of(cio).get("/api/v1/it-need-answers/").json()
    assert (data["answered"], data["total"], data["counts"]["open"]) == (1, 3, 2)
    element = adoption.element
    assert element is not None
    assert data["it_needs"][0] == {
        "it_need": {"uid": str(needs[0].uid), "code": needs[0].code, "name": "Picture"},
        "verdict": "adopted",
        "reason": "So",
        "element": {"uid": str(element.uid), "code": element.code, "name": element.name},
    }
    assert client_of(member).get("/api/v1/it-need-answers/").json() == {"strategy": None, "it_needs": []}


@pytest.mark.parametrize("count", [1, 3])
def test_questions_do_not_grow_with_answers(
    count: int,
    strategy: Strategy,
    cio: User,
    client_of: ClientOf,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    for _ in range(count):
        make_adoption(strategy=strategy, verdict=Verdict.ADOPTED)
    client = client_of(cio)
    client.get(PAGE)
    with django_assert_num_queries(7):
        client.get(PAGE)
