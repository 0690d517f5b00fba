"""What the database refuses, and words of the models."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Enterprise, Person, Token, Unit, User
from accounts.operations.numbering import reserve_numbers
from accounts.operations.unit import place_units
from tests.factories.accounts import (
    NOW,
    make_enterprise,
    make_grant,
    make_person,
    make_rate,
    make_token,
    make_unit,
    make_user,
    stamped,
)

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "write",
    [
        lambda: Enterprise.objects.create(id=2, name="Another"),
        lambda: make_enterprise(fiscal_start_month=13),
        lambda: make_enterprise(review_months=0),
        lambda: stamped(Unit(name="Second root", path="0002.")),
        lambda: stamped(
            Unit(name="Claims", path="0001.0009.", parent=Unit.objects.get(name="Claims").parent)
        ),
        lambda: stamped(Unit(name="Elsewhere", path="0001.0001.", parent=Unit.objects.get(name="Claims"))),
        lambda: make_user("Sean Daly", email="Sean.Daly@harbor.example"),
        lambda: make_person("Sean Daly", email="NORA.flynn@harbor.example"),
        lambda: make_grant(User.objects.get(), "analyst", Unit.objects.get(name="Claims")),
        lambda: make_rate("USD", Decimal(0)),
        lambda: [make_rate("USD", Decimal(1)), make_rate("USD", Decimal(2))],
        lambda: [make_token(User.objects.get()), make_token(User.objects.get())],
        lambda: [
            make_person("A", source="hr", external_key="7"),
            make_person("B", source="hr", external_key="7"),
        ],
    ],
)
def test_the_database_refuses_what_breaks_a_rule(analyst: User, write: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_people_without_an_address_or_key_do_not_collide(enterprise: Enterprise) -> None:
    make_person("A")
    make_person("B")
    assert Person.objects.count() == 2


def test_a_second_root_is_refused_with_the_remedy(root: Unit) -> None:
    second = Unit(name="Second", number=99, created_at=NOW, updated_at=NOW)
    place_units(records=[second])
    with pytest.raises(ValidationError) as caught:
        second.full_clean()
    assert caught.value.messages == ["Say which unit this one is part of."]


def test_units_stand_in_tree_order(root: Unit, claims: Unit, motor: Unit, sales: Unit) -> None:
    make_unit("Home claims", claims)
    assert [(unit.name, unit.depth, unit.path) for unit in Unit.objects.for_list()] == [
        ("Harbor Mutual", 0, "0001."),
        ("Claims", 1, "0001.0001."),
        ("Motor claims", 2, "0001.0001.0001."),
        ("Home claims", 2, "0001.0001.0002."),
        ("Sales", 1, "0001.0002."),
    ]


def test_a_unit_that_moves_takes_along_what_is_below_it(claims: Unit, motor: Unit, sales: Unit) -> None:
    glass = make_unit("Glass", motor)
    motor.parent = sales
    place_units(records=[motor])
    motor.save()
    paths = dict(Unit.objects.values_list("name", "path"))
    assert (paths["Motor claims"], paths["Glass"]) == ("0001.0002.0001.", "0001.0002.0001.0001.")
    assert list(Unit.objects.below(sales).order_by("path")) == [sales, motor, glass]


def test_units_made_together_get_different_places(claims: Unit) -> None:
    units = [Unit(name=name, parent=claims) for name in ("A", "B", "C")]
    place_units(records=units)
    assert [unit.path for unit in units] == ["0001.0001.0001.", "0001.0001.0002.", "0001.0001.0003."]


def test_a_unit_does_not_become_part_of_itself(claims: Unit, motor: Unit) -> None:
    claims.parent = motor
    with pytest.raises(ValidationError) as caught:
        place_units(records=[claims])
    assert list(caught.value.message_dict) == ["parent"]
    assert claims.path == "0001.0001."


def test_branches_of_the_tree_are_chosen_by_their_paths(claims: Unit, motor: Unit, sales: Unit) -> None:
    names = Unit.objects.in_branches([motor.path, sales.path]).order_by("path").values_list("name", flat=True)
    assert list(names) == ["Motor claims", "Sales"]
    assert list(Unit.objects.in_branches([])) == []


def test_numbers_are_never_given_out_twice() -> None:
    assert [list(reserve_numbers(model=Person, count=count)) for count in (2, 3)] == [[1, 2], [3, 4, 5]]
    assert list(reserve_numbers(model=Unit, count=1)) == [1]
    assert make_person("A").code == "P-06"
    assert list(reserve_numbers(model=Person, count=1)) == [7]


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Ada Byrne", "AB"), ("Ada", "A"), ("Ada de la Cruz-Byrne", "AB"), ("ada byrne", "AB"), ("", "")],
)
def test_initials_are_of_the_first_and_the_last_name(name: str, initials: str) -> None:
    assert Person(name=name).initials == initials


def test_tokens_are_usable_until_they_end(analyst: User) -> None:
    lasting = make_token(analyst, key="lasting")
    make_token(analyst, key="expired", expires_at=NOW)
    make_token(analyst, key="revoked", revoked_at=NOW)
    make_token(make_user("Sean Daly", is_active=False), key="of somebody gone")
    tomorrow = make_token(analyst, key="tomorrow", expires_at=NOW + timedelta(days=1))
    assert list(Token.objects.usable(NOW).order_by("pk")) == [lasting, tomorrow]


def test_operators_may_use_the_admin_and_nobody_else(analyst: User) -> None:
    assert (analyst.has_perm("anything"), analyst.has_module_perms("accounts")) == (False, False)
    analyst.is_staff = True
    assert (analyst.has_perm("anything"), analyst.has_module_perms("accounts")) == (True, True)


def test_things_are_named_for_people(analyst: User, claims: Unit, enterprise: Enterprise) -> None:
    rate = make_rate("USD", Decimal("0.92"))
    named = [analyst, analyst.person, claims, enterprise, rate, make_token(analyst), analyst.grants.get()]
    assert [str(thing) for thing in named] == [
        "nora.flynn@harbor.example",
        "Nora Flynn",
        "Claims",
        "Harbor Mutual",
        "USD 2026-11-02",
        "Spreadsheet",
        "nora.flynn@harbor.example: Analyst, Claims",
    ]


def test_a_time_zone_has_to_exist(enterprise: Enterprise) -> None:
    enterprise.time_zone = "Mars/Olympus"
    with pytest.raises(ValidationError) as caught:
        enterprise.full_clean()
    assert list(caught.value.message_dict) == ["time_zone"]


def test_people_are_found_by_address_in_any_case(analyst: User) -> None:
    assert User.objects.get_by_natural_key("NORA.flynn@harbor.example") == analyst
