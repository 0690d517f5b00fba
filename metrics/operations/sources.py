"""Who tells observations goes only when nothing of theirs is kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from foundation.actors import Actor
from foundation.catalog import ObjectType
from metrics.models import Metric, Observation, Source
from workbench.operations.removal import InUse, Removal, delete

MOST_NAMED = 20
"""Of the metrics a source has told, so many are named."""


@transaction.atomic
def delete_untold(*, object_type: ObjectType, record: Source, actor: Actor, now: datetime) -> Removal:
    """Delete a source. Raises ``InUse`` with the metrics of which it has told something.

    The source is held, as it is by whoever tells: nothing comes in its name while it goes.
    """
    list(Source.objects.select_for_update().filter(pk=record.pk).values_list("pk"))
    own = Observation.objects.filter(metric_id=OuterRef("pk"), source_id=record.pk)
    if told := tuple(Metric.objects.filter(Exists(own)).for_list()[:MOST_NAMED]):
        raise InUse(Removal((), told))
    return delete(object_type=object_type, record=record, actor=actor, now=now)
