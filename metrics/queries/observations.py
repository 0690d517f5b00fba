"""What was observed of a metric, page by page: a page costs the same wherever it lies."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Unit
from accounts.permissions import Permission
from foundation.actors import Actor
from metrics.models import Metric, Observation, Place, Source

MOST = 1_000
"""Observations on one page."""


class NoPage(ValueError):
    """What was given for the place of a page is none."""


@dataclass(frozen=True, slots=True)
class ObservationPage:
    """Observations with their places and sources by key, and where the next page begins; empty on the last."""

    observations: list[Observation]
    places: Mapping[int, Place]
    sources: Mapping[int, Source]
    after: str


def observations_of(
    metric: Metric,
    viewer: Actor,
    *,
    first: date | None = None,
    last: date | None = None,
    source: Source | None = None,
    inside: Collection[int] | None = None,
    most: int | None = None,
    after: str = "",
) -> ObservationPage:
    """By place, day, source and key; of units those the viewer may read. Three queries, five after the first page.

    ``inside`` narrows to places by their primary keys. Raises ``NoPage``.
    """
    rows = readable_observations(metric, viewer)
    if inside is not None:
        rows = rows.filter(place_id__in=inside)
    bounds = {"day__gte": first, "day__lte": last, "source_id": source and source.pk}
    rows = rows.filter(**{name: bound for name, bound in bounds.items() if bound is not None})
    if after:
        rows = rows.filter(pk__gt=_key(metric, after))
    most = MOST if most is None else most
    found = list(rows.order_by("pk")[: most + 1])
    shown = found[:most]
    places = Place.objects.select_related("segment", "unit").in_bulk({each.place_id for each in shown})
    sources = Source.objects.in_bulk({each.source_id for each in shown})
    is_last = len(found) <= most
    return ObservationPage(shown, places, sources, "" if is_last else _told(shown[-1], places, sources))


def readable_observations(metric: Metric, viewer: Actor) -> QuerySet[Any, Any]:
    """What was observed of a metric; of units those the viewer may read."""
    units = viewer.access.narrow_to(Permission.READ, Unit.objects.all(), [""])
    places = Place.objects.filter(Q(unit=None) | Q(unit__in=units))
    return Observation.objects.filter(metric_id=metric.pk, place_id__in=places.values("pk"))


def _told(last: Observation, places: Mapping[int, Place], sources: Mapping[int, Source]) -> str:
    """An observation by what is known of it outside."""
    place = places[last.place_id]
    thing: Any = place.segment or place.unit
    key = [str(thing.uid), last.day.isoformat(), str(sources[last.source_id].uid), last.source_key]
    return urlsafe_b64encode(json.dumps(key).encode()).decode()


def _key(metric: Metric, after: str) -> tuple[int, int, date, int, str]:
    try:
        thing, day, source, key = json.loads(urlsafe_b64decode(after.encode()))
        uid = UUID(thing)
        place = Place.objects.get(Q(segment__uid=uid) | Q(unit__uid=uid))
        teller = Source.objects.get(uid=UUID(source))
        return metric.pk, place.pk, date.fromisoformat(day), teller.pk, str(key)
    except (ValueError, TypeError, AttributeError, Place.DoesNotExist, Source.DoesNotExist) as error:
        raise NoPage(after) from error
