"""The pack of disciplines and IT needs: complete, and shipped once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from accounts.models import User
from audit.models import Event
from strategies.choices import Discipline, Facing
from strategies.models import DisciplineProfile, ITNeed
from strategies.operations.shipping import it_need_rows, profile_rows, ship_content
from tests.factories.accounts import NOW
from tests.factories.strategies import make_discipline_profile, make_it_need
from workbench.operations.records import save
from workbench.operations.removal import delete
from workbench.types import type_with_key

WHOLE = 39
LONGEST_NAME = 120


def test_there_is_one_profile_for_each_discipline_and_every_field_says_something() -> None:
    rows = profile_rows()
    assert sorted(row["discipline"] for row in rows) == sorted(Discipline.values)
    told = _fields(DisciplineProfile)
    assert [told - {name for name, value in row.items() if value.strip()} for row in rows] == [set()] * 3
    assert [len(row["typical_metrics"].splitlines()) for row in rows] == [5, 5, 5]
    assert {row["it_faces"] for row in rows} <= set(Facing.values)


def test_it_faces_the_paying_customer_in_customer_intimacy_alone() -> None:
    outward = [row["discipline"] for row in profile_rows() if row["it_faces"] == Facing.PAYING_CUSTOMER]
    assert outward == [Discipline.CUSTOMER_INTIMACY]


def test_each_discipline_has_ten_to_fifteen_it_needs_told_in_full() -> None:
    rows = it_need_rows()
    counts = Counter(row["discipline"] for row in rows)
    assert set(counts) == set(Discipline.values)
    assert [count for count in counts.values() if not 10 <= count <= 15] == []
    told = _fields(ITNeed)
    assert [row["key"] for row in rows if told - {name for name, value in row.items() if value.strip()}] == []
    assert {len(row["measures"].splitlines()) for row in rows} == {3}
    assert {len(row["initiatives"].splitlines()) for row in rows} == {3}


def test_nothing_in_the_pack_is_there_twice_and_names_fit() -> None:
    rows = it_need_rows()
    for name in ("key", "name", "reason", "measures", "initiatives", "anti_pattern"):
        assert [text for text, count in Counter(row[name] for row in rows).items() if count > 1] == []
    lines = Counter(
        line for row in rows for name in ("measures", "initiatives") for line in row[name].splitlines()
    )
    assert [line for line, count in lines.items() if count > 1] == []
    assert [row["name"] for row in rows if len(row["name"]) > LONGEST_NAME] == []


@pytest.mark.django_db
def test_shipping_twice_changes_nothing() -> None:
    assert ship_content(now=NOW) == WHOLE
    before = _state()
    assert ship_content(now=NOW + timedelta(days=1)) == WHOLE
    assert _state() == before


def test_what_somebody_edited_stays_as_they_left_it(cio: User) -> None:
    ship_content(now=NOW)
    need = ITNeed.objects.get(external_key="ci-one-picture")
    save(
        object_type=type_with_key("itneed"),
        values={"name": "A name of ours"},
        record=need,
        actor=cio,
        now=NOW,
    )
    assert ship_content(now=NOW) == WHOLE
    assert ITNeed.objects.get(external_key="ci-one-picture").name == "A name of ours"


def test_what_somebody_deleted_stays_away(cio: User) -> None:
    ship_content(now=NOW)
    profile = DisciplineProfile.objects.get(discipline=Discipline.PRODUCT_LEADERSHIP)
    delete(object_type=type_with_key("disciplineprofile"), record=profile, actor=cio, now=NOW)
    assert ship_content(now=NOW) == WHOLE - 1
    assert not DisciplineProfile.objects.filter(discipline=Discipline.PRODUCT_LEADERSHIP).exists()


@pytest.mark.django_db
def test_a_record_of_the_firm_in_the_place_of_a_shipped_one_counts() -> None:
    profile = make_discipline_profile(discipline=Discipline.CUSTOMER_INTIMACY, promise="Ours")
    taken = it_need_rows()[0]
    make_it_need(discipline=taken["discipline"], name=taken["name"], reason="Ours")
    assert ship_content(now=NOW) == WHOLE - 2
    assert DisciplineProfile.objects.get(discipline=Discipline.CUSTOMER_INTIMACY) == profile
    assert ITNeed.objects.get(discipline=taken["discipline"], name=taken["name"]).reason == "Ours"


def _fields(model: type[DisciplineProfile] | type[ITNeed]) -> set[str]:
    return set(type_with_key(str(model._meta.model_name)).fields)


def _state() -> tuple[list[tuple[str, int]], int]:
    rows = [*DisciplineProfile.objects.order_by("pk"), *ITNeed.objects.order_by("pk")]
    return [(row.code, row.version) for row in rows], Event.objects.count()
