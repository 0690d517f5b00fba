"""What people type and have not saved: kept per person and form, replaced, dropped, forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from alignment.models import Initiative, Program
from tests.factories.accounts import NOW
from tests.races import in_the_way, started, until_held_up
from workbench.models import Draft
from workbench.operations.drafts import drop_draft, drop_old_drafts, keep_draft
from workbench.queries import drafts_of
from workbench.types import type_of

if TYPE_CHECKING:
    from accounts.models import User

INITIATIVE: Any = type_of(Initiative)
PROGRAM: Any = type_of(Program)


def test_a_later_draft_replaces_the_one_before(analyst: User) -> None:
    uid = uuid4()
    for name, minutes in (("Por", 0), ("Portal", 5)):
        now = NOW + timedelta(minutes=minutes)
        keep_draft(object_type=INITIATIVE, record_uid=uid, values={"name": name}, user=analyst, now=now)
    draft = Draft.objects.get()
    assert (draft.values, draft.kept_at) == ({"name": "Portal"}, NOW + timedelta(minutes=5))
    assert str(draft) == "alignment.initiative 2026-11-02"


def test_each_person_and_each_form_has_its_own(analyst: User, colleague: User) -> None:
    uid = uuid4()
    for user, kind, record in (
        (analyst, INITIATIVE, None),
        (analyst, INITIATIVE, uid),
        (analyst, PROGRAM, None),
        (colleague, INITIATIVE, None),
    ):
        keep_draft(object_type=kind, record_uid=record, values={"name": user.email}, user=user, now=NOW)
    assert drafts_of(INITIATIVE, None, colleague).get().values == {"name": colleague.email}
    assert Draft.objects.count() == 4

    assert drop_draft(object_type=INITIATIVE, record_uid=uid, user=analyst)
    assert not drop_draft(object_type=INITIATIVE, record_uid=uid, user=analyst)
    assert Draft.objects.count() == 3


def test_nobody_comes_back_after_thirty_days(analyst: User) -> None:
    for kind, days in ((INITIATIVE, 31), (PROGRAM, 30)):
        keep_draft(object_type=kind, record_uid=None, values={}, user=analyst, now=NOW - timedelta(days=days))
    assert drop_old_drafts(now=NOW) == 1
    assert Draft.objects.get().type_label == "alignment.program"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_first_drafts_at_once_the_later_one_is_kept(analyst: User) -> None:
    def keep(name: str) -> Draft:
        return keep_draft(
            object_type=INITIATIVE, record_uid=None, values={"name": name}, user=analyst, now=NOW
        )

    with ThreadPoolExecutor(1) as pool:
        with in_the_way(lambda: keep("Por")):
            later = started(pool, lambda: keep("Portal"))
            until_held_up(1, later)
            assert not later.done()
        assert later.result(timeout=30).values == {"name": "Portal"}
    assert Draft.objects.get().values == {"name": "Portal"}
