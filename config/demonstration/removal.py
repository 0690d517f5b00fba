"""Take the demonstration away again, so that the first-run page opens. The audit trail stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import router, transaction

from accounts.models import Enterprise
from audit.choices import Verb
from audit.operations.recording import Entry, record_many
from config.catalog import TYPES
from foundation.actors import SYSTEM
from workbench.operations.records import subject_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

KEPT = {"audit"}
"""Apps whose tables outlive the demonstration."""
SIGN_IN_APPS = {"account", "sessions"}
"""Apps of others that keep something about users."""


class NotDemonstration(Exception):
    """There is no enterprise, or it is a real one; nothing was removed."""


@transaction.atomic
def remove(*, now: datetime) -> int:
    """Delete the demonstration and whatever people have added to it; return how many records went.

    Every record leaves an event. Numbers start again from one: they belonged to the demonstration.
    Raises ``NotDemonstration``.
    """
    if not Enterprise.objects.select_for_update().filter(is_demonstration=True).exists():
        raise NotDemonstration
    entries = [
        Entry(Verb.DELETED, subject_of(record))
        for object_type in TYPES
        for record in object_type.model.objects.for_list().order_by("number")
    ]
    record_many(actor=SYSTEM, entries=entries, now=now)
    for model in _tables():
        # Foreign keys are checked when the transaction ends, so the order of tables does not matter.
        rows = model._base_manager.all()
        rows._raw_delete(router.db_for_write(model))
    return len(entries)


def _tables() -> Iterator[type[Model]]:
    emptied = (set(settings.SIGHTLINE_APPS) | SIGN_IN_APPS) - KEPT
    for config in apps.get_app_configs():
        if config.label in emptied:
            yield from config.get_models(include_auto_created=True)
