"""Names of records for somebody who may not see all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foundation.actors import Actor
from foundation.models import Record
from workbench.links import url_of
from workbench.reach import may_see


@dataclass(frozen=True, slots=True)
class Named:
    """A record as a line of text, with its page where it has one."""

    text: str
    url: str = ""


def name_of(record: Record, viewer: Actor) -> str:
    """The name of a record that is already loaded; one the viewer may not see keeps it to itself."""
    return str(record) if may_see(viewer, record) else _("Not visible to you")


def named(things: Iterable[Model], viewer: Actor) -> list[Named]:
    """One line for each: code and name of a visible record, else only what kind of thing it is.

    One query per type.
    """
    groups: defaultdict[type[Model], list[Model]] = defaultdict(list)
    for thing in things:
        groups[type(thing)].append(thing)
    return [line for model, group in groups.items() for line in _lines(model, group, viewer)]


def _lines(model: type[Model], group: list[Model], viewer: Actor) -> list[Named]:
    found: list[Named] = []
    if issubclass(model, Record):
        rows = model.objects.visible_to(viewer).for_list().filter(pk__in=[thing.pk for thing in group])
        found = [Named(f"{row.code} {row}", url_of(row)) for row in rows]
    unseen = _("%(kind)s, not visible to you") % {"kind": capfirst(str(model._meta.verbose_name))}
    return found + [Named(unseen)] * (len(group) - len(found))
