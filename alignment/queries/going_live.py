"""When what brings a benefit about is live: the last day of its initiatives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Max

from alignment.choices import Status
from alignment.models import BenefitLink


def go_live_dates(benefits: Iterable[int]) -> dict[int, date]:
    """The last end of the initiatives that bring each benefit about, by its primary key. One query.

    Stopped and archived initiatives and links of no strength do not count; where no end is known, nothing is.
    """
    links = BenefitLink.objects.active().filter(
        benefit__in=list(benefits), strength__gt=0, initiative__archived_at=None
    )
    counting = links.exclude(initiative__status=Status.STOPPED).order_by().values("benefit")
    found = counting.annotate(live=Max("initiative__end_date")).values_list("benefit", "live")
    return {benefit: live for benefit, live in found if live is not None}
