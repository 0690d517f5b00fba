from __future__ import annotations

from typing import Self
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.unit import Unit
from accounts.models.user import User
from accounts.roles import ADMINISTRATOR, ROLE_CHOICES, ROLES, Role
from accounts.rules import ROOT_PATH


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_order(self) -> Self:
        """From the root down, with what a list shows."""
        return self.select_related("unit").order_by("unit__path", "role")

    def of_administrators(self) -> Self:
        """Grants by which an active user may run the whole installation."""
        return self.filter(role=ADMINISTRATOR.key, unit__path=ROOT_PATH, user__is_active=True)


class Grant(models.Model):
    """Gives a user a role in a unit and in everything below it."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=30, choices=ROLE_CHOICES)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="grants")

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                name="accounts_grant_once",
                violation_error_message=_("This person has that role there already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role_data.name}, {self.unit}"

    @property
    def role_data(self) -> Role:
        return ROLES[self.role]
