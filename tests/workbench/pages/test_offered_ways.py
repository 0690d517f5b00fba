"""A record's page offers what its reader may do there, and nothing that would be refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.factories.alignment import make_initiative
from tests.workbench.world import text, url
from workbench.types import type_with_key

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from tests.personas import ClientOf

WAYS = ("edit", "archive", "delete")


def test_deleting_is_offered_to_who_may_delete_and_not_to_who_may_only_edit(
    cio: User, analyst: User, reader: User, claims: Unit, client_of: ClientOf
) -> None:
    kind, ours = type_with_key("initiative"), make_initiative(unit=claims)
    offered = {}
    for viewer in (cio, analyst, reader):
        page = text(client_of(viewer).get(url(kind, "detail", ours)))
        offered[viewer.label] = [way for way in WAYS if f'"{url(kind, way, ours)}"' in page]
    assert offered == {
        cio.label: ["edit", "archive", "delete"],
        analyst.label: ["edit", "archive"],
        reader.label: [],
    }
