"""The panel of records that refer to the one shown: its way to add another is offered only where that can be saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.accounts import make_grant
from tests.factories.alignment import make_initiative
from tests.workbench.world import text, url
from workbench.related import related_records
from workbench.types import type_with_key

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from tests.personas import ClientOf

KIND = "changeenabler"


@pytest.fixture
def manager(reader: User, claims: Unit) -> User:
    """Reads everything and edits what belongs to Claims."""
    make_grant(reader, "relationship_manager", claims)
    return reader


def place(viewer: User, unit: Unit) -> str:
    initiative = make_initiative(name=f"Work of {unit}", unit=unit)
    panel = related_records(record=initiative, viewer=viewer, key=KIND, by="initiative", columns=("change",))
    found: str = panel["add_url"]
    return found.replace(str(initiative.uid), "UID")


def test_another_is_offered_where_the_viewer_may_write(manager: User, claims: Unit, sales: Unit) -> None:
    create = url(type_with_key(KIND), "create")
    assert place(manager, claims) == f"{create}?initiative=UID&next=%2Finitiatives%2FUID%2F"
    assert place(manager, sales) == ""


def test_who_reads_a_part_is_not_told_that_there_is_none(
    reader: User, analyst: User, claims: Unit, client_of: ClientOf
) -> None:
    page = url(type_with_key("initiative"), "detail", make_initiative(unit=claims))
    told = [text(client_of(viewer).get(page)) for viewer in (reader, analyst)]
    assert ["None that you may read." in one for one in told] == [False, True]


def test_whoever_may_write_nowhere_is_offered_nothing(reader: User, claims: Unit) -> None:
    assert place(reader, claims) == ""
