"""What may no longer be changed once people have been asked or have answered: the generic pages, files and the API ask here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessments.choices import InstrumentState, RoundState
from assessments.models import Instrument, Invitation, Round
from workbench.operations.removal import InUse, Removal, delete

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from assessments.models import Statement
    from foundation.actors import Actor
    from foundation.catalog import ObjectType
    from foundation.models import Record

WORDS = ("name", "edition", "kind", "scale_min", "scale_max", "low_label", "high_label", "asks_target")
PROMISES = ("instrument_id", "is_anonymous", "smallest_group")
"""What people were told before they answered."""
ANSWERED = ("round_id", "person_id", "side")


def keep_published_words(*, records: Sequence[Instrument], **_who_and_when: object) -> None:
    """Refuse to change a published edition in what people see and answer."""
    stored = _stored(Instrument, records, WORDS).exclude(state=InstrumentState.DRAFT)
    text = _("This edition is published and keeps its words. Start a new edition to change them.")
    _refuse_changes(stored, records, WORDS, text)


def keep_promises(*, records: Sequence[Round], **_who_and_when: object) -> None:
    """Refuse to change, once a round has opened, what people were promised: who learns what, and what is asked."""
    stored = _stored(Round, records, PROMISES).exclude(state=RoundState.DRAFT)
    text = _(
        "The round has been opened, and this was promised to those who answer. Prepare a new round instead."
    )
    _refuse_changes(stored, records, PROMISES, text)


def keep_answered(*, records: Sequence[Invitation], **_who_and_when: object) -> None:
    """Refuse to turn the invitation of somebody who has answered into another one."""
    stored = _stored(Invitation, records, ANSWERED).filter(has_answered=True)
    _refuse_changes(stored, records, ANSWERED, _("This person has answered already."))


def delete_unanswered(*, object_type: ObjectType, record: Invitation, actor: Actor, now: datetime) -> Removal:
    """Delete an invitation nobody has answered yet. Raises ``InUse`` for one that has been: who answered could be
    asked again, and answer twice."""
    if record.has_answered:
        raise InUse(Removal((), (record.round,)))
    return delete(object_type=object_type, record=record, actor=actor, now=now)


def delete_unpublished(*, object_type: ObjectType, record: Statement, actor: Actor, now: datetime) -> Removal:
    """Delete a statement of a draft. Raises ``InUse`` for one of an edition that keeps its words."""
    if record.instrument.state != InstrumentState.DRAFT:
        raise InUse(Removal((), (record.instrument,)))
    return delete(object_type=object_type, record=record, actor=actor, now=now)


def _stored(model: type[Record], records: Sequence[Record], names: Sequence[str]) -> Any:
    """The rows as they are in the database."""
    return model.objects.filter(pk__in=[record.pk for record in records if record.pk]).only("pk", *names)


def _refuse_changes(stored: Any, records: Sequence[Record], names: Sequence[str], text: str) -> None:
    """Raise ``ValidationError`` at the first field that differs from what is stored."""
    before = {row.pk: row for row in stored}
    for record in records:
        row = before.get(record.pk)
        changed = [name for name in names if row and getattr(row, name) != getattr(record, name)]
        if changed:
            raise ValidationError({changed[0].removesuffix("_id"): text})
