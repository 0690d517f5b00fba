"""What metrics say on the pages of objectives, strategies and metrics, and to programs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from accounts.models import Enterprise
from metrics.panels import attainment_cells, metric_series, objective_measures, strategy_measures
from strategies.choices import StrategyState
from strategies.models import Objective, Strategy
from tests.factories.accounts import NOW
from tests.factories.customers import make_segment
from tests.factories.metrics import make_metric, make_objective_measure, make_reading, make_target
from tests.factories.strategies import make_objective, make_strategy
from tests.metrics.scene import Scene, make_scene
from tests.metrics.story import make_story
from workbench.cells import Cell
from workbench.links import url_of

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User
    from tests.personas import ClientOf


@pytest.fixture
def scene(claims: Unit) -> Scene:
    return make_scene(claims)


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are looked at on 2 November 2026."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def shown(scene: Scene, viewer: User) -> dict[str, Any]:
    objective = Objective.objects.for_list().get(pk=scene.kept.pk)
    return objective_measures(record=objective, viewer=viewer, now=NOW, enterprise=Enterprise.objects.get())


def listed(scene: Scene, viewer: User) -> dict[str, Any]:
    strategy = Strategy.objects.for_list().get(pk=scene.strategy.pk)
    return strategy_measures(record=strategy, viewer=viewer, now=NOW, enterprise=Enterprise.objects.get())


def test_an_objective_shows_outcomes_and_outputs_apart(scene: Scene, cio: User) -> None:
    data = shown(scene, cio)
    assert data["finding"] == ("50 of 100 points on the way to its targets.", "")
    assert (data["score"]["text"], data["score"]["health"], data["rests"]) == (
        "50",
        "watch",
        "from 1 of 2 measures",
    )
    names = {group["kind"]: [row["name"] for row in group["rows"]] for group in data["groups"]}
    assert names == {"outcome": ["Retention", "Calls"], "output": ["Letters"]}


def test_a_measure_shows_where_it_came_from_where_it_is_and_where_it_goes(scene: Scene, cio: User) -> None:
    make_target(metric=scene.retention, start_date=date(2027, 1, 1), value=Decimal(95))
    row = shown(scene, cio)["groups"][0]["rows"][0]
    assert row["baseline"] == ("80.0%", date(2026, 1, 31))
    assert row["reading"] == ("85.0%", date(2026, 10, 15))
    assert row["target"] == {"value": "90.0%", "end": date(2026, 12, 31), "acceptable": "84.0%"}
    assert (row["next"], row["stale"], row["why"]) == ("95.0% by 31 Dec 2027", "", "")
    assert (row["score"]["text"], row["score"]["word"]) == ("50", "Short of target, acceptable")
    assert [(reading["value"], reading["target"]) for reading in row["rows"]] == [("85.0", "90.0")]


def test_a_measure_without_a_score_says_why_and_what_to_do(scene: Scene, cio: User, reader: User) -> None:
    row = shown(scene, cio)["groups"][0]["rows"][1]
    assert (row["why"], row["score"]["text"], row["mend"]["label"]) == (
        "No target for this day",
        "–",
        "Set a target",
    )
    assert shown(scene, reader)["groups"][0]["rows"][1]["mend"] is None
    assert shown(scene, reader)["add_url"] == ""


def test_each_missing_piece_has_its_own_remedy(scene: Scene, cio: User) -> None:
    blank = make_metric(name="Blank")
    make_objective_measure(objective=scene.kept, metric=blank)
    make_target(metric=blank, start_date=date(2026, 1, 1), end_date=date(2026, 12, 31))
    assert shown(scene, cio)["groups"][0]["rows"][2]["mend"]["label"] == "Enter a reading"
    make_reading(metric=blank, day=date(2026, 9, 1))
    row = shown(scene, cio)["groups"][0]["rows"][2]
    assert (row["mend"]["label"], row["why"]) == ("Set the baseline", "No baseline")
    assert row["stale"] == "Older than a monthly value should be"


def test_an_objective_without_measures_teaches(scene: Scene, cio: User, client_of: ClientOf) -> None:
    answer = client_of(cio).get(url_of(scene.bare))
    page = answer.context["page"]
    assert (page["finding_lead"], page["finding_rest"]) == (
        "Nobody can say yet whether it is reached.",
        "It has no outcome measure.",
    )
    assert page["panels"][0]["name"] == "measures"
    assert answer.content.decode().count("Add the first measure") == 1


def test_a_strategy_names_objectives_without_a_measure_or_a_target(scene: Scene, cio: User) -> None:
    data = listed(scene, cio)
    assert data["finding"] == "1 of 2 without an outcome measure, 1 of 2 without a target for today"
    assert [(group["title"], group["score"], group["known"]) for group in data["groups"]] == [
        ("Financial", "–", 0),
        ("Customer", "50", 1),
    ]
    bare, kept = (group["rows"][0] for group in data["groups"])
    assert (bare["missing"], bare["mend"]["label"]) == ("No outcome measure", "Add a measure")
    assert (kept["missing"], kept["mend"]["label"]) == ("No target for this day", "Set a target")
    assert (kept["outcomes"], kept["outputs"], kept["rests"]) == (2, 1, "from 1 of 2 measures")


def test_an_objective_of_a_new_version_leads_to_the_re_mapping_that_brings_its_measures(
    scene: Scene, cio: User, reader: User, client_of: ClientOf
) -> None:
    bare = make_objective(name="Bare", strategy=scene.strategy)
    page, own = url_of(scene.strategy), url_of(bare)
    assert "Re-map it with its measures" not in client_of(cio).get(page).content.decode()
    assert "Re-map it with its measures" not in client_of(cio).get(own).content.decode()
    former = make_strategy(
        name="Before", unit=scene.strategy.unit, state=StrategyState.SUPERSEDED,
        start_date=date(2024, 1, 1), end_date=date(2024, 12, 31),
    )  # fmt: skip
    Strategy.objects.filter(pk=scene.strategy.pk).update(replaces=former)
    text = client_of(cio).get(page).content.decode()
    assert text.count('href="#re-mapping">Re-map it with its measures') == 2  # Bare, and one of the scene
    assert 'id="re-mapping"' in text
    assert f'href="{page}#re-mapping">Re-map it' in client_of(cio).get(own).content.decode()
    assert "Re-map it with its measures" not in client_of(reader).get(page).content.decode()


def test_once_everything_is_measured_the_strategy_says_what_is_off(scene: Scene, cio: User) -> None:
    Objective.objects.filter(pk=scene.bare.pk).update(archived_at=NOW)
    make_target(metric=scene.calls, start_date=date(2026, 1, 1), value=Decimal(5))
    assert listed(scene, cio)["finding"] == "1 of 1 off target"
    make_reading(metric=scene.calls, day=date(2026, 11, 1), value=Decimal(5))
    assert listed(scene, cio)["finding"] == "Each has an outcome measure with a target"
    Objective.objects.update(archived_at=NOW)
    assert listed(scene, cio)["finding"] == ""


def test_a_metric_opens_with_its_newest_reading_against_its_target(
    scene: Scene, cio: User, client_of: ClientOf
) -> None:
    page = client_of(cio).get(url_of(scene.retention)).context["page"]
    assert (page["finding_lead"], page["finding_rest"]) == (
        "85.0% on 15 Oct 2026.",
        "Short of target, acceptable: 90.0% by 31 Dec 2026.",
    )
    empty = client_of(cio).get(url_of(make_metric(name="New"))).context["page"]
    assert (empty["finding_lead"], empty["finding_rest"]) == (
        "No reading yet.",
        "No target for this period.",
    )


def test_a_metric_that_is_observed_opens_with_what_was_computed(
    root: Unit, cio: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """One number: what objectives are judged by is what the chart shows."""
    metric = make_story().metric
    page = client_of(cio).get(url_of(metric)).context["page"]
    data = next(panel["data"] for panel in page["panels"] if panel["name"] == "series")
    assert page["finding_lead"] == "31 policies on 31 Dec 2025."
    assert (data["course"]["value"], data["course"]["period"]) == ("31 policies", "Dec 2025")
    assert (data["rows"][0]["value"], data["rows"][0]["note"], data["rows"][0]["url"]) == (
        "31",
        "computed",
        "",
    )
    cio.access.allows("read")
    with django_assert_num_queries(9):
        metric_series(record=metric, viewer=cio, now=NOW, enterprise=Enterprise.objects.get())


def test_a_metric_shows_both_series(scene: Scene, cio: User) -> None:
    for day in range(1, 15):
        make_reading(metric=scene.retention, day=date(2026, 9, day), value=Decimal(80 + day))
    data = metric_series(record=scene.retention, viewer=cio, now=NOW, enterprise=Enterprise.objects.get())
    assert (len(data["rows"]), data["more"]) == (12, 3)
    assert [row["value"] for row in data["targets"]] == ["90.0%"]
    assert [text for text, _y in data["picture"]["ticks"]] == ["80.0", "85.0", "90.0", "95.0"]
    make_target(metric=(new := make_metric(name="New")), start_date=date(2026, 1, 1))
    waiting = metric_series(record=new, viewer=cio, now=NOW, enterprise=Enterprise.objects.get())
    assert (waiting["finding"], waiting["picture"]) == (
        ("No reading yet.", "The target is 90.0 by 31 Dec 2026."),
        None,
    )


def test_targets_of_segments_stand_below_those_of_the_whole(
    scene: Scene, cio: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    enterprise = Enterprise.objects.get()
    assert (
        metric_series(record=scene.retention, viewer=cio, now=NOW, enterprise=enterprise)["has_segments"]
        is False
    )
    for name, value in (("Young", 70), ("Old", 95)):
        start, end = date(2026, 1, 1), date(2026, 12, 31)
        make_target(
            metric=scene.retention,
            segment=make_segment(name=name),
            start_date=start,
            end_date=end,
            value=value,
        )
    with django_assert_num_queries(4):
        data = metric_series(record=scene.retention, viewer=cio, now=NOW, enterprise=enterprise)
        told = [(str(row["segment"]), row["value"], row["present"]) for row in data["targets"]]
    assert told == [("", "90.0%", True), ("Old", "95.0%", True), ("Young", "70.0%", True)]
    assert data["finding"][1] == "Short of target, acceptable: 90.0% by 31 Dec 2026."
    text = client_of(cio).get(url_of(scene.retention)).content.decode()
    assert "<td>All</td>" in text
    assert "<td>Young</td>" in text


def test_other_pages_show_attainment_beside_an_objective(scene: Scene, cio: User) -> None:
    cells = attainment_cells(records=[scene.bare, scene.kept], viewer=cio, now=NOW)
    assert cells == [
        Cell("Not known", kind="health", value="gap"),
        Cell("50", kind="health", value="watch"),
    ]


def test_programs_read_what_the_pages_show(
    scene: Scene, cio: User, outsider: User, client_of: ClientOf
) -> None:
    address = f"/api/v1/attainment/?strategy={scene.strategy.uid}"
    data = client_of(cio).get(address).json()
    kept, bare = data["objectives"]
    assert (kept["outcome"], kept["output"], kept["standing"], kept["missing"]) == (
        {"attainment": 50.0, "known": 1, "total": 2},
        {"attainment": 100.0, "known": 1, "total": 1},
        "watch",
        "no_target",
    )
    assert (bare["outcome"]["attainment"], bare["missing"], bare["measures"]) == (None, "no_outcome", [])
    first, second, _third = kept["measures"]
    assert first["target"] == {"start": "2026-01-01", "end": "2026-12-31", "value": 90.0, "acceptable": 84.0}
    assert (first["baseline"], first["reading"]) == (
        {"day": "2026-01-31", "value": 80.0},
        {"day": "2026-10-15", "value": 85.0},
    )
    assert (second["attainment"], second["unknown"], second["target"]) == (None, "no_target", None)
    assert data["perspectives"]["customer"] == {"attainment": 50.0, "known": 1, "total": 1}
    assert client_of(outsider).get(address).status_code == 404
    assert client_of(cio).get("/api/v1/attainment/").json() == data


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow(
    count: int, scene: Scene, cio: User, client_of: ClientOf,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for _index in range(count):
        metric = make_metric()
        make_objective_measure(objective=scene.kept, metric=metric)
        make_objective_measure(objective=make_objective(strategy=scene.strategy), metric=metric)
        make_reading(metric=metric)
        make_target(metric=metric)
    cio.access.allows("read")
    with django_assert_num_queries(5):
        shown_ = objective_measures(
            record=scene.kept, viewer=cio, now=NOW, enterprise=Enterprise.objects.get()
        )
    assert len(shown_["groups"][0]["rows"]) == 2 + count
    with django_assert_num_queries(6):
        strategy_measures(record=scene.strategy, viewer=cio, now=NOW, enterprise=Enterprise.objects.get())
    with django_assert_num_queries(5):
        metric_series(record=scene.retention, viewer=cio, now=NOW, enterprise=Enterprise.objects.get())
    browser = client_of(cio)
    with django_assert_num_queries(7):
        browser.get(f"/api/v1/attainment/?strategy={scene.strategy.uid}")
