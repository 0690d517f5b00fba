"""A need link says that an initiative serves a customer need, and with how much of its money."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from alignment.models.initiative import Initiative
from alignment.models.link import ShareLink
from customers.models import Need
from foundation.models import WHILE_ACTIVE, RecordQuerySet


class NeedLinkQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("initiative__unit", "need").order_by("initiative__number", "need__number")


class NeedLink(ShareLink):
    """An initiative serves a need. Shares of one initiative add up to at most 100 percent; the rest serves none."""

    PREFIX = "NL"
    UNIT_LOOKUPS = ("initiative__unit",)
    NATURAL_KEY = ("initiative", "need")

    initiative = models.ForeignKey(
        Initiative, verbose_name=_("initiative"), on_delete=models.CASCADE, related_name="need_links"
    )
    need = models.ForeignKey(
        Need, verbose_name=_("need"), on_delete=models.PROTECT, related_name="alignment_need_links"
    )

    objects = NeedLinkQuerySet.as_manager()

    class Meta(ShareLink.Meta):
        verbose_name = _("need link")
        verbose_name_plural = _("need links")
        constraints = [
            *ShareLink.Meta.constraints,
            models.UniqueConstraint(
                fields=["initiative", "need"],
                condition=WHILE_ACTIVE,
                name="alignment_needlink_pair",
                violation_error_message=_("This initiative and this need are linked already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative} → {self.need}"
