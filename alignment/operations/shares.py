"""The money of an initiative can be given away once: its stated shares add up to 100 percent at most."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Sum

from alignment.models import Initiative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alignment.models import BenefitLink, NeedLink


def add_up_shares(*, records: Sequence[NeedLink | BenefitLink], **_who_and_when: object) -> None:
    """Tell every link what the other links of its initiative take, so that its own check can refuse too much.

    Runs inside the write operation, before validation, and locks the initiatives: two people who add a
    share at the same time are checked one after the other.
    """
    initiatives = {link.initiative_id for link in records}
    list(Initiative.objects.select_for_update().filter(pk__in=initiatives).order_by("pk").values_list("pk"))
    totals = _stored(records, initiatives)
    for link in records:
        totals[link.initiative_id] += link.share or 0
    for link in records:
        link.share_elsewhere = totals[link.initiative_id] - (link.share or 0)


def _stored(records: Sequence[NeedLink | BenefitLink], initiatives: set[int]) -> defaultdict[int, Decimal]:
    """What links outside this batch take, by initiative."""
    others = type(records[0]).objects.active().exclude(pk__in=[link.pk for link in records if link.pk])
    sums = others.filter(initiative__in=initiatives).values_list("initiative").annotate(Sum("share"))
    return defaultdict(Decimal, {initiative: total or Decimal(0) for initiative, total in sums})
