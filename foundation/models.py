"""What every record has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from foundation.actors import Actor


WHILE_ACTIVE = Q(archived_at=None)
"""Condition of a rule that what has been archived no longer keeps: the same may be stated anew."""


class RecordQuerySet(models.QuerySet[Any]):
    """Vocabulary every record type shares. Subclasses override ``for_list`` and add their own words."""

    def visible_to(self, viewer: Actor) -> Self:
        """The rows ``viewer`` may read: the only way from a page, the API or a task to rows."""
        lookups, below = self.model.UNIT_LOOKUPS, self.model.READ_FROM_BELOW
        return viewer.access.narrow(self, lookups, from_below=below)  # type: ignore[return-value]

    def for_list(self) -> Self:
        """With everything a list shows, in a constant number of queries."""
        return self

    def active(self) -> Self:
        """Rows that have not been archived."""
        return self.filter(archived_at=None)

    def archived(self) -> Self:
        """Rows put away: gone from lists and pickers, kept in history."""
        return self.exclude(archived_at=None)


class Record(models.Model):
    """A thing of the business: known outside by ``uid``, shown with ``code``, never by ``id``.

    It is written only through operations, which keep ``number``, ``version`` and the instants.
    """

    PREFIX: ClassVar[str] = ""
    """Letter before the number in ``code``."""
    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    """The fields of which the text of a record is made, where other records refer to it."""
    UNIT_LOOKUPS: ClassVar[tuple[str, ...]] = ()
    """Lookups from this model to the units it belongs to; empty means enterprise-wide."""
    READ_FROM_BELOW: ClassVar[bool] = False
    """Whether those who read a unit also read what the units above it have of this type: what binds them."""
    NATURAL_KEY: ClassVar[tuple[str, ...]] = ()
    """Fields by which an import recognizes a row that gives neither uid nor external key."""
    DATED_BY: ClassVar[tuple[str, ...]] = ()
    """Fields that say of which day a fact is that may be told later; the history stands in the order of those days."""
    PERSONAL: ClassVar[tuple[str, ...]] = ()
    """Fields that tell about a person: the trail keeps them where they can be erased."""

    uid = models.UUIDField(_("uid"), default=uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(_("number"), unique=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    source = models.CharField(
        _("source"), max_length=60, blank=True, help_text=_("The system this record came from.")
    )
    external_key = models.CharField(
        _("external key"), max_length=200, blank=True, help_text=_("Its key in that system.")
    )
    created_at = models.DateTimeField(_("created"), editable=False)
    updated_at = models.DateTimeField(_("last changed"), editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    if TYPE_CHECKING:
        # Each type has a queryset with words of its own, which the checker must not hold against this one.
        objects: Any
    else:
        objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_key"],
                condition=~Q(external_key=""),
                name="%(app_label)s_%(class)s_external_key",
                violation_error_message=_("Another record has this source and external key."),
            )
        ]

    @classmethod
    def may_be_stated_anew(cls) -> bool:
        """Whether what an archived record said may be said by a new one: its natural key is only kept while active."""
        rules = (rule for rule in cls._meta.constraints if isinstance(rule, models.UniqueConstraint))
        return any(rule.fields == cls.NATURAL_KEY and rule.condition == WHILE_ACTIVE for rule in rules)

    @property
    def code(self) -> str:
        """The number people say: a letter for the type and a number that is never used again."""
        return f"{self.PREFIX}-{self.number:02d}"

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None
