"""Attainment as a file: the figures that programs get, a row for each measure."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.urls import reverse
from time_machine import travel

from metrics.serializers.api import HEADER
from tests.factories.accounts import NOW
from tests.factories.strategies import make_objective
from tests.metrics.scene import Scene, make_scene

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with travel(NOW, tick=False):
        yield


@pytest.fixture
def scene(claims: Unit) -> Scene:
    return make_scene(claims)


def rows(answer: Any) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def file(client: Client, **query: str) -> Any:
    return client.get(reverse("attainment_export"), query)


def test_the_file_says_what_programs_get(scene: Scene, cio: User, client_of: ClientOf) -> None:
    client, query = client_of(cio), {"strategy": str(scene.strategy.uid)}
    answer = file(client, **query)
    assert answer["Content-Disposition"] == (
        f'attachment; filename="attainment-{scene.strategy.code}-2026-11-02.csv"'
    )
    told = client.get(reverse("api_attainment"), query).json()["objectives"]
    kept, bare = told
    found = rows(answer)
    assert list(found[0]) == list(HEADER)
    assert [(row["objective_name"], row["metric_name"]) for row in found] == [
        *(("Keep households", each["metric"]["name"]) for each in kept["measures"]),
        ("Earn more", ""),
    ]
    assert [row["objective_attainment"] for row in found] == ["50.0", "50.0", "50.0", ""]
    assert [row["attainment"] for row in found] == ["50.0", "", "100.0", ""]
    assert [row["unknown"] for row in found] == ["", "no_target", "", ""]
    assert (found[0]["baseline"], found[0]["reading"], found[0]["target"], found[0]["acceptable"]) == (
        *("80.0", "85.0", "90.0", "84.0"),
    )
    assert (found[3]["objective_missing"], found[3]["measure"], bare["measures"]) == ("no_outcome", "", [])


def test_it_is_one_s_own_strategy_where_none_is_named(
    scene: Scene, analyst: User, client_of: ClientOf
) -> None:
    assert len(rows(file(client_of(analyst)))) == 4


def test_one_that_may_not_be_read_is_not_there(
    scene: Scene, outsider: User, member: User, client_of: ClientOf
) -> None:
    uids = [str(scene.strategy.uid), str(uuid4())]
    assert [file(client_of(outsider), strategy=uid).status_code for uid in uids] == [404, 404]
    answer = file(client_of(member))
    assert (answer["Content-Disposition"], rows(answer)) == (
        'attachment; filename="attainment-none-2026-11-02.csv"',
        [],
    )


def test_the_page_of_the_strategy_leads_to_the_file(scene: Scene, cio: User, client_of: ClientOf) -> None:
    page = client_of(cio).get(reverse("strategy_detail", args=[scene.strategy.uid])).content.decode()
    assert f'{reverse("attainment_export")}?strategy={scene.strategy.uid}" download' in page


@pytest.mark.parametrize("more", [0, 2])
def test_it_asks_as_often_for_three_as_for_one(
    more: int, scene: Scene, cio: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        make_objective(name=f"More {number}", strategy=scene.strategy)
    client = client_of(cio)
    with django_assert_num_queries(7):
        rows(file(client, strategy=str(scene.strategy.uid)))
