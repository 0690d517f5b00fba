from __future__ import annotations

from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person

if TYPE_CHECKING:
    from foundation.models import Record

LONGEST = 10_000
"""Characters of a comment."""


class CommentQuerySet(models.QuerySet["Comment"]):
    """Vocabulary of discussion."""

    def about(self, record: Record) -> Self:
        return self.filter(type_label=record._meta.label_lower, object_uid=record.uid)

    def oldest_first(self) -> Self:
        """As it is read, with the names of the authors."""
        shown = ("uid", "text", "created_at", "edited_at", "author__name")
        return self.select_related("author").only(*shown).order_by("created_at", "pk")


class Comment(models.Model):
    """What somebody said about a record: Markdown, with mentions as ``@[Name](P-07)``.

    The record is named by type and uid, so that every type can be discussed without a foreign key to it.
    """

    uid = models.UUIDField(_("uid"), default=uuid4, unique=True, editable=False)
    type_label = models.CharField(_("type"), max_length=100, editable=False)
    object_uid = models.UUIDField(_("record"), editable=False)
    author = models.ForeignKey(
        Person, verbose_name=_("author"), on_delete=models.PROTECT, related_name="activity_comments"
    )
    text = models.TextField(_("text"), max_length=LONGEST)
    created_at = models.DateTimeField(_("created"), editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            models.Index(fields=["type_label", "object_uid", "created_at"], name="activity_comment_about")
        ]

    def __str__(self) -> str:
        return self.text[:80]
