"""The instruments Sightline brings along: shipped as a first edition, published, in words of our own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from assessments.choices import InstrumentState
from assessments.models import Instrument
from assessments.operations.instruments import publish
from foundation.actors import SYSTEM
from workbench.operations.content import read_content, ship
from workbench.types import type_with_key

if TYPE_CHECKING:
    from datetime import datetime

CONTENT = Path(__file__).parent.parent / "content"
PACKS = ("discipline.yaml", "maturity.yaml")


@transaction.atomic
def ship_content(*, now: datetime, deleted_too: bool = False) -> int:
    """Create the shipped instruments that are missing, and publish them; returns how many are there.

    What people have changed, retired or deleted stays as they left it; with ``deleted_too`` what they deleted returns.
    """
    packs = [read_content(CONTENT / name) for name in PACKS]
    kind = type_with_key("instrument")
    first = [pack["instrument"] for pack in packs]
    instruments = ship(object_type=kind, rows=first, now=now, deleted_too=deleted_too)
    for pack in packs:
        instrument = instruments.get(pack["instrument"]["key"])
        if isinstance(instrument, Instrument) and is_fresh(instrument):
            rows = statement_rows(pack, instrument)
            ship(object_type=type_with_key("statement"), rows=rows, now=now, deleted_too=deleted_too)
            publish(instrument=instrument, actor=SYSTEM, now=now)
    return len(instruments)


def is_fresh(instrument: Instrument) -> bool:
    """Whether a shipped instrument has just been created and has no statements yet."""
    return instrument.state == InstrumentState.DRAFT and not instrument.statements.exists()


def statement_rows(pack: dict[str, Any], instrument: Instrument) -> list[dict[str, Any]]:
    """The statements of a pack in order, each with what its group says about it."""
    rows = [
        {
            "key": f"{pack['instrument']['key']}-{statement['key']}",
            "instrument": instrument,
            "group": group["name"],
            "subject": statement.get("subject", ""),
            "text": statement["text"],
            "guide": statement.get("guide", ""),
        }
        for group in pack["groups"]
        for statement in group["statements"]
    ]
    return [{**row, "position": position} for position, row in enumerate(rows, start=1)]
