"""Finding records of every type by words or number, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast, Substr

from foundation.actors import Actor
from foundation.catalog import ObjectType
from workbench.filters import matching
from workbench.links import record_url_of
from workbench.types import all_types, type_with_key

AT_MOST = 30
SHORTEST = 2
"""Fewer characters than this match nearly everything and are not searched for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that matches; ``kind`` names its type for people."""

    kind: str
    code: str
    text: str
    url: str


def search(words: str, viewer: Actor) -> list[Hit]:
    """Records the viewer may see in which every word occurs; a code finds its record. One query."""
    words = words.strip()
    if len(words) < SHORTEST:
        return []
    types = [object_type for object_type in all_types() if object_type.in_menu]
    first, *rest = [_matches(place, object_type, words, viewer) for place, object_type in enumerate(types)]
    rows = first.union(*rest, all=True).order_by("rank", "place", "text")[:AT_MOST]
    return [_hit(row) for row in rows]


def _matches(place: int, object_type: ObjectType, words: str, viewer: Actor) -> QuerySet[Any, Any]:
    rows = object_type.model.objects.visible_to(viewer).active().filter(matching(object_type, words, viewer))
    return rows.order_by().values(
        rank=_rank(object_type, words),
        place=Value(place),
        type=Value(object_type.key, output_field=CharField()),
        record=F("uid"),
        code=F("number"),
        text=Substr(Cast(F(object_type.search[0]), CharField()), 1, 200),
    )


def _rank(object_type: ObjectType, words: str) -> Case:
    """A name that begins with the words comes first, then one that holds them in this order, then every other hit."""
    name = object_type.search[0]
    begins = When(**{f"{name}__istartswith": words}, then=0)
    holds = When(**{f"{name}__icontains": words}, then=1)
    return Case(begins, holds, default=2, output_field=IntegerField())


def _hit(row: dict[str, Any]) -> Hit:
    object_type = type_with_key(row["type"])
    return Hit(
        kind=str(object_type.model._meta.verbose_name),
        code=f"{object_type.model.PREFIX}-{row['code']:02d}",
        text=row["text"],
        url=record_url_of(object_type, row["record"]),
    )
