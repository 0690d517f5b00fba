"""What may be read of that to which records refer."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q

from foundation.models import Record

if TYPE_CHECKING:
    from foundation.actors import Actor


def seen_through(viewer: Actor, model: type[Record], lookup: str) -> Q:
    """On which rows of ``model`` that ``viewer`` may read, what ``lookup`` leads to may be read too; all, where empty.

    Whoever searches or sorts by what they may not read would read it letter by letter.
    """
    name = lookup.partition("__")[0]
    related = _hidden_apart(model, name)
    if related is None:
        return Q()
    seen = related.objects.visible_to(viewer)
    return Q(**{f"{name}__in": seen.order_by().values("pk")}) if seen.query.where else Q()


@cache
def _hidden_apart(model: type[Record], name: str) -> type[Record] | None:
    """To what a relation leads, where that may be hidden from those who read the record itself."""
    try:
        related: Any = model._meta.get_field(name).related_model
    except FieldDoesNotExist:
        return None
    if not (isinstance(related, type) and issubclass(related, Record)):
        return None
    together = {f"{name}__{lookup}" for lookup in related.UNIT_LOOKUPS} <= {*model.UNIT_LOOKUPS}
    as_wide = related.READ_FROM_BELOW or not model.READ_FROM_BELOW
    return None if not related.UNIT_LOOKUPS or (together and as_wide) else related
