"""The outbox: what is to leave the house, written in the transaction that decides it."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.choices import Channel
from jobs.models.leased import Leased


class Message(Leased):
    """One message to one recipient. Delivered at least once; a key posts it at most once."""

    uid = models.UUIDField(_("uid"), default=uuid4, unique=True, editable=False)
    channel = models.CharField(_("channel"), max_length=20, choices=Channel)
    recipient = models.CharField(_("recipient"), max_length=320)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    body = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    key = models.CharField(_("key"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta(Leased.Meta):
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            *Leased.Meta.constraints,
            models.UniqueConstraint(
                fields=["channel", "key"], condition=~Q(key=""), name="jobs_message_key_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.uid}"
