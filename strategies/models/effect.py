"""One objective helps another: an arrow of the strategy map. It must not judge the map: the engine does."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.models import Record, RecordQuerySet
from strategies.models.objective import Objective


class EffectQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("cause__strategy__unit", "outcome__strategy__unit").order_by(
            "cause__number", "outcome__number"
        )


class Effect(Record):
    """Reaching ``cause`` helps to reach ``outcome``; both belong to one strategy, and arrows never form a ring."""

    PREFIX = "OE"
    UNIT_LOOKUPS = ("cause__strategy__unit",)
    READ_FROM_BELOW = True
    NATURAL_KEY = ("cause", "outcome")

    cause = models.ForeignKey(
        Objective, verbose_name=_("objective"), on_delete=models.CASCADE, related_name="effects"
    )
    outcome = models.ForeignKey(
        Objective, verbose_name=_("helps to reach"), on_delete=models.CASCADE, related_name="causes"
    )
    reason = models.TextField(_("why"), blank=True, help_text=_("Why reaching the one helps the other."))

    objects = EffectQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("effect")
        verbose_name_plural = _("effects")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["cause", "outcome"],
                name="strategies_effect_pair",
                violation_error_message=_("This arrow is drawn already."),
            ),
            models.CheckConstraint(
                condition=~Q(cause=F("outcome")),
                name="strategies_effect_not_itself",
                violation_error_message=_("An objective cannot be its own cause."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cause} → {self.outcome}"

    def clean(self) -> None:
        if self.cause_id and self.outcome_id and self.cause.strategy_id != self.outcome.strategy_id:
            raise ValidationError({"outcome": _("Choose an objective of the same strategy.")})
