"""A metric's chart, in every place it is told by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.html import strip_tags

from customers.models import Segment
from metrics.choices import Direction, FormulaKind, Grain
from metrics.engine.layout import SCALE
from metrics.engine.observed import Kept
from metrics.models import Place
from metrics.operations.observing import Observed, load
from metrics.operations.places import hold_cut
from metrics.queries.breakdown import Asked, key_of, look_at
from tests.factories.metrics import make_metric, make_target
from tests.metrics.observed import metric_of, recompute
from tests.metrics.story import DAY, Story, make_story

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User
    from metrics.models import Metric
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(root: Unit) -> Story:
    return make_story()


def address(metric: Metric, query: str = "") -> str:
    return f"/metrics/{metric.uid}/chart/{query}"


def page(client: Client, metric: Metric, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = client.get(address(metric, query)).context["page"]
    return found


def test_a_chart_opens_with_what_its_course_comes_to(reader: User, story: Story, client_of: ClientOf) -> None:
    make_target(
        metric=story.metric, start_date=date(2025, 1, 1), end_date=date(2026, 12, 31), value=Decimal(100)
    )
    recompute(day=DAY)
    shown = page(client_of(reader), story.metric)

    assert shown["fact"] == "31 policies in Dec 2025."
    assert shown["tension"] == "Above the upper limit since Dec; target 100 policies by Dec 2026."
    assert (shown["change"], shown["health"]) == ("+11 since Nov", "off")
    newest, last, before = ([strip_tags(cell) for cell in row] for row in shown["table"]["rows"][:3])
    assert (newest[0], newest[1], newest[4:]) == ("Jan 2026 so far", "5 policies", ["–", "–", "–", "", ""])
    assert (last[0], last[1], last[7]) == ("Dec 2025", "31 policies", "One value beyond a limit")
    assert (before[0], before[1], before[7]) == ("Nov 2025", "20 policies", "")
    assert len(shown["picture"]["parts"]) == 2
    assert [signal["is_worse"] for signal in shown["picture"]["signals"]] == [False]
    assert shown["picture"]["so_far"]["path"].startswith("M")


def test_what_is_beyond_a_limit_to_the_worse_is_said_to_be(
    root: Unit, reader: User, client_of: ClientOf
) -> None:
    story = make_story(direction=Direction.LOWER)
    shown = page(client_of(reader), story.metric)
    assert (shown["health"], shown["standing"]) == ("off", "A signal for the worse")
    assert [signal["is_worse"] for signal in shown["picture"]["signals"]] == [True]


def test_one_goes_down_the_tree_and_back(reader: User, story: Story, client_of: ClientOf) -> None:
    client, (group, _other, first, second) = client_of(reader), story.firm.segments[:4]
    whole = page(client, story.metric)
    assert [part["name"] for part in whole["parts"]] == [group.name]

    inside = client.get(whole["parts"][0]["url"]).context["page"]
    assert (inside["place"], inside["inside"]) == (group.name, f"Inside {group.name}")
    assert [part["name"] for part in inside["parts"]] == sorted([first.name, second.name])
    told = {part["name"]: part for part in inside["parts"]}
    assert (told[first.name]["value"], told[first.name]["then"], told[first.name]["change"]) == (
        "30 policies",
        "19 policies",
        "+11",
    )
    leaf = client.get(told[second.name]["url"])
    assert leaf.context["page"]["parts"] == []
    assert f'">{group.name}</a>' in leaf.text
    assert inside["line"] == [
        (
            str(story.firm.cut),
            f"{address(story.metric)}?in={key_of(story.firm.cut)}&by=month&against=1",
        )
    ]


@pytest.mark.parametrize(
    ("query", "now", "then", "change"),
    [
        ("?by=month&against=12", "Dec 2025", "Dec 2024", "+19"),
        ("?by=quarter", "Q4 2025", "Q3 2025", "+11"),
        ("?by=quarter&against=4", "Q4 2025", "Q4 2024", "+39"),
        ("?by=year", "2025", "2024", "+129"),
        ("?by=century&against=9&in=nowhere", "Dec 2025", "Nov 2025", "+11"),
    ],
)
def test_periods_are_compared_as_one_asks(
    query: str, now: str, then: str, change: str, reader: User, story: Story, client_of: ClientOf
) -> None:
    shown = page(client_of(reader), story.metric, query)
    assert (shown["now"], shown["then"]) == (now, then)
    assert shown["parts"][0]["change"] == change


def test_a_place_that_is_not_in_the_cut_is_not_found(reader: User, story: Story, client_of: ClientOf) -> None:
    client = client_of(reader)
    other = make_metric(name="Never observed")
    assert client.get(address(story.metric, f"?place={other.uid}")).status_code == 404
    assert "No figures yet" in client.get(address(other)).text


def test_a_metric_told_in_two_ways_shows_both(
    reader: User, story: Story, client_of: ClientOf, claims: Unit
) -> None:
    by_units(story.metric, claims)
    recompute(day=DAY)
    shown = page(client_of(reader), story.metric)
    assert [each["label"] for each in shown["cuts"]] == [str(story.firm.cut), "Units"]
    units = page(client_of(reader), story.metric, "?in=units")
    assert (units["fact"], [part["name"] for part in units["parts"]]) == (
        "7 policies in Dec 2025.",
        [claims.name],
    )


def by_units(metric: Metric, unit: Unit, value: int = 7) -> None:
    cut = hold_cut(None)
    place = Place.objects.get(unit=unit)
    load(
        observations=[Observed(metric.pk, place.pk, date(2025, 12, 9), Kept(value * SCALE, 0, 1))],
        source=1,
        cuts=[cut.pk],
    )


def test_figures_of_units_are_shown_to_who_may_read_them(
    root: Unit, claims: Unit, sales: Unit, reader: User, analyst: User, outsider: User, client_of: ClientOf
) -> None:
    """The enterprise's figure is for all; that of claims is not for who reads sales alone, whatever they ask for."""
    metric = metric_of(FormulaKind.SUM, name="Calls", decimals=0)
    by_units(metric, claims)
    recompute(day=DAY)

    assert page(client_of(reader), metric)["place"] == root.name
    own = page(client_of(analyst), metric)
    assert (own["place"], [part["name"] for part in own["parts"]]) == (root.name, [claims.name])
    other = client_of(outsider)
    assert (page(other, metric)["fact"], page(other, metric)["parts"]) == ("7 in Dec 2025.", [])
    assert other.get(address(metric, f"?place={claims.uid}")).status_code == 404
    assert page(other, metric, f"?place={root.uid}")["place"] == root.name


def test_however_many_places_it_takes_as_many_statements(
    reader: User, story: Story, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(7):
        look = look_at(story.metric, reader, Asked())
    assert look is not None
    Segment.objects.exclude(parent=None).update(parent=None)
    recompute(day=DAY)
    with django_assert_num_queries(7):
        look = look_at(story.metric, reader, Asked(grain=Grain.YEAR))
    assert look is not None
    assert len(look.parts) == 2
