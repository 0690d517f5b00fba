"""What is shipped: whole, published, and left alone ever after."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from assessments.choices import InstrumentKind, InstrumentState
from assessments.models import Instrument, Statement
from assessments.operations.instruments import new_edition
from assessments.operations.shipping import ship_content
from foundation.actors import SYSTEM
from workbench.operations.removal import delete
from workbench.types import type_with_key

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User

pytestmark = pytest.mark.usefixtures("enterprise")


def test_two_instruments_are_shipped_and_published(now: datetime) -> None:
    assert ship_content(now=now) == 2

    states = Instrument.objects.values_list("kind", "state", "edition", "asks_target")
    assert sorted(states) == [
        (InstrumentKind.DISCIPLINE, InstrumentState.PUBLISHED, 1, True),
        (InstrumentKind.MATURITY, InstrumentState.PUBLISHED, 1, False),
    ]


def test_the_discipline_check_asks_for_each_discipline_in_six_groups(now: datetime) -> None:
    ship_content(now=now)

    asked = Statement.objects.filter(instrument__kind=InstrumentKind.DISCIPLINE)
    cells = Counter(asked.values_list("group", "subject"))
    subjects = {"product_leadership", "operational_excellence", "customer_intimacy"}
    assert (len({group for group, _ in cells}), {subject for _, subject in cells}) == (6, subjects)
    assert set(cells.values()) == {1}
    assert len(cells) == 18


def test_the_maturity_asks_about_six_criteria(now: datetime) -> None:
    ship_content(now=now)

    asked = Statement.objects.filter(instrument__kind=InstrumentKind.MATURITY)
    groups = Counter(asked.values_list("group", flat=True))
    assert list(dict.fromkeys(asked.order_by("position").values_list("group", flat=True))) == [
        "Communication", "Measuring value", "Governance", "Partnership", "Scope and architecture", "Skills",
    ]  # fmt: skip
    assert all(4 <= count <= 6 for count in groups.values())


def test_every_statement_says_what_the_ends_of_the_scale_look_like(now: datetime) -> None:
    ship_content(now=now)

    assert not Statement.objects.filter(guide="").exists()
    assert len(set(Statement.objects.values_list("text", flat=True))) == Statement.objects.count()


def test_shipping_again_changes_nothing(now: datetime) -> None:
    ship_content(now=now)
    before = sorted(Statement.objects.values_list("uid", "version"))

    assert ship_content(now=now) == 2
    assert sorted(Statement.objects.values_list("uid", "version")) == before


def test_what_somebody_deleted_does_not_come_back(now: datetime, administrator: User) -> None:
    ship_content(now=now)
    shipped = Instrument.objects.get(kind=InstrumentKind.MATURITY)
    delete(object_type=type_with_key("instrument"), record=shipped, actor=administrator, now=now)

    assert ship_content(now=now) == 1
    assert Statement.objects.filter(instrument__kind=InstrumentKind.MATURITY).count() == 0


def test_an_edition_of_our_own_is_left_alone(now: datetime) -> None:
    ship_content(now=now)
    fresh = new_edition(
        instrument=Instrument.objects.get(kind=InstrumentKind.MATURITY), actor=SYSTEM, now=now
    )

    ship_content(now=now)
    fresh.refresh_from_db()
    assert (fresh.edition, fresh.state) == (2, InstrumentState.DRAFT)
