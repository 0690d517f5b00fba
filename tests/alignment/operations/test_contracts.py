"""Benefit contracts: who may agree, to what, and that terms do not change behind the owner's back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from alignment.choices import Explicitness
from alignment.models import Benefit, BenefitReview
from alignment.operations.contracts import (
    TERMS,
    AlreadyAgreed,
    agree_to_contract,
    keep_agreement,
    may_agree,
)
from alignment.operations.reviews import is_owner
from audit.models import Event
from foundation.actors import SYSTEM
from tests.alignment.contracts_scene import AGREED, Contracts, loaded
from tests.alignment.contracts_scene import TERMS as TOLD
from tests.factories.accounts import NOW, make_person, make_unit
from tests.factories.alignment import make_benefit
from tests.factories.metrics import make_metric
from workbench.operations.records import Change, Invalid, save, save_many
from workbench.types import type_with_key

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User

TODAY = NOW.date()
CHANGED = (
    "The terms have changed since the owner agreed. Give the day of the new agreement, or none for a draft."
)


def change(benefit: Benefit, **values: Any) -> Benefit:
    saved = save(
        object_type=type_with_key("benefit"), record=loaded(benefit), values=values, actor=SYSTEM, now=NOW
    )
    record: Benefit = saved.record
    return record


def refusal(benefit: Benefit, **values: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        change(benefit, **values)
    return [(fault.field, fault.message) for fault in refused.value.faults]


def draft(contracts: Contracts, **values: Any) -> Benefit:
    return make_benefit(
        **{"unit": contracts.calls.unit, "owner": contracts.calls.owner, "metric": contracts.metric}
        | TOLD
        | values
    )


# ── agreeing ─────────────────────────────────────────────────────────────────────────────────────
def test_the_owner_agrees_whatever_role_they_hold(contracts: Contracts, member: User) -> None:
    benefit = draft(contracts)
    saved = agree_to_contract(benefit=loaded(benefit), actor=member, now=NOW)
    assert (saved.record.agreed_date, saved.record.version) == (TODAY, 2)
    assert Event.objects.filter(object_uid=benefit.uid).get().actor_label == member.label
    assert [row.due_date for row in BenefitReview.objects.filter(benefit=benefit)] == [date(2027, 1, 1)]


def test_who_keeps_the_benefits_writes_down_that_the_owner_agreed(
    contracts: Contracts, analyst: User, outsider: User, reader: User, cio: User
) -> None:
    benefit = loaded(draft(contracts))
    who = {user.email: may_agree(user, benefit) for user in (analyst, outsider, reader, cio)}
    assert who == {analyst.email: True, outsider.email: False, reader.email: False, cio.email: True}
    with pytest.raises(PermissionDenied):
        agree_to_contract(benefit=benefit, actor=outsider, now=NOW)
    assert agree_to_contract(benefit=benefit, actor=analyst, now=NOW).differences == {
        "agreed_date": (None, TODAY)
    }


def test_nobody_owns_what_nobody_promised(contracts: Contracts, member: User) -> None:
    assert is_owner(member, contracts.calls)
    assert not is_owner(member, contracts.vague)
    assert not is_owner(SYSTEM, contracts.calls)


def test_a_contract_is_agreed_to_once(contracts: Contracts, member: User) -> None:
    with pytest.raises(AlreadyAgreed):
        agree_to_contract(benefit=contracts.calls, actor=member, now=NOW)


def test_nobody_agrees_to_what_is_not_said(contracts: Contracts, analyst: User) -> None:
    with pytest.raises(Invalid) as refused:
        agree_to_contract(benefit=contracts.vague, actor=analyst, now=NOW)
    assert [fault.field for fault in refused.value.faults] == [
        "owner",
        "target_date",
        "metric",
        "baseline_value",
        "target_value",
    ]


def test_what_is_only_observed_needs_no_measure(contracts: Contracts) -> None:
    given = {"metric": None, "baseline_value": None, "target_value": None}
    seen = draft(contracts, explicitness=Explicitness.OBSERVABLE, **given)
    assert seen.lacks_for_agreement == ()
    assert draft(contracts, **given).lacks_for_agreement == ("metric", "baseline_value", "target_value")
    assert change(seen, agreed_date=TODAY).is_agreed


# ── keeping to it ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", TERMS)
def test_no_term_changes_behind_the_owners_back(contracts: Contracts, name: str) -> None:
    other: dict[str, Any] = {
        "owner_id": {"owner": make_person("Somebody else")},
        "explicitness": {"explicitness": Explicitness.MEASURABLE},
        "metric_id": {"metric": make_metric(name="Letters")},
        "baseline_value": {"baseline_value": Decimal(9)},
        "baseline_date": {"baseline_date": date(2026, 1, 2)},
        "target_value": {"target_value": Decimal(1)},
        "target_date": {"target_date": date(2027, 2, 1)},
        "annual_amount": {"annual_amount": Decimal(900)},
        "annual_currency": {"annual_currency": "USD"},
    }
    assert refusal(contracts.calls, **other[name]) == [("agreed_date", CHANGED)]
    assert change(contracts.calls, **other[name], agreed_date=TODAY).agreed_date == TODAY


def test_terms_change_freely_in_a_draft(contracts: Contracts) -> None:
    changed = change(contracts.calls, target_value=Decimal(2), agreed_date=None)
    assert (changed.is_agreed, changed.target_value) == (False, Decimal(2))


def test_what_is_no_term_changes_without_a_new_agreement(contracts: Contracts) -> None:
    changed = change(contracts.calls, description="More about it", attribution_note="Two thirds")
    assert (changed.agreed_date, changed.attribution_note) == (AGREED, "Two thirds")


def test_nobody_has_agreed_on_a_day_to_come(contracts: Contracts) -> None:
    ahead = TODAY + timedelta(days=1)
    assert refusal(contracts.calls, agreed_date=ahead) == [
        ("agreed_date", "Nobody can have agreed on a day to come.")
    ]


def test_each_contract_of_a_file_is_judged_by_itself(contracts: Contracts) -> None:
    kind = type_with_key("benefit")
    changes = [
        Change({"description": "Fine"}, loaded(contracts.calls)),
        Change({"target_value": Decimal(3)}, loaded(contracts.post)),
    ]
    with pytest.raises(Invalid) as refused:
        save_many(object_type=kind, changes=changes, actor=SYSTEM, now=NOW)
    assert [(fault.index, fault.field) for fault in refused.value.faults] == [(1, "agreed_date")]


def test_a_new_contract_comes_agreed_from_a_file(contracts: Contracts) -> None:
    values = {"name": "Imported", "unit": contracts.calls.unit, "owner": contracts.calls.owner, **TOLD}
    values |= {"metric": contracts.metric, "agreed_date": AGREED}
    saved = save(object_type=type_with_key("benefit"), values=values, actor=SYSTEM, now=NOW)
    assert saved.record.is_agreed


def test_drafts_are_kept_without_a_question(
    contracts: Contracts, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        keep_agreement(records=[contracts.vague, contracts.vague], actor=SYSTEM, now=NOW)
    with django_assert_num_queries(2):
        keep_agreement(records=[contracts.calls, contracts.post, contracts.vague], actor=SYSTEM, now=NOW)


def test_somebody_in_it_still_owns_no_benefit(contracts: Contracts, root: Unit) -> None:
    contracts.calls.owner = make_person("Ingrid", unit=make_unit("IT", root, kind="it"))
    with pytest.raises(ValidationError) as refused:
        contracts.calls.clean()
    assert list(refused.value.message_dict) == ["owner"]
