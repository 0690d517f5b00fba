from __future__ import annotations

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def of(self, user: object, type_label: str) -> Self:
        """A person's own views of a record type, in the order in which they were saved."""
        return self.filter(user=user, type_label=type_label).order_by("pk")


class SavedView(models.Model):
    """A person's name for one set of filters, words, order and columns of a list."""

    OWN = ""
    """The name under which the columns are kept that a person sees in no view: nobody can give it."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="workbench_views"
    )
    type_label = models.CharField(max_length=100)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=2000, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "type_label", "name"],
                name="workbench_savedview_name",
                violation_error_message=_("You have a view of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
