"""Counters of failed sign-ins outlast an attempt to drown them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache.backends.db import DatabaseCache

from config import settings as written

CROWD = 320
"""More entries than Django keeps unless told otherwise."""


def survives(options: dict[str, Any]) -> bool:
    """Whether a counter is still there after counters for many other addresses were written."""
    store = DatabaseCache("cache", {"OPTIONS": options})
    store.set("a-counter", 10, 300)
    for number in range(CROWD):
        store.set(f"b-{number}", 1, 300)
    return bool(store.get("a-counter") == 10)


@pytest.mark.django_db
def test_counters_of_one_account_are_not_pushed_out_by_guesses_at_others() -> None:
    configured: dict[str, Any] = written.CACHES["default"]
    if not configured["BACKEND"].endswith("DatabaseCache"):
        pytest.skip("the counters are in Redis here, which is told not to evict")
    assert survives(configured["OPTIONS"])
    assert not survives({}), "the fault this guards against no longer exists"
