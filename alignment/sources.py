"""What this app tells beside the figures of metrics: when work went live that is to move them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from alignment.choices import Status
from alignment.models import BenefitLink, Initiative
from foundation.actors import Actor
from metrics.queries.annotations import Annotation
from workbench.links import url_of


def go_lives(
    metrics: Collection[int], viewer: Actor, first: date, last: date
) -> Mapping[int, Sequence[Annotation]]:
    """The last days of initiatives that are live and bring about a benefit read off one of the metrics. One query."""
    readable = Initiative.objects.visible_to(viewer).active()
    live = readable.filter(status=Status.LIVE, end_date__range=(first, last))
    links = BenefitLink.objects.visible_to(viewer).active()
    links = links.filter(
        initiative__in=live, benefit__metric__in=metrics, benefit__archived_at=None, strength__gt=0
    )
    found: dict[int, dict[int, Annotation]] = defaultdict(dict)
    for link in links.select_related("initiative", "benefit").order_by("initiative__number"):
        work = link.initiative
        found[link.benefit.metric_id][work.pk] = Annotation(work.end_date, work.code, str(work), url_of(work))
    return {metric: list(told.values()) for metric, told in found.items()}
