"""An instrument's life: worded, published, and worded anew in a new edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assessments.choices import InstrumentState
from assessments.models import Instrument, Statement
from assessments.queries.asking import statements_of
from audit.choices import Verb
from workbench.operations.records import Change, save_many
from workbench.types import type_with_key

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.actors import Actor

MOST_STEPS = 10
"""Steps of a scale: more buttons than that nobody tells apart."""
COPIED = (
    "kind", "description", "scale_min", "scale_max", "low_label", "high_label", "asks_target",
)  # fmt: skip
SAID = ("position", "group", "subject", "text", "guide", "weight", "is_reversed")


class InstrumentRefused(Exception):
    """The instrument is not ready for this. The text says what stands in the way and what to do."""


@transaction.atomic
def publish(*, instrument: Instrument, actor: Actor, now: datetime) -> Instrument:
    """Fix the words of a draft, so that it can be asked. Earlier editions of the same name are retired.

    Raises ``InstrumentRefused`` where it is no draft, has no statement or a scale of more than 11 steps, or
    ``PermissionDenied``.
    """
    locked: Instrument = Instrument.objects.select_for_update().get(pk=instrument.pk)
    if locked.state != InstrumentState.DRAFT:
        raise InstrumentRefused(_("Only a draft can be published."))
    if not statements_of(locked):
        raise InstrumentRefused(_("There is nothing to answer yet. Add a statement first."))
    if locked.scale_max - locked.scale_min > MOST_STEPS:
        raise InstrumentRefused(_("Use a scale of at most 11 steps, such as 0 to 10."))
    earlier = Instrument.objects.published().filter(name=locked.name).exclude(pk=locked.pk)
    changes = [Change({"state": InstrumentState.RETIRED}, record=former) for former in earlier.order_by("pk")]
    save_many(object_type=type_with_key("instrument"), changes=changes, actor=actor, now=now)
    return _saved(Change({"state": InstrumentState.PUBLISHED}, record=locked), Verb.PUBLISHED, actor, now)


@transaction.atomic
def new_edition(*, instrument: Instrument, actor: Actor, now: datetime) -> Instrument:
    """A draft of the next edition with the same statements, to be worded better. Raises ``PermissionDenied``."""
    last = Instrument.objects.filter(name=instrument.name).aggregate(Max("edition"))["edition__max"]
    values = {name: getattr(instrument, name) for name in COPIED}
    values |= {"name": instrument.name, "edition": last + 1}
    fresh = _saved(Change(values), Verb.CREATED, actor, now)
    changes = [
        Change({"instrument": fresh, **{name: getattr(statement, name) for name in SAID}})
        for statement in Statement.objects.filter(instrument=instrument).asked()
    ]
    save_many(object_type=type_with_key("statement"), changes=changes, actor=actor, now=now)
    return fresh


def _saved(change: Change, verb: Verb, actor: Actor, now: datetime) -> Instrument:
    kind = type_with_key("instrument")
    saved = save_many(object_type=kind, changes=[change], actor=actor, now=now, verb=verb)
    written: Instrument = saved[0].record
    return written
