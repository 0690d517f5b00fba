"""What was published about the alignment index, by difference. Only the publishing operation writes here.

Plain tables, not records: nobody edits, imports or links them, they have no name of their own, and there are thousands.
A row stands until the next one about the same initiative or unit, so that history is what has changed.
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from alignment.choices import Occasion
from alignment.models.index_weights import IndexWeights
from alignment.models.initiative import Initiative


class EditionQuerySet(models.QuerySet["Edition"]):
    def newest(self) -> Edition | None:
        """The one that every page and file shows."""
        return self.order_by("-pk").first()


class Edition(models.Model):
    """One state of the index, published whole or not at all; the newest is what every page and file shows.

    ``confirmed_at`` is when it was last computed anew and came out the same. ``weights`` are points of 100 by factor, as
    they were; ``year`` is the fiscal year whose money counts, none where it is the whole life.
    """

    published_at = models.DateTimeField(_("published"))
    confirmed_at = models.DateTimeField(_("last computed"))
    day = models.DateField(_("day"))
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion)
    year = models.PositiveSmallIntegerField(_("fiscal year"), null=True)
    weights = models.JSONField(_("weights"))
    decided = models.ForeignKey(
        IndexWeights,
        verbose_name=_("index weights"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="editions",
    )

    objects = EditionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.published_at:%Y-%m-%d %H:%M}"


class EditionRowQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        """The rows of the newest edition, each published then or before."""
        return self.filter(is_current=True)


class EditionRow(models.Model):
    """What an edition changed about one thing. ``figure`` has one decimal; empty means that there is none."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="%(class)s_rows")
    figure = models.DecimalField(_("points"), max_digits=4, decimal_places=1, null=True)
    detail = models.JSONField(_("made of"), default=dict)
    is_current = models.BooleanField(_("current"), default=True)

    objects = EditionRowQuerySet.as_manager()

    class Meta:
        abstract = True


class ScopeIndex(EditionRow):
    """The index of a unit with everything below it; of the topmost unit it is that of the enterprise."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="alignment_indices")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(is_current=True), name="alignment_scopeindex_current"
            ),
            models.UniqueConstraint(fields=["unit", "edition"], name="alignment_scopeindex_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.figure}"


class Score(EditionRow):
    """The score of an initiative with its waterfall, what would raise it, and why it is another than before.

    ``digest`` tells what it rests on (``engine.basis``); empty where that has not been noted.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="scores")
    gains = models.JSONField(_("would raise it"), default=list)
    causes = models.JSONField(_("because"), default=list)
    digest = models.CharField(_("rests on"), max_length=64, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative"], condition=Q(is_current=True), name="alignment_score_current"
            ),
            models.UniqueConstraint(fields=["initiative", "edition"], name="alignment_score_once"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.figure}"
