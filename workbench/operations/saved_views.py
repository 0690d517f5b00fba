from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from accounts.models import User
from foundation.catalog import ObjectType
from workbench.columns import chosen, usual
from workbench.models import SavedView


def save_view(*, object_type: ObjectType, name: str, query: str, actor: User) -> SavedView:
    """Keep a list's filters under a name; the same name replaces. Raises ``ValidationError``."""
    name = name.strip()
    present = SavedView.objects.of(actor, object_type.label).filter(name=name).first()
    view = present or SavedView(user=actor, type_label=object_type.label, name=name)
    view.query = query
    view.full_clean(exclude=["user"])
    view.save()
    return view


def choose_columns(*, object_type: ObjectType, names: Iterable[str], actor: User) -> tuple[str, ...]:
    """Keep which columns a person's lists of a type show, and return them; none named means the usual ones."""
    columns = chosen(object_type, names)
    own: dict[str, Any] = {"user": actor, "type_label": object_type.label, "name": SavedView.OWN}
    if columns == usual(object_type):
        SavedView.objects.filter(**own).delete()
    else:
        SavedView.objects.update_or_create(**own, defaults={"query": ",".join(columns)})
    return columns


def forget_view(*, uid: UUID, actor: User) -> bool:
    """Delete one of the person's own views. Returns whether there was one."""
    return bool(SavedView.objects.filter(user=actor, uid=uid).delete()[0])
