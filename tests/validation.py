"""What a record says against being saved, and whether the database agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories.accounts import stamped

if TYPE_CHECKING:
    from collections.abc import Callable

    from foundation.models import Record


def objections(record: Record) -> list[str]:
    """The messages a person would read, in the order of the checks."""
    found: list[str] = []
    kept = {field.name for field in record._meta.fields if not field.editable}
    checks: tuple[Callable[[], None], ...] = (
        lambda: record.clean_fields(exclude=kept),
        record.clean,
        lambda: record.validate_unique(kept),
        # As where records are saved: rules that hold until a record is archived look at a field that no form has.
        lambda: record.validate_constraints(kept - {"archived_at"}),
    )
    for check in checks:
        try:
            check()
        except ValidationError as error:
            found += error.messages
    return found


def is_refused(record: Record) -> bool:
    """Whether the database itself turns the record away."""
    try:
        with transaction.atomic():
            stamped(record)
    except IntegrityError:
        return True
    return False
