"""Whatever is written through whatever door: what is kept of a chain is what the line of sight computes."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alignment.operations import standing
from alignment.queries.standing_check import computed_chains
from alignment.queries.standing_facts import facts_on
from tests.alignment.doors import Doors, stored
from tests.environment import has_postgres
from tests.factories.accounts import NOW, make_grant, make_user

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Unit
    from alignment.engine.facts import Facts

STEPS, DAYS = 60, 3
SEEDS = range(4) if has_postgres() else range(4, 8)
"""Other histories on each database."""


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_kept_is_what_is_computed_chains(
    seed: int, root: Unit, claims: Unit, sales: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without computing everything anew: that is left to the night and to the beginning."""
    user = make_user("Nora Flynn", unit=root)
    make_grant(user, "administrator", root)
    doors = Doors(seed, [root, claims, sales], user, NOW)
    doors.fill()
    whole: list[date] = []

    def everything(day: date) -> Facts:
        whole.append(day)
        return facts_on(day)

    monkeypatch.setattr(standing, "facts_on", everything)
    done: Counter[str] = Counter()
    for number in range(STEPS):
        if number % (STEPS // DAYS) == 0:
            doors.now += timedelta(days=1)
            standing.keep_standings(now=doors.now)
        what = doors.step()
        done[what] += 1
        assert stored() == computed_chains(doors.now), (number, what)
    assert len(whole) == DAYS
    assert {"create", "change", "archive", "restore", "undelete", "bring_in"} <= done.keys()
