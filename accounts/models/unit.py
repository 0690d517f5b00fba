from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import UnitKind
from accounts.rules import ROOT_PATH
from foundation.models import Record, RecordQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foundation.actors import Actor


class UnitQuerySet(RecordQuerySet):
    def visible_to(self, viewer: Actor) -> Self:
        """Every member sees the whole tree: a unit's name is not a secret, what it does may be."""
        return self

    def for_list(self) -> Self:
        return self.select_related("parent").order_by("path", "number")

    def in_branches(self, paths: Iterable[str]) -> Self:
        """The units at these paths and everything under them."""
        inside = Q(pk=None)
        for path in paths:
            inside |= Q(path__startswith=path)
        return self.filter(inside)

    def below(self, unit: Unit) -> Self:
        """The unit itself and everything under it."""
        return self.filter(path__startswith=unit.path)


class Unit(Record):
    """A part of the enterprise, in one tree whose root is the enterprise itself.

    ``path`` spells the way from the root, one segment of a fixed width per level, so that "in this unit
    or below" is a prefix. Only operations write it.
    """

    PREFIX = "U"
    NATURAL_KEY = ("name",)
    STEP = 5
    """Characters of ``path`` per level: four digits and a dot."""

    name = models.CharField(_("name"), max_length=160)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=UnitKind, default=UnitKind.BUSINESS)
    path = models.CharField(max_length=255, unique=True, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="accounts_unit_parent_name",
                violation_error_message=_("There is a unit of this name here already."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=False) | Q(path=ROOT_PATH),
                name="accounts_unit_one_root",
                violation_error_message=_("Say which unit this one is part of."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """Levels below the root, which is at 0."""
        return len(self.path) // self.STEP - 1
