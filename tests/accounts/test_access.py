"""What grants allow, where, and what a reader without access to everything sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.access import GrantedAccess
from accounts.models import Unit, User
from accounts.permissions import Permission
from accounts.roles import ROLES
from accounts.rules import lineage
from tests.factories.accounts import make_grant, make_unit, make_user

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_django import DjangoAssertNumQueries

ROOT, CLAIMS, MOTOR, SALES = "0001.", "0001.0001.", "0001.0001.0001.", "0001.0002."


def test_a_role_holds_in_its_unit_and_below() -> None:
    access = GrantedAccess.from_grants([("analyst", CLAIMS)])
    held = {path: access.allows(Permission.EDIT_INITIATIVES, [path]) for path in (ROOT, CLAIMS, MOTOR, SALES)}
    assert held == {ROOT: False, CLAIMS: True, MOTOR: True, SALES: False}


def test_a_permission_over_several_units_must_hold_in_each() -> None:
    access = GrantedAccess.from_grants([("analyst", CLAIMS), ("reader", SALES)])
    assert access.allows(Permission.READ, [MOTOR, SALES])
    assert not access.allows(Permission.EDIT_INITIATIVES, [MOTOR, SALES])


def test_without_units_it_is_asked_whether_the_permission_is_held_anywhere() -> None:
    access = GrantedAccess.from_grants([("reader", MOTOR)])
    assert access.allows(Permission.READ)
    assert not access.allows(Permission.COMMENT)


def test_a_record_without_a_unit_is_only_for_the_root() -> None:
    """A unit-bound record that lacks its unit has the empty path, which lies in no branch."""
    assert GrantedAccess.from_grants([("administrator", ROOT)]).allows(Permission.READ, [""])
    assert not GrantedAccess.from_grants([("administrator", CLAIMS)]).allows(Permission.READ, [""])


@pytest.mark.parametrize(
    ("grants", "branches"),
    [
        ([], ()),
        ([("reader", MOTOR), ("reader", CLAIMS)], (CLAIMS,)),
        ([("reader", SALES), ("analyst", MOTOR), ("reader", MOTOR)], (MOTOR, SALES)),
        ([("reader", SALES), ("cio", ROOT)], (ROOT,)),
    ],
)
def test_branches_are_the_outermost_ones(grants: list[tuple[str, str]], branches: Sequence[str]) -> None:
    assert GrantedAccess.from_grants(grants).branches.get(Permission.READ, ()) == branches


def test_what_binds_a_unit_is_read_there_although_it_belongs_above() -> None:
    access = GrantedAccess.from_grants([("reader", MOTOR)])
    read = {path: access.reads([path], from_below=True) for path in (ROOT, CLAIMS, MOTOR, SALES, "")}
    assert read == {ROOT: True, CLAIMS: True, MOTOR: True, SALES: False, "": False}
    assert access.reads([CLAIMS, MOTOR], from_below=True)
    assert not access.reads([CLAIMS, SALES], from_below=True)
    assert [access.reads([path]) for path in (CLAIMS, MOTOR)] == [False, True]
    assert not GrantedAccess({}).reads([ROOT], from_below=True)


def test_the_lineage_of_a_unit_goes_from_the_root_down() -> None:
    assert [lineage(path) for path in (ROOT, MOTOR)] == [(ROOT,), (ROOT, CLAIMS, MOTOR)]


def test_siblings_with_a_common_beginning_are_not_confused() -> None:
    """Segments have a fixed width and end in a dot, so 0001. is no prefix of 00010. or 0010."""
    access = GrantedAccess.from_grants([("reader", CLAIMS)])
    assert not access.allows(Permission.READ, ["0001.0010."])


def test_narrowing_keeps_the_rows_whose_units_may_be_read(
    analyst: User, motor: Unit, sales: Unit, claims: Unit
) -> None:
    in_sales = make_user("Sean Daly", unit=sales)
    in_motor = make_user("Mary Kelly", unit=motor)
    nowhere = make_user("Tom Byrne")
    rows = User.objects.order_by("pk")
    assert list(analyst.access.narrow(rows, ["person__unit"])) == [analyst, in_motor]
    assert {in_sales, nowhere} & set(analyst.access.narrow(rows, ["person__unit"])) == set()


def test_narrowing_by_two_units_needs_both(analyst: User, claims: Unit, sales: Unit) -> None:
    make_grant(make_user("Sean Daly", unit=sales), "reader", claims)
    inside = make_grant(make_user("Mary Kelly", unit=claims), "reader", claims)
    make_grant(inside.user, "reader", sales)
    rows = type(inside).objects.exclude(user=analyst)
    assert list(analyst.access.narrow(rows, ["unit", "user__person__unit"])) == [inside]


def test_at_the_root_every_row_is_read_and_without_a_role_none(cio: User, member: User, sales: Unit) -> None:
    rows = User.objects.order_by("pk")
    assert list(cio.access.narrow(rows, ["person__unit"])) == [cio, member]
    assert list(member.access.narrow(rows, ["person__unit"])) == []
    assert list(member.access.narrow(rows, [])) == []


def test_enterprise_wide_rows_are_read_by_every_member_with_a_role(analyst: User) -> None:
    assert list(analyst.access.narrow(User.objects.all(), [])) == [analyst]


def test_who_reads_a_part_is_told_which(
    analyst: User, cio: User, member: User, sales: Unit, motor: Unit
) -> None:
    make_grant(analyst, "reader", motor)
    make_grant(analyst, "reader", sales)
    assert User.objects.get(pk=analyst.pk).access.part == ("Claims", "Sales"), "Motor lies in Claims"
    assert (cio.access.part, member.access.part) == ((), ()), "everything, and nothing at all"


def test_somebody_deactivated_may_do_nothing(cio: User) -> None:
    cio.is_active = False
    assert not cio.access.allows(Permission.READ)
    assert list(cio.access.narrow(User.objects.all(), [])) == []


def test_grants_are_read_once_per_request_and_anew_in_the_next(
    analyst: User, sales: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert not analyst.access.allows(Permission.READ, [sales.path])
    make_grant(analyst, "reader", sales)
    assert User.objects.get(pk=analyst.pk).access.allows(Permission.READ, [sales.path])


def test_the_root_is_recognized_by_the_length_of_its_path(root: Unit, claims: Unit) -> None:
    assert (root.path, claims.path) == (ROOT, CLAIMS)
    assert (root.depth, claims.depth) == (0, 1)


def test_every_role_reads_and_only_the_administrator_may_do_everything() -> None:
    assert all(Permission.READ in role.permissions for role in ROLES.values())
    assert [key for key, role in ROLES.items() if role.permissions == frozenset(Permission)] == [
        "administrator"
    ]


def test_unit_names_are_seen_by_every_member(member: User, claims: Unit) -> None:
    assert list(Unit.objects.visible_to(member).below(claims)) == [claims]
    make_unit("Home claims", claims)
    assert Unit.objects.visible_to(member).below(claims).count() == 2
