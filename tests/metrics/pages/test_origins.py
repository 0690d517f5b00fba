"""Where a figure comes from: its formula, its rows, its run, and how good they are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from metrics.choices import Dimension, FormulaKind, Grade, ObservationState
from metrics.engine.layout import SCALE
from metrics.engine.observed import Kept
from metrics.models import Metric, Observation, Place, Source
from metrics.operations.observing import Observed, load
from metrics.queries.breakdown import Asked
from metrics.queries.origins import ROWS, Origin, origin_of
from metrics.serializers.origins import formula, origin_view
from tests.factories.metrics import make_metric, make_source
from tests.metrics.observed import Firm, make_firm, recompute
from tests.metrics.pages.test_charts import by_units
from tests.metrics.story import DAY, Story, make_story, month

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db
DECEMBER = "2025-12-01"


@pytest.fixture
def story(root: Unit) -> Story:
    return make_story()


def address(metric: Metric, query: str = "") -> str:
    return f"/metrics/{metric.uid}/origin/{query}"


def page(client: Client, metric: Metric, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = client.get(address(metric, query)).context["page"]
    return found


def found(metric: Metric, viewer: User, start: date | None = None, **asked: Any) -> Origin:
    origin = origin_of(metric, viewer, Asked(**asked), start)
    assert origin is not None
    return origin


def test_a_figure_tells_its_formula_its_rows_and_its_run(
    reader: User, story: Story, client_of: ClientOf
) -> None:
    source = make_source(name="Ledger")
    Observation.objects.update(source_id=source.pk)
    shown = page(client_of(reader), story.metric)
    assert (shown["value"], shown["period"], shown["place"]) == ("31 policies", "Dec 2025", "")
    assert shown["sound"] == "Its rows, added up now, come to the same."
    assert shown["formula"] == "The sum of all values: 31 = 31 policies"
    assert [(row["day"], row["told"], row["source"]) for row in shown["rows"]] == [
        (date(2025, 12, 9), "30", "Ledger"),
        (date(2025, 12, 9), "1", "Ledger"),
    ]
    assert shown["signals"] == "One value beyond a limit"
    assert (shown["run"].as_of_date, shown["former"]) == (DAY, [])
    assert [part["value"] for part in shown["parts"]] == ["31 policies"]


def test_one_follows_a_figure_down_to_a_place_and_another_period(
    reader: User, story: Story, client_of: ClientOf
) -> None:
    client, segment = client_of(reader), story.firm.segments[3]
    shown = page(client, story.metric, f"?place={segment.uid}&start=2025-02-14&by=month")
    assert (shown["value"], shown["period"], shown["place"]) == ("1 policies", "Feb 2025", segment.name)
    quarter = page(client, story.metric, f"?start={DECEMBER}&by=quarter")
    assert (quarter["value"], quarter["period"], quarter["count"]) == ("73 policies", "Q4 2025", "6")
    running = page(client, story.metric, "?start=2026-01-01")
    assert (running["value"], running["period"]) == ("5 policies", "Jan 2026 so far")
    older = page(client, story.metric, "?start=2001-05-01")
    assert (older["value"], older["period"], older["count"]) == ("–", "May 2001", "0")
    inside = page(client, story.metric)["parts"][0]["url"]
    assert [part["value"] for part in client.get(inside).context["page"]["parts"]] == [
        "30 policies",
        "1 policies",
    ]


def test_what_was_told_since_is_said_and_what_held_before_is_kept(
    reader: User, story: Story, client_of: ClientOf
) -> None:
    client = client_of(reader)
    story.firm.observe((story.metric, story.firm.segments[3], date(2025, 12, 9), Kept(4 * SCALE, 0, 1)))
    shown = page(client, story.metric)
    assert (shown["value"], shown["sound"]) == (
        "31 policies",
        "1 change was told since; the next run takes it.",
    )

    recompute(day=DAY)
    shown = page(client, story.metric)
    assert (shown["value"], shown["sound"]) == ("34 policies", "Its rows, added up now, come to the same.")
    assert [each["value"] for each in shown["former"]] == ["31 policies"]


def test_rows_that_no_longer_come_to_it_are_not_passed_over(reader: User, story: Story) -> None:
    Observation.objects.filter(day=date(2025, 12, 9)).update(numerator=5 * SCALE)
    origin = found(story.metric, reader)
    assert origin.is_sound is False
    assert "no longer come to it" in origin_view(origin)["sound"]


@pytest.mark.parametrize(
    ("kind", "kept", "said"),
    [
        (FormulaKind.MEAN, Kept(9 * SCALE, 0, 4, 0, 0), "The sum of all values by how many there are: 9 ÷ 4 = 2.3"),
        (FormulaKind.CSAT, Kept(3 * SCALE, 0, 4), "The satisfied of 100 asked: 100 × 3 ÷ 4 = 75.0"),
        (FormulaKind.NPS, Kept(3 * SCALE, SCALE, 8), "Promoters less detractors, of 100 asked: 100 × (3 − 1) ÷ 8 = 25.0"),
        (FormulaKind.RATIO, Kept(3 * SCALE, 4 * SCALE, 1), "What was counted by what it is counted of: 100 × 3 ÷ 4 = 75.0"),
        (FormulaKind.RATE, Kept(3 * SCALE, 4 * SCALE, 1), "What was counted by what it is counted of: 3 ÷ 4 = 0.8"),
        (FormulaKind.MEDIAN, Kept(3 * SCALE, 0, 1), "The one in the middle of 1 values in their order = 3.0"),
        (FormulaKind.PERCENTILE, Kept(3 * SCALE, 0, 1),
         "Of 1 values in their order the one that 85% of them do not pass = 3.0"),
    ],
)  # fmt: skip
def test_every_formula_is_told_with_its_numbers(
    kind: FormulaKind, kept: Kept, said: str, root: Unit, reader: User
) -> None:
    firm = make_firm((kind,))
    firm.observe((firm.metrics[0], firm.segments[2], month(0), kept))
    recompute(day=DAY)
    origin = found(firm.metrics[0], reader, month(0))
    assert formula(firm.metrics[0], origin.published[0]) == said
    assert origin.is_sound is True


def test_withheld_rows_are_shown_as_such_and_weigh_on_the_grade(reader: User, story: Story) -> None:
    segment = Place.objects.get(segment=story.firm.segments[4])
    given = Observed(story.metric.pk, segment.pk, date(2025, 12, 9), Kept(), "", ObservationState.WITHHELD)
    load(observations=[given], source=1, cuts=[story.firm.cut.pk])
    recompute(day=DAY)
    origin = found(story.metric, reader)
    shown = origin_view(origin)
    assert [row["told"] for row in shown["rows"]] == ["30", "1", "withheld"]
    assert shown["withheld"] == "1"
    assert origin.quality.dimensions[Dimension.VALIDITY][1] == Grade.D
    assert origin.quality.grade == Grade.D


def test_a_place_that_tells_no_more_is_missed(root: Unit, reader: User) -> None:
    firm = make_firm((FormulaKind.SUM,))
    (metric,) = firm.metrics
    for index in range(12):
        for segment in firm.segments[2:4] if index < 11 else firm.segments[2:3]:
            firm.observe((metric, segment, month(index), Kept(SCALE, 0, 1)))
    recompute(day=date(2025, 1, 10))
    quality = found(metric, reader).quality
    assert {name: grade for name, (_part, grade) in quality.dimensions.items()} == {
        Dimension.COMPLETENESS: Grade.A,
        Dimension.COVERAGE: Grade.D,
        Dimension.VALIDITY: Grade.A,
        Dimension.TIMELINESS: Grade.A,
    }
    recompute(day=date(2025, 4, 10))
    assert found(metric, reader).quality.dimensions[Dimension.TIMELINESS][1] == Grade.E
    assert Dimension.TIMELINESS not in found(metric, reader, month(3)).quality.dimensions


def test_rows_come_page_by_page_each_once(
    root: Unit, reader: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    firm, source = many(3 * ROWS - 1)
    (metric,) = firm.metrics
    client, url, keys = client_of(reader), address(metric), []
    while url:
        shown = client.get(url).context["page"]
        keys += [row["key"] for row in shown["rows"]]
        url = shown["next"]
    assert sorted(keys) == sorted(f"{index:04}" for index in range(3 * ROWS - 1))
    assert not reader.access.is_partial
    with django_assert_num_queries(13):
        found(metric, reader)
    Observation.objects.filter(source_key__gt="0002").delete()
    with django_assert_num_queries(13):
        assert len(found(metric, reader).page.observations) == 3
    assert source.pk


def many(count: int) -> tuple[Firm, Source]:
    firm, source = make_firm((FormulaKind.SUM,)), make_source()
    place = firm.places[firm.segments[2].pk].pk
    rows = [
        Observed(firm.metrics[0].pk, place, month(0), Kept(SCALE, 0, 1), f"{index:04}")
        for index in range(count)
    ]
    load(observations=rows, source=source.pk, cuts=[firm.cut.pk])
    recompute(day=date(2024, 2, 1))
    return firm, source


def test_rows_of_units_are_shown_to_who_may_read_these(
    root: Unit, claims: Unit, reader: User, outsider: User, client_of: ClientOf
) -> None:
    metric = make_metric(name="Calls", formula=FormulaKind.SUM, decimals=0)
    by_units(metric, claims)
    recompute(day=DAY)
    whole = page(client_of(reader), metric)
    assert ([row["place"] for row in whole["rows"]], whole["sound"]) == (
        [claims.name],
        "Its rows, added up now, come to the same.",
    )
    other = page(client_of(outsider), metric)
    assert (other["value"], other["rows"], other["parts"]) == ("7", [], [])
    assert other["sound"] == "It is made of rows of units that you may not read."
    assert client_of(outsider).get(address(metric, f"?place={claims.uid}")).status_code == 404


def test_what_is_asked_wrongly_is_not_found_or_as_if_not_asked(
    reader: User, story: Story, client_of: ClientOf
) -> None:
    client = client_of(reader)
    assert client.get(address(story.metric, "?after=nowhere")).status_code == 404
    assert client.get(address(story.metric, f"?place={story.metric.uid}")).status_code == 404
    assert page(client, story.metric, "?start=soon&by=fortnight")["period"] == "Dec 2025"
    assert "No figures yet" in client.get(address(make_metric(name="Never observed"))).text
