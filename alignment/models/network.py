"""The links of the benefits network. They must not judge it: the engine says what they leave open."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from alignment.models.benefit import Benefit
from alignment.models.change import BusinessChange
from alignment.models.initiative import Initiative
from foundation.models import WHILE_ACTIVE, Record, RecordQuerySet
from strategies.models import Objective


class NetworkLink(Record):
    """One record of the network leads to the next; ``reason`` says how the one brings the other about."""

    reason = models.TextField(_("how"), blank=True, help_text=_("How the one brings the other about."))

    class Meta(Record.Meta):
        abstract = True


class ChangeEnablerQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("initiative__unit", "change__unit").order_by(
            "initiative__number", "change__number"
        )


class ChangeEnabler(NetworkLink):
    """An initiative makes a change possible."""

    PREFIX = "CE"
    UNIT_LOOKUPS = ("initiative__unit", "change__unit")
    NATURAL_KEY = ("initiative", "change")

    initiative = models.ForeignKey(
        Initiative, verbose_name=_("initiative"), on_delete=models.CASCADE, related_name="change_links"
    )
    change = models.ForeignKey(
        BusinessChange, verbose_name=_("change"), on_delete=models.PROTECT, related_name="enabler_links"
    )

    objects = ChangeEnablerQuerySet.as_manager()

    class Meta(NetworkLink.Meta):
        verbose_name = _("change enabler")
        verbose_name_plural = _("change enablers")
        constraints = [
            *NetworkLink.Meta.constraints,
            models.UniqueConstraint(
                fields=["initiative", "change"],
                condition=WHILE_ACTIVE,
                name="alignment_changeenabler_pair",
                violation_error_message=_("This initiative and this change are linked already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative} → {self.change}"


class ChangeBenefitQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("change__unit", "benefit__unit").order_by(
            "change__number", "benefit__number"
        )


class ChangeBenefit(NetworkLink):
    """A business change brings a benefit about."""

    PREFIX = "CB"
    UNIT_LOOKUPS = ("change__unit", "benefit__unit")
    NATURAL_KEY = ("change", "benefit")

    change = models.ForeignKey(
        BusinessChange, verbose_name=_("change"), on_delete=models.CASCADE, related_name="benefit_links"
    )
    benefit = models.ForeignKey(
        Benefit, verbose_name=_("benefit"), on_delete=models.PROTECT, related_name="change_links"
    )

    objects = ChangeBenefitQuerySet.as_manager()

    class Meta(NetworkLink.Meta):
        verbose_name = _("change benefit")
        verbose_name_plural = _("change benefits")
        constraints = [
            *NetworkLink.Meta.constraints,
            models.UniqueConstraint(
                fields=["change", "benefit"],
                condition=WHILE_ACTIVE,
                name="alignment_changebenefit_pair",
                violation_error_message=_("This change and this benefit are linked already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.change} → {self.benefit}"

    def clean(self) -> None:
        if self.change_id and self.change.is_enabling:
            raise ValidationError({"change": _("An enabling change leads to a business change first.")})


class BenefitObjectiveQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("benefit__unit", "objective__strategy__unit").order_by(
            "benefit__number", "objective__number"
        )


class BenefitObjective(NetworkLink):
    """A benefit is what an objective hopes for.

    It belongs to the benefit's unit; the objective is one that binds that unit, so whoever reads the one reads the
    other.
    """

    PREFIX = "BO"
    UNIT_LOOKUPS = ("benefit__unit",)
    NATURAL_KEY = ("benefit", "objective")

    benefit = models.ForeignKey(
        Benefit, verbose_name=_("benefit"), on_delete=models.CASCADE, related_name="objective_links"
    )
    objective = models.ForeignKey(
        Objective,
        verbose_name=_("objective"),
        on_delete=models.PROTECT,
        related_name="alignment_benefit_links",
    )

    objects = BenefitObjectiveQuerySet.as_manager()

    class Meta(NetworkLink.Meta):
        verbose_name = _("benefit objective")
        verbose_name_plural = _("benefit objectives")
        constraints = [
            *NetworkLink.Meta.constraints,
            models.UniqueConstraint(
                fields=["benefit", "objective"],
                condition=WHILE_ACTIVE,
                name="alignment_benefitobjective_pair",
                violation_error_message=_("This benefit and this objective are linked already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} → {self.objective}"

    def clean(self) -> None:
        if not self.benefit_id or not self.objective_id:
            return
        if not self.benefit.unit.path.startswith(self.objective.strategy.unit.path):
            raise ValidationError({"objective": _("Choose an objective that binds the benefit's unit.")})
