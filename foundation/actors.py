"""Who acts and who looks, as the lower layers need to know it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


class Access(Protocol):
    """What a person may see and do, as granted."""

    def allows(self, permission: str, unit_paths: Iterable[str] = ()) -> bool:
        """Whether ``permission`` is held in every unit named; in any unit at all where none is named."""

    def reads(self, unit_paths: Iterable[str], *, from_below: bool = False) -> bool:
        """Whether what belongs to every unit named may be read; ``from_below`` also by those in units under it."""

    def narrow(
        self, queryset: QuerySet[Any], lookups: Iterable[str], *, from_below: bool = False
    ) -> QuerySet[Any]:
        """Rows whose units, reached by ``lookups``, may all be read; every row where there are none."""

    def narrow_to(self, permission: str, queryset: QuerySet[Any], lookups: Iterable[str]) -> QuerySet[Any]:
        """Rows in whose units, reached by ``lookups``, ``permission`` is held; an empty lookup is the unit itself."""


class Actor(Protocol):
    """Somebody who reads or writes: a signed-in user, or the system."""

    @property
    def uid(self) -> UUID: ...
    @property
    def label(self) -> str: ...
    @property
    def access(self) -> Access: ...


class FullAccess:
    """The access of unattended work: everything, because the task was authorized when it was asked for."""

    def allows(self, permission: str, unit_paths: Iterable[str] = ()) -> bool:
        return True

    def reads(self, unit_paths: Iterable[str], *, from_below: bool = False) -> bool:
        return True

    def narrow(
        self, queryset: QuerySet[Any], lookups: Iterable[str], *, from_below: bool = False
    ) -> QuerySet[Any]:
        return queryset

    def narrow_to(self, permission: str, queryset: QuerySet[Any], lookups: Iterable[str]) -> QuerySet[Any]:
        return queryset


class Entitled:
    """Somebody whom the matter itself entitles, whatever role they hold; the trail names them."""

    access = FullAccess()

    def __init__(self, actor: Actor) -> None:
        self.uid, self.label = actor.uid, actor.label


class SystemActor:
    """Unattended work: the nightly run, set-up commands, the demonstration."""

    uid = UUID("00000000-0000-4000-8000-000000000001")
    label = "system"
    access = FullAccess()


SYSTEM = SystemActor()
