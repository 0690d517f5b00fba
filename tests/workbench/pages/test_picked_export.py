"""What was picked in a list leaves as a file: of the records named, those that may be read."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories.alignment import make_initiative

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from tests.personas import ClientOf


def picked(viewer: User, client_of: ClientOf, *uids: object) -> list[str]:
    """The names in the workbook that a viewer gets for some uids."""
    answer = client_of(viewer).post(reverse("initiative_export"), {"uid": [str(uid) for uid in uids]})
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    head, *rows = book.active.iter_rows(values_only=True)
    return [str(row[head.index("name")]) for row in rows]


@pytest.mark.parametrize(("name", "seen"), [("analyst", ["Portal"]), ("cio", ["Osprey", "Portal"])])
def test_only_what_may_be_read_is_in_the_file(
    name: str,
    seen: list[str],
    request: pytest.FixtureRequest,
    claims: Unit,
    sales: Unit,
    client_of: ClientOf,
) -> None:
    ours, theirs = make_initiative(name="Portal", unit=claims), make_initiative(name="Osprey", unit=sales)
    make_initiative(name="Not picked", unit=claims)
    viewer: User = request.getfixturevalue(name)
    assert sorted(picked(viewer, client_of, ours.uid, theirs.uid, "no uid")) == seen
