"""What follows from records that were written.

How their chains stand is kept in the same transaction; the index is asked for anew once the write is there to be seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from accounts.models import ExchangeRate, Unit
from alignment.choices import Occasion
from alignment.models import (
    Benefit,
    BenefitLink,
    ElementNeed,
    ElementObjective,
    IndexWeights,
    Initiative,
    NeedLink,
    Outlay,
    StrategyElement,
)
from alignment.operations.standing import await_write, follow_write
from customers.models import EarlierAnswer, Need
from foundation.actors import SYSTEM
from jobs.operations.jobs import enqueue
from metrics.models import Metric, Reading
from strategies.models import Objective, Strategy
from workbench.signals import Written

MOVES = frozenset(
    {
        Benefit, BenefitLink, EarlierAnswer, ElementNeed, ElementObjective, ExchangeRate, IndexWeights, Initiative,
        Metric, Need, NeedLink, Objective, Outlay, Reading, Strategy, StrategyElement, Unit,
    }
)  # fmt: skip
"""What the index is computed from."""
KIND = "recompute_alignment"


def ask_for_index(*, sender: type[Any], now: datetime, **_: Any) -> None:
    """Have the index computed anew after the commit; many writes at once make one job.

    Not before: the row of a job is unique, and writers who wait for one another's row may wait for ever. Where the
    process ends in between, the night makes up for it.
    """
    if sender in MOVES:
        ask_for_index_after_figures(now=now)


def ask_for_index_after_figures(*, now: datetime, **_: Any) -> None:
    """The same once a run of the metrics shows other figures: benefits are read off them."""
    payload = {"occasion": Occasion.CHANGE.value}
    ask = partial(enqueue, kind=KIND, payload=payload, actor=SYSTEM, now=now, key=KIND)
    transaction.on_commit(ask, robust=True)


def await_standings(*, sender: type[Any], **_: Any) -> None:
    """Lock the standings first."""
    await_write(model=sender)


def keep_standings(*, sender: type[Any], written: Sequence[Written], now: datetime, **_: Any) -> None:
    """Bring the standings up to date that the write changes."""
    follow_write(model=sender, written=written, now=now)
