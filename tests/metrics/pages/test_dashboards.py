"""Dashboards: whose are found, what is on them, and arranging them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from accounts.roles import CIO
from alignment.choices import Status
from metrics.choices import Direction, FormulaKind, Frequency, Standing
from metrics.engine.layout import SCALE
from metrics.engine.observed import Kept
from metrics.models import Dashboard, DashboardTile, Metric
from metrics.models.dashboard import MOST_TILES
from metrics.operations.dashboards import make_dashboard
from metrics.queries.charts import Wanted
from metrics.queries.dashboards import board_of
from metrics.serializers.dashboards import board_view
from tests.factories.alignment import make_benefit, make_benefit_link, make_initiative
from tests.factories.metrics import make_target
from tests.metrics.observed import metric_of, recompute
from tests.metrics.pages.test_charts import by_units
from tests.metrics.story import DAY, Story, make_story

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db
URL, NEW = "/dashboards/", "/dashboards/new/"


@pytest.fixture
def story(root: Unit) -> Story:
    return make_story()


def page(client: Client, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = client.get(URL + query).context["page"]
    return found


def more(story: Story, *names: str, value: int = 7) -> list[Metric]:
    """Metrics of one value each, observed in December 2025."""
    found = [
        metric_of(FormulaKind.SUM, name=name, decimals=0, segmentation=story.metric.segmentation)
        for name in names
    ]
    kept = Kept(value * SCALE, 0, 1)
    story.firm.observe(*((metric, story.firm.segments[2], date(2025, 12, 9), kept) for metric in found))
    return found


def aimed(metric: Metric, value: int) -> None:
    make_target(metric=metric, start_date=date(2025, 1, 1), end_date=date(2025, 12, 31), value=Decimal(value))


def on(dashboard: Dashboard) -> list[str]:
    rows = DashboardTile.objects.filter(dashboard=dashboard).order_by("position")
    return [str(row) for row in rows]


def test_before_the_first_run_the_page_says_what_will_be_there(reader: User, client_of: ClientOf) -> None:
    answer = client_of(reader).get(URL)
    assert "No charts yet" in answer.text
    assert "<b>No figures yet.</b>" in answer.text


def test_who_has_chosen_nothing_sees_first_what_is_off_target(
    reader: User, story: Story, client_of: ClientOf
) -> None:
    good, bad, _plain = more(story, "Good", "Bad", "Plain")
    metric_of(FormulaKind.SUM, name="Never observed", segmentation=story.metric.segmentation)
    aimed(good, 5)
    aimed(bad, 50)
    recompute(day=DAY)
    shown = page(client_of(reader))
    assert [tile["name"] for tile in shown["tiles"]] == ["Bad", "Plain", "Policies sold", "Good"]
    assert (shown["fact"], shown["tension"]) == (
        "1 of 4 metrics is off target.",
        "None has turned to the worse by more than chance.",
    )
    assert shown["tabs"] == [{"label": "Needs a look", "url": "?featured=1", "current": True}]


def test_a_finding_names_what_has_turned_to_the_worse(root: Unit, reader: User, client_of: ClientOf) -> None:
    make_story(direction=Direction.LOWER)
    shown = page(client_of(reader))
    assert shown["tension"] == "By more than chance to the worse: Policies sold."
    (tile,) = shown["tiles"]
    assert (tile["value"], tile["change"], tile["finding"], tile["is_worse"]) == (
        "31 policies",
        "+11 since Nov",
        "Above the upper limit since Dec",
        True,
    )
    assert page(client_of(reader), "?against=year")["tiles"][0]["change"] == "+19 since Dec 2024"


def test_all_of_a_dashboard_is_seen_in_one_segment(reader: User, story: Story, client_of: ClientOf) -> None:
    second = story.firm.segments[3]
    shown = page(client_of(reader), f"?place={second.uid}")
    (tile,) = shown["tiles"]
    assert (tile["place"], tile["value"]) == (second.name, "1 policies")
    assert f"place={second.uid}" in tile["url"]
    assert [each["label"] for each in shown["place"]["options"] if each["selected"]] == [second.name]


def test_work_that_went_live_stands_beside_what_it_was_to_move(
    reader: User, story: Story, client_of: ClientOf, claims: Unit
) -> None:
    """Only live work, linked, within what is shown; each once."""
    benefit = make_benefit(unit=claims, metric=story.metric)
    live, running, former = (
        make_initiative(name=name, unit=claims, status=status, start_date=date(2020, 1, 1), end_date=end_date)
        for name, status, end_date in (
            ("Live", Status.LIVE, date(2025, 6, 30)),
            ("Running", Status.DELIVERY, date(2025, 6, 30)),
            ("Former", Status.LIVE, date(2021, 6, 30)),
        )
    )
    for work in (live, running, former):
        make_benefit_link(initiative=work, benefit=benefit)
    make_benefit_link(initiative=live, benefit=make_benefit(unit=claims, metric=story.metric))

    (tile,) = page(client_of(reader))["tiles"]
    assert [(day, mark, text) for day, mark, text, _url in tile["events"]] == [
        (date(2025, 6, 30), live.code, "Live")
    ]
    assert [mark["text"] for mark in tile["picture"]["marks"]] == [live.code]


def test_nobody_learns_of_work_they_may_not_read(
    outsider: User, story: Story, client_of: ClientOf, claims: Unit
) -> None:
    work = make_initiative(name="Secret", unit=claims, status=Status.LIVE, end_date=date(2025, 6, 30))
    make_benefit_link(initiative=work, benefit=make_benefit(unit=claims, metric=story.metric))
    assert "Secret" not in client_of(outsider).get(URL).text


def test_the_enterprise_s_figure_is_for_all_though_a_unit_s_is_not(
    root: Unit, claims: Unit, outsider: User, client_of: ClientOf
) -> None:
    by_units(metric_of(FormulaKind.SUM, name="Calls", decimals=0), claims)
    recompute(day=DAY)
    assert [(tile["name"], tile["value"]) for tile in page(client_of(outsider))["tiles"]] == [("Calls", "7")]


def test_one_makes_a_dashboard_of_one_s_own_and_arranges_it(
    reader: User, story: Story, client_of: ClientOf
) -> None:
    (other,) = more(story, "Other")
    recompute(day=DAY)
    client, segment = client_of(reader), story.firm.segments[2]
    answer = client.post(NEW, {"name": "Mine", "role": "", "beside": ""}, follow=True)
    mine = Dashboard.objects.get()
    assert (mine.user, mine.role, on(mine)) == (reader, "", ["Other", "Policies sold"])
    assert "Add chart" in answer.text

    def press(move: str, **given: object) -> str:
        version = Dashboard.objects.get().version
        return client.post(
            f"{URL}{mine.uid}/arrange/", {"move": move, "version": version, **given}, follow=True
        ).text

    press("right:0")
    assert on(mine) == ["Policies sold", "Other"]
    press("left:0")
    press("add", metric=other.uid, segment=segment.uid)
    assert on(mine) == ["Policies sold", "Other", f"Other: {segment}"]
    press("out:1")
    assert on(mine) == ["Policies sold", f"Other: {segment}"]
    for wrong in ("out:7", "up:0", "left:x", ""):
        assert "that chart is not there any more" in press(wrong)
    assert "choose a metric" in press("add", metric="nothing")
    assert on(mine) == ["Policies sold", f"Other: {segment}"]
    assert [tile["value"] for tile in page(client)["tiles"]] == ["31 policies", "7"]

    client.post(f"{URL}{mine.uid}/remove/")
    assert not Dashboard.objects.exists()


def test_what_somebody_else_arranged_meanwhile_is_not_overwritten(
    reader: User, story: Story, client_of: ClientOf
) -> None:
    mine = make_dashboard(name="Mine", role="", tiles=[Wanted(story.metric)], actor=reader)
    given = {"move": "out:0", "version": mine.version}
    client = client_of(reader)
    client.post(
        f"{URL}{mine.uid}/arrange/", {"move": "add", "metric": story.metric.uid, "version": mine.version}
    )
    assert (
        "arranged anew in the meantime" in client.post(f"{URL}{mine.uid}/arrange/", given, follow=True).text
    )
    assert on(mine) == ["Policies sold"] * 2


def test_a_dashboard_holds_no_more_than_one_looks_at(reader: User, story: Story, client_of: ClientOf) -> None:
    mine = make_dashboard(name="Mine", role="", tiles=[Wanted(story.metric)] * MOST_TILES, actor=reader)
    given = {"move": "add", "metric": story.metric.uid, "version": mine.version}
    answer = client_of(reader).post(f"{URL}{mine.uid}/arrange/", given, follow=True)
    assert "A dashboard holds 24 charts" in answer.text
    assert len(on(mine)) == MOST_TILES


def test_a_role_has_one_dashboard_which_its_people_find(
    cio: User, reader: User, story: Story, client_of: ClientOf
) -> None:
    client = client_of(cio)
    client.post(NEW, {"name": "For the CIO", "role": CIO.key})
    again = client.post(NEW, {"name": "Another", "role": CIO.key})
    assert (again.status_code, Dashboard.objects.count()) == (422, 1)
    assert "This role has a dashboard already" in again.text
    assert [tab["label"] for tab in page(client)["tabs"]] == ["For the CIO", "Needs a look"]
    assert [tab["label"] for tab in page(client_of(reader))["tabs"]] == ["Needs a look"]


def test_who_may_not_change_metrics_makes_none_for_a_role_and_arranges_none(
    cio: User, reader: User, story: Story, client_of: ClientOf
) -> None:
    shared = make_dashboard(name="Shared", role="reader", tiles=[Wanted(story.metric)], actor=cio)
    client = client_of(reader)
    assert client.post(NEW, {"name": "Mine", "role": CIO.key}).status_code == 422
    assert page(client)["may_arrange"] is False
    for door in ("arrange", "remove"):
        assert client.post(f"{URL}{shared.uid}/{door}/", {"move": "out:0", "version": 1}).status_code == 404
    assert on(shared) == ["Policies sold"]


def test_nobody_sees_or_changes_the_dashboard_of_another(
    cio: User, reader: User, story: Story, client_of: ClientOf
) -> None:
    own = make_dashboard(name="Own", role="", tiles=[Wanted(story.metric)], actor=reader)
    client = client_of(cio)
    assert client.get(f"{URL}?show={own.uid}").status_code == 404
    for door in ("arrange", "remove"):
        assert client.post(f"{URL}{own.uid}/{door}/", {"move": "out:0", "version": 1}).status_code == 404
    assert client.post(NEW, {"name": "Copy", "role": "", "beside": str(own.uid)}).status_code == 404
    assert on(own) == ["Policies sold"]


def test_two_of_one_name_are_told_apart_by_refusing_the_second(
    reader: User, story: Story, client_of: ClientOf
) -> None:
    client = client_of(reader)
    for status in (302, 422):
        assert client.post(NEW, {"name": "Mine", "role": ""}).status_code == status
    assert client.post(NEW, {"name": "", "role": ""}).status_code == 422
    assert Dashboard.objects.count() == 1


def test_a_chart_of_a_yearly_metric_compares_years(root: Unit, reader: User, client_of: ClientOf) -> None:
    make_story(frequency=Frequency.YEARLY)
    (tile,) = page(client_of(reader))["tiles"]
    assert (tile["period"], tile["change"], tile["standing"]) == (
        "2025",
        "+129 since 2024",
        str(Standing.UNKNOWN.label),
    )


def test_twelve_charts_ask_no_more_often_than_one(
    reader: User, story: Story, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    metrics = [story.metric, *more(story, *(f"More {index}" for index in range(11)))]
    run, segment = recompute(day=DAY), story.firm.segments[2]
    assert not reader.access.is_partial  # read once for who asks
    for some in (metrics[:1], metrics[:3], metrics):
        wanted = [Wanted(metric, segment if index % 2 else None) for index, metric in enumerate(some)]
        board = make_dashboard(name=f"Of {len(some)}", role="", tiles=wanted, actor=reader)
        with django_assert_num_queries(6):
            found = board_view(board_of(board, reader, run), by_year=False)
        assert len(found["tiles"]) == len(some)
    with django_assert_num_queries(8):
        board_view(board_of(None, reader, run), by_year=False)


def test_every_picture_has_its_row_in_the_table(reader: User, story: Story, client_of: ClientOf) -> None:
    answer = client_of(reader).get(URL)
    rows = answer.context["page"]["table"]["rows"]
    assert [row[:4] for row in rows] == [["Policies sold", "Dec 2025", "31 policies", "+11 since Nov"]]
    assert len(re.findall(r'<svg class="sl-xmr"', answer.text)) == len(rows)
