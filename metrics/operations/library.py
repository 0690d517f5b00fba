"""Taking metrics of the library into the catalogue, and taking that back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Enterprise, User
from audit.choices import Verb
from audit.models import Event
from foundation.actors import Actor
from metrics.models import Metric
from metrics.queries.library import Entry, library, offered
from workbench.operations.content import SOURCE
from workbench.operations.records import Change, save_many
from workbench.operations.removal import archive_many, restore_many
from workbench.operations.undoing import REACH
from workbench.types import type_for

FIELDS = (
    "name",
    "definition",
    "unit_of_measure",
    "direction",
    "formula",
    "percentile",
    "base",
    "satisfied_from",
    "frequency",
    "grace_days",
    "decimals",
)
"""What an entry says of a metric; owner and segmentation are for people to add."""


@transaction.atomic
def add_from_library(
    *, keys: Collection[str], enterprise: Enterprise, actor: Actor, now: datetime
) -> list[Metric]:
    """Put the entries named into the catalogue; return the metrics that are new in it.

    One that had been archived comes back as people left it; what is in the catalogue stays as it is. A constant number
    of statements. Raises ``Invalid`` or ``PermissionDenied``.
    """
    wanted = offered(entry for entry in library() if entry.key in keys)
    archived = [each.metric for each in wanted if each.metric is not None and each.metric.is_archived]
    changes = [_change(each.entry, enterprise.currency) for each in wanted if each.metric is None]
    kind = type_for(Metric)
    made = save_many(object_type=kind, changes=changes, actor=actor, now=now)
    back = restore_many(object_type=kind, records=archived, actor=actor, now=now) if archived else []
    return [*(each.record for each in made), *_metrics(back)]


@transaction.atomic
def take_back_from_library(*, at: datetime, actor: User, now: datetime) -> list[Metric]:
    """Put away what ``actor`` added from the library at one instant and nobody has changed since; return it.

    Raises ``PermissionDenied``.
    """
    added = Event.objects.filter(
        actor_uid=actor.uid,
        at=at,
        at__gt=now - REACH,
        verb__in=(Verb.CREATED, Verb.RESTORED),
        type_label=Metric._meta.label_lower,
    )
    untouched = Metric.objects.active().for_list().filter(updated_at=at, uid__in=added.values("object_uid"))
    gone = archive_many(object_type=type_for(Metric), records=list(untouched), actor=actor, now=now)
    return _metrics(gone)


def _change(entry: Entry, currency: str) -> Change:
    metric = entry.metric(currency)
    values = {name: getattr(metric, name) for name in FIELDS}
    return Change({**values, "uid": entry.uid(), "source": SOURCE, "external_key": entry.key})


def _metrics(records: Sequence[object]) -> list[Metric]:
    return [record for record in records if isinstance(record, Metric)]
