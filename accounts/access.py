"""What a user may see and do: the roles granted, and the branches of the unit tree they reach."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from accounts.permissions import Permission
from accounts.roles import ROLES
from accounts.rules import ROOT_PATH, lineage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models.user import User


@dataclass(frozen=True, slots=True)
class GrantedAccess:
    """Branches of the unit tree (path prefixes) by permission, outermost branches only."""

    branches: dict[str, tuple[str, ...]]
    part: tuple[str, ...] = ()
    """Names of the outermost units that may be read; none where everything may be read, or nothing."""

    @classmethod
    def of(cls, user: User) -> GrantedAccess:
        """Read the grants of an active user; an inactive one may do nothing."""
        if not user.is_active:
            return cls({})
        return cls.with_names(user.grants.values_list("role", "unit__path", "unit__name"))

    @classmethod
    def with_names(cls, grants: Iterable[tuple[str, str, str]]) -> GrantedAccess:
        """Build from (role, unit path, unit name) triples."""
        told = list(grants)
        names = {path: name for _role, path, name in told}
        found = cls.from_grants((role, path) for role, path, _name in told)
        branches = found.branches.get(Permission.READ, ())
        return replace(found, part=() if _whole(branches) else tuple(names[path] for path in branches))

    @classmethod
    def from_grants(cls, grants: Iterable[tuple[str, str]]) -> GrantedAccess:
        """Build from (role, unit path) pairs."""
        paths: dict[str, set[str]] = {}
        for role, path in grants:
            for permission in ROLES[role].permissions:
                paths.setdefault(permission, set()).add(path)
        return cls({permission: _outermost(found) for permission, found in paths.items()})

    @property
    def is_partial(self) -> bool:
        """Whether there is something that may not be read; ``part`` says what may, if anything."""
        return not _whole(self.branches.get(Permission.READ, ()))

    def allows(self, permission: str, unit_paths: Iterable[str] = ()) -> bool:
        """Whether ``permission`` is held in every unit named; in any unit at all where none is named."""
        branches = self.branches.get(permission, ())
        return bool(branches) and (_whole(branches) or all(path.startswith(branches) for path in unit_paths))

    def reads(self, unit_paths: Iterable[str], *, from_below: bool = False) -> bool:
        """Whether what belongs to every unit named may be read; ``from_below`` also by those in units under it."""
        above = self._above() if from_below else frozenset()
        return self.allows(Permission.READ, [path for path in unit_paths if path not in above])

    def narrow(
        self, queryset: QuerySet[Any], lookups: Iterable[str], *, from_below: bool = False
    ) -> QuerySet[Any]:
        """Rows whose units, reached by ``lookups``, may all be read; every row where there are none.

        ``from_below`` adds what belongs to the units above those which may be read.
        """
        branches = self.branches.get(Permission.READ, ())
        if not branches:
            return queryset.none()
        if _whole(branches):
            return queryset
        above = self._above() if from_below else frozenset()
        for lookup in lookups:
            queryset = queryset.filter(_within(lookup, branches) | Q(**{f"{lookup}__path__in": above}))
        return queryset

    def narrow_to(self, permission: str, queryset: QuerySet[Any], lookups: Iterable[str]) -> QuerySet[Any]:
        """Rows in whose units, reached by ``lookups``, ``permission`` is held; an empty lookup is the unit itself."""
        branches = self.branches.get(permission, ())
        if not branches:
            return queryset.none()
        if not _whole(branches):
            for lookup in lookups:
                queryset = queryset.filter(_within(lookup, branches))
        return queryset

    def _above(self) -> frozenset[str]:
        """Paths of the units above those which may be read."""
        branches = self.branches.get(Permission.READ, ())
        return frozenset(path for branch in branches for path in lineage(branch)[:-1])


def _whole(branches: tuple[str, ...]) -> bool:
    """Whether the root of the tree, and with it everything, is among the branches."""
    return ROOT_PATH in branches


def _outermost(paths: set[str]) -> tuple[str, ...]:
    """Drop the branches that lie inside another one."""
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)


def _within(lookup: str, branches: tuple[str, ...]) -> Q:
    condition = Q()
    path = f"{lookup}__path" if lookup else "path"
    for branch in branches:
        condition |= Q(**{f"{path}__startswith": branch})
    return condition
