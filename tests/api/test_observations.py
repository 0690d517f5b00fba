"""Programs tell observations, take them back and read them, through the operations of every door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Unit, User
from customers.models import Segment
from metrics.choices import FormulaKind
from metrics.models import Metric, Observation, Source
from metrics.queries import observations as queries
from metrics.views import observations_api
from tests.factories.accounts import NOW
from tests.factories.customers import make_segment, make_segmentation
from tests.factories.metrics import make_metric_segmentation, make_source
from tests.metrics.observed import metric_of

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
DAY = "2026-03-02"


@pytest.fixture
def billing(root: Unit) -> Source:
    return make_source(name="Billing")


@pytest.fixture
def monthly(root: Unit) -> Segment:
    return make_segment(name="Monthly", segmentation=make_segmentation(name="Contract"))


@pytest.fixture
def sold(monthly: Segment) -> Metric:
    return metric_of(FormulaKind.SUM, name="Sales", segmentation=monthly.segmentation)


def send(client: Client, source: Source, *rows: Any, door: str = "observations") -> Any:
    address = f"/api/v1/sources/{source.uid}/{door}/"
    return client.post(address, {"observations": list(rows)}, content_type="application/json")


def row(**values: Any) -> dict[str, Any]:
    return {"metric": "Sales", "segment": "Monthly", "day": DAY, "value": 2.5, **values}


def read(client: Client, metric: Metric, **query: Any) -> Any:
    return client.get(f"/api/v1/metrics/{metric.uid}/observations/", query)


def test_what_is_told_is_kept_once_and_taken_back(
    analyst: User, billing: Source, sold: Metric, client_of: ClientOf
) -> None:
    client, rows = client_of(analyst), [row(), row(key="b", value="1000000000.000001")]

    assert send(client, billing, *rows).json() == {"told": 2, "written": 2}
    assert send(client, billing, *rows).json() == {"told": 2, "written": 0}
    told = read(client, sold).json()
    assert [(each["key"], each["numerator"], each["n"]) for each in told["results"]] == [
        ("", "2.5", 1),
        ("b", "1000000000.000001", 1),
    ]
    assert told["after"] == ""
    back = {"metric": "Sales", "segment": "Monthly", "day": DAY}
    assert send(client, billing, back, door="withdrawals").json() == {"withdrawn": 1}
    assert [each["key"] for each in read(client, sold).json()["results"]] == ["b"]


KINDS: list[tuple[FormulaKind, dict[str, Any]]] = [
    (FormulaKind.MEAN, {"value": -3}),
    (FormulaKind.MEAN, {"value": None, "numerator": 12.25, "n": 4}),
    (FormulaKind.MEAN, {"value": None, "numerator": 12.25, "n": 4, "squares": 40}),
    (FormulaKind.SUM, {"value": None, "numerator": "0.000001", "n": 3}),
    (FormulaKind.RATIO, {"value": None, "numerator": 3, "denominator": 8}),
    (FormulaKind.RATE, {"value": None, "numerator": 3, "denominator": 8, "n": 8}),
    (FormulaKind.NPS, {"value": 10}),
    (FormulaKind.NPS, {"value": None, "promoters": 3, "detractors": 2, "n": 9}),
    (FormulaKind.CSAT, {"value": None, "numerator": 3, "n": 9}),
    (FormulaKind.MEDIAN, {"value": 17.5}),
    (FormulaKind.SUM, {"value": None, "withheld": True}),
]


@pytest.mark.parametrize(("kind", "figures"), KINDS)
def test_what_is_read_can_be_told_again(
    kind: FormulaKind,
    figures: dict[str, Any],
    analyst: User,
    billing: Source,
    monthly: Segment,
    client_of: ClientOf,
) -> None:
    metric, client = metric_of(kind, name="Told", segmentation=monthly.segmentation), client_of(analyst)
    assert send(client, billing, row(metric="Told", **figures)).json() == {"told": 1, "written": 1}

    (found,) = read(client, metric).json()["results"]
    assert (found.pop("source"), found["segment"], found["unit"], found["day"]) == (
        str(billing.uid),
        str(monthly.uid),
        None,
        DAY,
    )
    again = send(client, billing, {"metric": metric.code, **found})
    assert again.json() == {"told": 1, "written": 0}


def test_problems_name_row_field_and_remedy(
    analyst: User, billing: Source, sold: Metric, client_of: ClientOf
) -> None:
    rows = [
        row(),
        row(metric="M-99"),
        row(day="soon"),
        row(day=None),
        row(day=str(NOW.date() + timedelta(days=800))),
        row(value="much"),
        row(value=True),
        row(value=1e300),
        row(value=None, numerator=1, n=1.5),
        row(withheld="perhaps"),
        row(sum=4),
        "Sales",
    ]
    answer = send(client_of(analyst), billing, *rows)

    assert (answer.status_code, answer.json()["more"]) == (400, 0)
    problems = answer.json()["problems"]
    assert [(each["row"], each["field"]) for each in problems] == [
        (2, "metric"),
        (3, "day"),
        (4, "day"),
        (5, "day"),
        (6, "value"),
        (7, "value"),
        (8, "value"),
        (9, "n"),
        (10, "withheld"),
        (11, "sum"),
        (12, ""),
    ]
    assert all(each["message"] and each["remedy"] for each in problems)
    assert not Observation.objects.exists()


@pytest.mark.parametrize("body", ["[]", "{}", '{"observations": []}', '{"observations": {"a": 1}}'])
def test_a_request_without_observations_is_refused(
    body: str, analyst: User, billing: Source, client_of: ClientOf
) -> None:
    address = f"/api/v1/sources/{billing.uid}/observations/"
    answer = client_of(analyst).post(address, body, content_type="application/json")
    assert (answer.status_code, [*answer.json()]) == (400, ["observations"])


def test_a_request_holds_so_many(
    analyst: User, billing: Source, sold: Metric, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert observations_api.MOST_AT_ONCE == 10_000
    monkeypatch.setattr(observations_api, "MOST_AT_ONCE", 2)
    client = client_of(analyst)
    assert send(client, billing, row(), row(key="2"), row(key="3")).status_code == 400
    assert send(client, billing, row(), row(key="2")).status_code == 200


def test_only_who_may_change_metrics_tells(
    reader: User, member: User, anonymous: Client, billing: Source, sold: Metric, client_of: ClientOf
) -> None:
    for door in ("observations", "withdrawals"):
        statuses = [
            send(client, billing, row(), door=door).status_code
            for client in (client_of(reader), client_of(member), anonymous)
        ]
        assert statuses == [403, 404, 401]
    assert not Observation.objects.exists()


def test_pages_follow_each_other(
    analyst: User,
    billing: Source,
    monthly: Segment,
    sold: Metric,
    client_of: ClientOf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, yearly = client_of(analyst), make_segment(name="Yearly", segmentation=monthly.segmentation)
    days = [str(date(2026, 1, 30) + timedelta(days=each)) for each in range(4)]
    rows = [row(day=day, segment=each.name, key=f"{day}/ü") for day in days for each in (monthly, yearly)]
    send(client, billing, *rows)
    monkeypatch.setattr(queries, "MOST", 3)

    pages, after = [], "start"
    while after:
        told = read(client, sold, after="" if after == "start" else after).json()
        pages.append([(each["segment"], each["day"]) for each in told["results"]])
        after = told["after"]

    assert [len(page) for page in pages] == [3, 3, 2]
    every = [each for page in pages for each in page]
    assert every == [(str(each.uid), day) for each in (monthly, yearly) for day in days]
    some = read(client, sold, first=days[1], last=days[2], source=str(billing.uid)).json()
    assert {each["day"] for each in some["results"]} == {*days[1:3]}
    assert read(client, sold, source=str(make_source().uid)).json() == {"results": [], "after": ""}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("first", "soon"),
        ("source", "x"),
        ("source", "6b4b3b4e-0000-4000-8000-000000000000"),
        ("after", "x"),
        ("after", "e30="),
        ("after", "WzEsMiwzLDRd"),
    ],
)
def test_a_bound_that_is_none_is_refused(
    name: str, value: str, analyst: User, sold: Metric, client_of: ClientOf
) -> None:
    answer = read(client_of(analyst), sold, **{name: value})
    assert (answer.status_code, [*answer.json()]) == (400, [name])


def test_what_units_are_measured_by_is_for_who_may_read_them(
    analyst: User, outsider: User, cio: User, claims: Unit, sales: Unit, billing: Source, client_of: ClientOf
) -> None:
    region = make_segment(name="North", segmentation=make_segmentation(name="Region"))
    delay = metric_of(FormulaKind.MEAN, name="Delay")
    make_metric_segmentation(metric=delay, segmentation=region.segmentation)
    rows = [row(metric="Delay", segment=None, unit=name) for name in ("Claims", "Sales")]
    assert send(client_of(cio), billing, *rows, row(metric="Delay", segment="North")).status_code == 200

    def places(person: User) -> set[str]:
        results = read(client_of(person), delay).json()["results"]
        return {each["unit"] or each["segment"] for each in results}

    assert places(analyst) == {str(claims.uid), str(region.uid)}
    assert places(outsider) == {str(sales.uid), str(region.uid)}
    assert places(cio) == {str(claims.uid), str(sales.uid), str(region.uid)}
