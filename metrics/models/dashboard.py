"""A dashboard is a choice of metrics in an order. It must not hold figures: those are what the last good run published."""

from __future__ import annotations

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import ROLE_CHOICES
from customers.models import Segment
from metrics.models.metric import Metric

MOST_TILES = 24
"""Charts on one dashboard: more are not looked at."""


class DashboardQuerySet(models.QuerySet["Dashboard"]):
    def shown_to(self, user: User) -> Self:
        """A person's own first, then those of their roles."""
        roles = user.grants.values("role")
        return self.filter(Q(user=user) | Q(role__in=roles)).order_by("role", "name", "pk")

    def own(self, user: User) -> Self:
        """Those that are one person's alone."""
        return self.filter(user=user)

    def of_roles(self) -> Self:
        """Those that everybody of a role finds."""
        return self.filter(user=None)


class Dashboard(models.Model):
    """Somebody's own, or that of a role: every role has one at most. ``version`` counts what was arranged."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=60)
    role = models.CharField(_("for the role"), max_length=30, choices=ROLE_CHOICES, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="metrics_dashboards",
        verbose_name=_("whose"),
    )
    version = models.PositiveIntegerField(default=1)

    objects = DashboardQuerySet.as_manager()

    class Meta:
        verbose_name = _("dashboard")
        verbose_name_plural = _("dashboards")
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None) & ~Q(role="") | Q(user__isnull=False, role=""),
                name="metrics_dashboard_of_one_or_a_role",
            ),
            models.UniqueConstraint(
                fields=["user", "name"],
                name="metrics_dashboard_name",
                violation_error_message=_("You have a dashboard of this name already."),
            ),
            models.UniqueConstraint(
                fields=["role"],
                condition=~Q(role=""),
                name="metrics_dashboard_one_a_role",
                violation_error_message=_("This role has a dashboard already. Arrange that one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DashboardTile(models.Model):
    """A metric on a dashboard, as a whole or in one segment."""

    dashboard = models.ForeignKey(Dashboard, on_delete=models.CASCADE, related_name="tiles")
    position = models.PositiveSmallIntegerField()
    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="tiles")
    segment = models.ForeignKey(
        Segment, null=True, blank=True, on_delete=models.CASCADE, related_name="metrics_tiles"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dashboard", "position"], name="metrics_tile_position")
        ]

    def __str__(self) -> str:
        return f"{self.metric}: {self.segment}" if self.segment else str(self.metric)
