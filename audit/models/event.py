"""The trail: events, their places in the chain, and the values that may be erased."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from audit.choices import Verb
from audit.engine.chain import Content

_VERBS = dict(Verb.choices)


class EventQuerySet(models.QuerySet["Event"]):
    """Vocabulary of the trail."""

    def about(self, type_label: str, uid: Any) -> EventQuerySet:
        """What happened to one object."""
        return self.filter(type_label=type_label, object_uid=uid)

    def newest_first(self) -> EventQuerySet:
        """Latest instant first; events of one instant in the reverse order of their writing."""
        return self.order_by("-at", "-pk")

    def lost(self) -> EventQuerySet:
        """Neither sealed nor waiting for a seal: somebody removed one or the other."""
        return self.filter(seal=None, unsealed=None)

    def with_personal(self) -> EventQuerySet:
        """With the erasable values, in the same query."""
        return self.select_related("personal")


class Event(models.Model):
    """One thing that was done, by whom, to what. Written once; the database refuses changes.

    Objects and people are named by uid and text: the trail outlives what it describes.
    """

    uid = models.UUIDField(_("uid"), default=uuid4, unique=True, editable=False)
    at = models.DateTimeField(_("at"))
    actor_uid = models.UUIDField(_("actor uid"))
    actor_label = models.CharField(_("actor"), max_length=200)
    verb = models.CharField(_("what was done"), max_length=40)
    type_label = models.CharField(_("type"), max_length=100)
    object_uid = models.UUIDField(_("object uid"))
    object_label = models.CharField(_("object"), max_length=300, blank=True)
    changes = models.JSONField(_("changes"), default=dict)
    personal_digest = models.CharField(_("digest of personal values"), max_length=64, blank=True)
    content_hash = models.CharField(_("content hash"), max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["type_label", "object_uid", "-at", "-id"], name="audit_event_history"),
            models.Index(fields=["-at", "-id"], name="audit_event_recent"),
            models.Index(fields=["object_uid"], name="audit_event_object"),
            models.Index(fields=["actor_uid", "-at"], name="audit_event_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_label} {self.verb_label} {self.subject_label}"

    @property
    def content(self) -> Content:
        """What the event says, as the chain hashes it."""
        return Content(
            uid=self.uid,
            at=self.at,
            actor_uid=self.actor_uid,
            actor_label=self.actor_label,
            verb=self.verb,
            type_label=self.type_label,
            object_uid=self.object_uid,
            object_label=self.object_label,
            changes=self.changes,
            personal_digest=self.personal_digest,
        )

    @property
    def verb_label(self) -> str:
        """What was done, in the reader's language; the stored word where it is unknown."""
        return str(_VERBS.get(self.verb, self.verb))

    @property
    def subject_label(self) -> str:
        """What the object was called; empty once erased. Load with ``with_personal``."""
        return self.object_label or str(self._personal_values().get("label", ""))

    @property
    def all_changes(self) -> dict[str, list[Any]]:
        """Field → [before, after], erasable ones included while they last. Load with ``with_personal``."""
        return {**self.changes, **self._personal_values().get("changes", {})}

    def _personal_values(self) -> dict[str, Any]:
        personal: PersonalValue | None = getattr(self, "personal", None) if self.personal_digest else None
        return (personal.values or {}) if personal else {}


class PersonalValue(models.Model):
    """Values of one event that name a person, kept apart so that they can be erased."""

    event = models.OneToOneField(
        Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="personal"
    )
    salt = models.CharField(_("salt"), max_length=64, blank=True)
    values = models.JSONField(_("values"), null=True)
    erased_at = models.DateTimeField(_("erased"), null=True)

    class Meta:
        verbose_name = _("personal value")
        verbose_name_plural = _("personal values")

    def __str__(self) -> str:
        return f"{self.event_id}"


class SealQuerySet(models.QuerySet["Seal"]):
    """Vocabulary of the chain."""

    def in_sequence(self) -> SealQuerySet:
        """From the start of the chain to its end."""
        return self.order_by("sequence")

    def tip(self) -> Seal | None:
        """The last seal."""
        return self.order_by("-sequence").first()


class Seal(models.Model):
    """The place of one event in the chain. Written once, by the sealer; the database refuses changes."""

    sequence = models.PositiveBigIntegerField(_("sequence"), unique=True)
    event = models.OneToOneField(
        Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="seal"
    )
    previous_hash = models.CharField(_("previous hash"), max_length=64, unique=True)
    hash = models.CharField(_("hash"), max_length=64)
    sealed_at = models.DateTimeField(_("sealed"))

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash}"


class Unsealed(models.Model):
    """An event that waits for its seal: written with the event, removed by the sealer."""

    event = models.OneToOneField(
        Event,
        verbose_name=_("event"),
        on_delete=models.PROTECT,
        related_name="unsealed",
        primary_key=True,
    )
    since = models.DateTimeField(_("since"), db_default=Now())

    class Meta:
        verbose_name = _("unsealed event")
        verbose_name_plural = _("unsealed events")

    def __str__(self) -> str:
        return f"{self.event_id}"


class Head(models.Model):
    """The last seal of a day (UTC): kept here, and exported so that nobody can rewrite both."""

    day = models.DateField(_("day"), unique=True)
    sequence = models.PositiveBigIntegerField(_("sequence"))
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("head")
        verbose_name_plural = _("heads")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.sequence} {self.hash}"
