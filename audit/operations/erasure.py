"""Erasing the values that name a person, without breaking the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from audit.choices import Verb
from audit.models import PersonalValue
from audit.operations.recording import Subject, record

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from foundation.actors import Actor


@transaction.atomic
def erase_personal(*, object_uid: UUID, actor: Actor, now: datetime) -> int:
    """Erase the personal values of every event about one object and return how many events held some.

    Their salted digests stay, so the chain still verifies; with the salt gone they say nothing. The erasure is
    itself an event: values that are missing without one are a fault.
    """
    kept = PersonalValue.objects.filter(event__object_uid=object_uid, values__isnull=False)
    type_label = kept.order_by("-event_id").values_list("event__type_label", flat=True).first()
    if type_label is None:
        return 0
    erased = kept.update(values=None, salt="", erased_at=now)
    subject = Subject(type_label=type_label, uid=object_uid, label="")
    record(actor=actor, verb=Verb.ERASED, subject=subject, changes={"events": (erased, 0)}, now=now)
    return erased
