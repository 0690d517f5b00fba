"""What customers answered before is kept, whoever brings the new answers and by whichever way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.choices import Verb
from audit.models import Event
from customers.models import EarlierAnswer, Need
from foundation.actors import SYSTEM
from tests.factories.accounts import NOW
from tests.factories.customers import make_asked_need, make_earlier_answer, make_need, make_segment
from workbench.operations.records import Change, Fault, Invalid, save, save_many
from workbench.types import type_with_key

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db

KIND = type_with_key("need")
LATER = date(2027, 3, 1)
HEADER = "statement,segment,importance,satisfaction,scale_min,scale_max,respondents,asked_date\n"
FIRST_YEAR = (
    HEADER
    + "Know me,Households,4.4,3.0,1,5,900,2025-03-01\nPay me fast,Households,4.8,2.0,1,5,900,2025-03-01\n"
)
SECOND_YEAR = (
    HEADER
    + "Know me,Households,9.5,6,0,10,1200,2026-03-01\nPay me fast,Households,4.8,2.0,1,5,900,2025-03-01\n"
)


def written(need: Need, **values: Any) -> Any:
    return save(object_type=KIND, values=values, record=need, actor=SYSTEM, now=NOW)


def kept() -> list[tuple[Any, ...]]:
    rows = EarlierAnswer.objects.order_by("asked_date")
    return list(
        rows.values_list("asked_date", "importance", "satisfaction", "scale_min", "scale_max", "respondents")
    )


def refused_day(need: Need, **values: Any) -> tuple[Fault, ...]:
    with pytest.raises(Invalid) as refusal:
        written(need, **values)
    assert Need.objects.filter(pk=need.pk, version=1).exists()
    return refusal.value.faults


def too_old(day: str, index: int = 0) -> Fault:
    text = f"Customers were asked later than that, on {day}. Give a later day, or record these as an earlier answer of the need."
    return Fault(index, "asked_date", text)


def test_answers_of_a_later_day_keep_the_former_ones_with_an_event() -> None:
    need = make_asked_need("4.7", "3.1", evidence="Spring survey")
    written(need, importance=Decimal("4.5"), asked_date=LATER)
    (former,) = EarlierAnswer.objects.all()
    assert (former.need, former.evidence, former.created_at) == (need, "Spring survey", NOW)
    assert kept() == [(date(2026, 3, 2), Decimal("4.7"), Decimal("3.1"), 1, 5, 400)]
    event = Event.objects.get(object_uid=former.uid)
    assert (event.verb, event.actor_uid) == (Verb.CREATED, SYSTEM.uid)
    need.refresh_from_db()
    assert (need.importance, need.satisfaction, need.asked_date) == (Decimal("4.5"), Decimal("3.1"), LATER)


def test_answers_of_the_same_day_correct_the_stored_ones() -> None:
    need = make_asked_need()
    written(need, importance=Decimal("4.5"))
    written(need, owner=None, short_name="Known")
    assert kept() == []


def test_answers_taken_away_are_not_kept() -> None:
    need = make_asked_need()
    written(need, importance=None, satisfaction=None, asked_date=None)
    assert kept() == []


@pytest.mark.parametrize("values", [{}, {"asked_date": date(2025, 1, 1)}])
def test_a_need_that_had_no_answers_has_none_to_keep(values: dict[str, Any]) -> None:
    need = make_need(**values)
    written(need, importance=Decimal(4), scale_min=1, scale_max=5, asked_date=LATER)
    assert kept() == []


def test_older_answers_are_refused_with_the_remedy() -> None:
    need = make_asked_need()
    assert refused_day(need, asked_date=date(2026, 3, 1), importance=Decimal(2)) == (too_old("2 Mar 2026"),)
    assert kept() == []


def test_a_day_that_is_told_already_is_refused_although_the_need_has_lost_its_own() -> None:
    need = make_earlier_answer(asked_date=date(2025, 3, 2)).need
    Need.objects.filter(pk=need.pk).update(importance=None, asked_date=None)
    need.refresh_from_db()
    values = {"importance": Decimal(2), "scale_min": 1, "scale_max": 5}
    assert refused_day(need, asked_date=date(2025, 3, 2), **values) == (too_old("2 Mar 2025"),)


def test_each_row_answers_for_itself() -> None:
    old, new, plain = make_asked_need(), make_asked_need(), make_asked_need()
    changes = [
        Change({"short_name": ""}, plain),
        Change({"asked_date": LATER}, new),
        Change({"asked_date": date(2020, 1, 1)}, old),
    ]
    with pytest.raises(Invalid) as refusal:
        save_many(object_type=KIND, changes=changes, actor=SYSTEM, now=NOW)
    assert refusal.value.faults == (too_old("2 Mar 2026", index=2),)
    assert kept() == []


def test_nothing_is_kept_when_the_new_answers_are_refused() -> None:
    need = make_asked_need()
    with pytest.raises(Invalid):
        written(need, importance=Decimal(9), asked_date=LATER)
    assert kept() == []


@pytest.mark.parametrize("count", [2, 5])
def test_keeping_takes_as_many_statements_however_many_needs(
    count: int, django_assert_num_queries: Any
) -> None:
    needs = [make_asked_need() for _ in range(count)]
    for need in needs:
        need.asked_date = LATER
    prepare = KIND.prepare
    assert prepare is not None
    with django_assert_num_queries(17):
        prepare(records=needs, actor=SYSTEM, now=NOW)
    assert EarlierAnswer.objects.count() == count


# ── the three ways in ────────────────────────────────────────────────────────────────────────────
def imported(client: Any, text: str) -> Any:
    file = SimpleUploadedFile("survey.csv", text.encode())
    return client.post("/api/v1/imports/", {"type": "need", "file": file})


def test_two_years_of_a_survey_in_two_files_are_a_series(
    analyst: User, claims: Unit, client_of: ClientOf
) -> None:
    make_segment(name="Households")
    client = client_of(analyst)
    assert imported(client, FIRST_YEAR).json()["counts"][0]["created"] == 2
    answer = imported(client, SECOND_YEAR).json()["counts"][0]
    assert (answer["updated"], answer["unchanged"]) == (1, 1)
    assert kept() == [(date(2025, 3, 1), Decimal("4.4"), Decimal("3.0"), 1, 5, 900)]
    again = imported(client, SECOND_YEAR).json()["counts"][0]
    assert (again["updated"], again["unchanged"], len(kept())) == (0, 2, 1)


def test_last_years_file_after_this_years_is_refused_by_row(
    analyst: User, claims: Unit, client_of: ClientOf
) -> None:
    make_segment(name="Households")
    client = client_of(analyst)
    imported(client, FIRST_YEAR)
    imported(client, SECOND_YEAR)
    answer = imported(client, FIRST_YEAR)
    assert answer.status_code == 400
    (problem,) = answer.json()["problems"]
    assert (problem["row"], problem["field"]) == (2, "asked_date")
    assert problem["message"] == too_old("1 Mar 2026").message
    assert Need.objects.get(statement="Know me").respondents == 1200


def test_the_api_keeps_former_answers_and_refuses_older_ones(
    analyst: User, claims: Unit, client_of: ClientOf
) -> None:
    need, client = make_asked_need(), client_of(analyst)
    address = reverse("api-need-detail", args=[need.uid])

    def sent(version: int, **values: str) -> Any:
        return client.patch(
            address, values, content_type="application/json", headers={"If-Match": str(version)}
        )

    answer = sent(1, asked_date="2027-03-01", satisfaction="1.5")
    assert (answer.status_code, answer.json()["opportunity"], answer.json()["band"]) == (
        200,
        "17.2500",
        "extreme",
    )
    assert len(kept()) == 1
    refusal = sent(2, asked_date="2026-12-01")
    assert refusal.status_code == 400
    assert refusal.json() == {"asked_date": [too_old("1 Mar 2027").message]}


def test_the_page_says_beside_the_field_why_an_older_day_is_refused(
    analyst: User, claims: Unit, client_of: ClientOf
) -> None:
    need, client = make_asked_need(), client_of(analyst)
    form = {name: getattr(need, name) for name in KIND.fields if getattr(need, name) is not None}
    form |= {"segment": str(need.segment.uid), "asked_date": "2020-01-01"}
    answer = client.post(reverse("need_edit", args=[need.uid]), form)
    assert answer.status_code == 422
    assert answer.context["form"].errors["asked_date"] == [too_old("2 Mar 2026").message]
