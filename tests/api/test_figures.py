"""Programs read the figures of a metric: those of its page, unrounded, and only of what they may read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from accounts.models import Unit, User
from metrics.choices import FormulaKind, RunState, Standing
from metrics.models import Run
from tests.metrics.observed import metric_of, recompute
from tests.metrics.story import DAY, Story, make_story

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(root: Unit) -> Story:
    return make_story()


def read(client: Client, metric: Any, status: int = 200, **query: Any) -> Any:
    answer = client.get(f"/api/v1/metrics/{metric.uid}/figures/", query)
    assert answer.status_code == status
    return answer.json()


def test_they_are_those_of_the_page(reader: User, story: Story, client_of: ClientOf) -> None:
    client, (group, _other, first, _second) = client_of(reader), story.firm.segments[:4]
    told = read(client, story.metric)
    chart = client.get(f"/metrics/{story.metric.uid}/chart/").context["page"]

    assert (told["as_of"], told["place"], told["period"]) == (DAY.isoformat(), None, "month")
    assert told["cuts"] == [told["cut"]] == [str(first.segmentation.uid)]
    *_, december, january = told["figures"]
    assert (january["is_over"], january["value"], january["limits"]) == (False, 5.0, None)
    assert (december["start"], december["end"], december["value"]) == ("2025-12-01", "2025-12-31", 31.0)
    assert (december["above"], december["below"], december["standing"]) == (["beyond"], [], Standing.UNKNOWN)
    assert chart["value"] == f"{december['value']:.0f} policies"
    assert [each["begins"] for each in told["figures"]].count(True) == 1
    assert december["limits"]["lower"] < december["limits"]["centre"] < december["limits"]["upper"] < 31
    assert [(each["name"], each["place"], each["value"]) for each in told["parts"]] == [
        (group.name, str(group.uid), 31.0)
    ]
    inside = read(client, story.metric, place=str(first.uid), period="year")
    assert (inside["place"], inside["period"]) == (str(first.uid), "year")
    assert [each["start"] for each in inside["figures"]] == ["2024-01-01", "2025-01-01", "2026-01-01"]


def test_before_anything_is_computed_there_are_none(reader: User, story: Story, client_of: ClientOf) -> None:
    told = read(client_of(reader), metric_of(FormulaKind.SUM, name="New"))
    assert (told["as_of"], told["computed_at"], told["figures"], told["parts"]) == (None, None, [], [])


def test_what_failed_since_is_said(reader: User, story: Story, client_of: ClientOf) -> None:
    client = client_of(reader)
    story.firm.observe()
    recompute(day=DAY)
    Run.objects.filter(pk=Run.objects.latest("pk").pk).update(state=RunState.FAILED)
    assert read(client, story.metric)["is_fresh"] is False


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ({"period": "week"}, 400, "period"),
        ({"place": "x"}, 400, "place"),
        ({"cut": "units"}, 400, "cut"),
        ({"place": str(uuid4())}, 404, "detail"),
    ],
)
def test_a_bound_that_is_none_is_named(
    query: dict[str, str], status: int, field: str, reader: User, story: Story, client_of: ClientOf
) -> None:
    assert list(read(client_of(reader), story.metric, status, **query)) == [field]
