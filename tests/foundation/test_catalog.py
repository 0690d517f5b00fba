"""How what several apps offer for one record type comes together."""

from __future__ import annotations

from accounts.models import Person, Unit
from foundation.catalog import Column, joined


def test_two_apps_may_offer_something_for_one_type() -> None:
    first, second, third = (Column(key, key, cells=list) for key in ("first", "second", "third"))
    assert joined({Unit: (first,)}, {Unit: (second,), Person: (third,)}) == {
        Unit: (first, second),
        Person: (third,),
    }
