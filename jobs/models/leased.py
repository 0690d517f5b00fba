"""Work that one process at a time holds for a while: the columns every lease needs.

The columns are written only by ``jobs.operations.leases``. Instants of leases are the database's: processes whose
clocks differ agree on who holds what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from jobs.choices import State

if TYPE_CHECKING:
    pass

UNFINISHED = (State.WAITING, State.RUNNING)


class LeasedQuerySet(models.QuerySet[Any]):
    """Vocabulary of leased work."""

    def claimable(self) -> Self:
        """Waiting, and its time has come."""
        return self.filter(state=State.WAITING, available_at__lte=Now())

    def expired(self) -> Self:
        """Held by somebody who has not been heard of until the end of the lease."""
        return self.filter(state=State.RUNNING, lease_until__lt=Now())

    def unfinished(self) -> Self:
        """Waiting or running."""
        return self.filter(state__in=UNFINISHED)

    def finished(self) -> Self:
        """Done, failed or canceled."""
        return self.exclude(state__in=UNFINISHED)

    def waiting(self) -> Self:
        return self.filter(state=State.WAITING)

    def running(self) -> Self:
        return self.filter(state=State.RUNNING)

    def failed(self) -> Self:
        return self.filter(state=State.FAILED)

    def oldest_first(self) -> Self:
        """In the order in which work is taken up."""
        return self.order_by("available_at", "pk")

    def newest_first(self) -> Self:
        """In the order in which people look at it."""
        return self.order_by("-created_at", "-pk")


def constraints_of_leases() -> list[models.BaseConstraint]:
    """What holds for every leased row, with names per model."""
    return [
        models.CheckConstraint(condition=Q(state__in=State.values), name="%(app_label)s_%(class)s_state"),
        models.CheckConstraint(
            condition=Q(state=State.RUNNING, lease_until__isnull=False)
            | (~Q(state=State.RUNNING) & Q(lease_until=None)),
            name="%(app_label)s_%(class)s_lease",
        ),
    ]


class Leased(models.Model):
    """A row that is claimed, kept and finished under a lease; ``fence`` grows with every claim."""

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    available_at = models.DateTimeField(_("not before"), db_default=Now())
    lease_until = models.DateTimeField(_("held until"), null=True)
    fence = models.PositiveBigIntegerField(_("fence"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("created"))
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = LeasedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = constraints_of_leases()
        indexes = [
            models.Index(fields=["state", "available_at"], name="%(app_label)s_%(class)s_waiting"),
            models.Index(fields=["state", "lease_until"], name="%(app_label)s_%(class)s_held"),
            models.Index(fields=["-created_at"], name="%(app_label)s_%(class)s_recent"),
        ]

    @property
    def is_finished(self) -> bool:
        """Done, failed or canceled: nothing more happens unless somebody asks for it."""
        return self.state not in UNFINISHED
