from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from accounts.models import NumberSequence

if TYPE_CHECKING:
    from foundation.models import Record


@transaction.atomic
def reserve_numbers(*, model: type[Record], count: int) -> range:
    """Take the next ``count`` numbers of a record type; they are never given out again.

    The row is locked until the surrounding transaction ends, so two writers never share a number.
    """
    label = model._meta.label_lower
    NumberSequence.objects.get_or_create(type_label=label)
    NumberSequence.objects.filter(type_label=label).update(last=F("last") + count)
    last = NumberSequence.objects.get(type_label=label).last
    return range(last - count + 1, last + 1)
