from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models.unit import Unit
from foundation.models import Record, RecordQuerySet

if TYPE_CHECKING:
    from foundation.actors import Actor


class PersonQuerySet(RecordQuerySet):
    def visible_to(self, viewer: Actor) -> Self:
        """Every member may know who answers for what."""
        return self

    def for_list(self) -> Self:
        return self.select_related("unit").order_by("name", "number")


class Person(Record):
    """Somebody who owns, sponsors, asks or decides, with or without a sign-in."""

    PREFIX = "P"
    NATURAL_KEY = ("email",)
    PERSONAL = ("name", "email")

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email"), blank=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )

    objects = PersonQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="accounts_person_email",
                violation_error_message=_("Another person has this email address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """Up to two letters, for the round mark beside a name."""
        words = self.name.replace("-", " ").split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
