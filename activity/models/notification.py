from __future__ import annotations

from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.choices import NotificationKind

if TYPE_CHECKING:
    from foundation.actors import Actor


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Vocabulary of the inbox."""

    def visible_to(self, viewer: Actor) -> Self:
        """An inbox is seen by its owner alone."""
        return self.filter(user__uid=viewer.uid)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class Notification(models.Model):
    """One line of somebody's inbox, in their language, with the page it is about. A ``key`` names the occasion, which is told once."""

    uid = models.UUIDField(_("uid"), default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="activity_notifications")
    kind = models.CharField(_("kind"), max_length=20, choices=NotificationKind)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    url = models.CharField(_("page"), max_length=500)
    key = models.CharField(_("key"), max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), editable=False)
    read_at = models.DateTimeField(_("read"), null=True, editable=False)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], condition=~models.Q(key=""), name="activity_notification_once"
            )
        ]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="activity_notification_inbox"),
            models.Index(
                fields=["user"], condition=models.Q(read_at=None), name="activity_notification_unread"
            ),
        ]

    def __str__(self) -> str:
        return self.title
