"""What a unit's first gate asks for, who let something pass all the same and why, and who came through how."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Unit
from alignment.choices import GateFinding, GateMode, GateOutcome, Overrider, Status
from alignment.engine.passing import Policy
from alignment.models.initiative import Initiative
from foundation.models import WHILE_ACTIVE, Record, RecordQuerySet


class GatePolicyQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("unit", "overrider").order_by("unit__path", "-start_date", "number")

    def deciding_on(self, day: date) -> Self:
        """Those in force on a day, so that of each unit the one that counts comes last."""
        return self.active().filter(start_date__lte=day).order_by("unit__path", "start_date", "number")


class GatePolicy(Record):
    """What the first gate of a unit makes of findings, from a day on until its next one.

    It binds the units below that state none of their own.
    """

    PREFIX = "GP"
    NAMED_BY = ("unit", "start_date")
    UNIT_LOOKUPS = ("unit",)
    READ_FROM_BELOW = True
    NATURAL_KEY = ("unit", "start_date")

    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="alignment_gate_policies"
    )
    start_date = models.DateField(
        _("in force from"), help_text=_("Until the next policy of the same unit begins.")
    )
    mode = models.CharField(
        _("line of sight broken"),
        max_length=10,
        choices=GateMode,
        default=GateMode.WARN,
        help_text=_("What happens to an initiative that asks for approval without a complete chain."),
    )
    draft_mode = models.CharField(
        _("strategy in draft"),
        max_length=10,
        choices=GateMode,
        default=GateMode.BLOCK,
        help_text=_("What happens where no strategy behind it is in force."),
    )
    accepts_weak = models.BooleanField(
        _("weak is acceptable"),
        default=True,
        help_text=_("A weak line of sight is warned of and never holds back."),
    )
    accepts_stale = models.BooleanField(
        _("stale is acceptable"),
        default=True,
        help_text=_("Evidence past its review is warned of and never holds back."),
    )
    overriders = models.CharField(
        _("who may override"), max_length=20, choices=Overrider, default=Overrider.STRATEGY
    )
    overrider = models.ForeignKey(
        Person,
        verbose_name=_("person who may override"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="alignment_gate_policies",
        help_text=_("May override whatever role they hold."),
    )
    reason = models.TextField(_("reason"), blank=True, help_text=_("Why it is handled like this here."))

    objects = GatePolicyQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("gate policy")
        verbose_name_plural = _("gate policies")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit", "start_date"],
                condition=WHILE_ACTIVE,
                name="alignment_gatepolicy_unit_start",
                violation_error_message=_("This unit has a gate policy from this day already."),
            ),
            models.CheckConstraint(
                condition=~Q(overriders=Overrider.NAMED) | Q(overrider__isnull=False),
                name="alignment_gatepolicy_overrider",
                violation_error_message=_("Name the person who alone may override."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.start_date}"

    def clean(self) -> None:
        if self.overriders == Overrider.NAMED and self.overrider_id is None:
            raise ValidationError({"overrider": _("Name the person who alone may override.")})

    @property
    def rules(self) -> Policy:
        """What it says, as the engine is told."""
        return Policy(GateMode(self.mode), GateMode(self.draft_mode), self.accepts_weak, self.accepts_stale)


class GateOverrideQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("initiative__unit", "granted_by").order_by("-number")

    def unused(self) -> Self:
        """Those by which nothing has passed yet."""
        return self.filter(passages=None)


class GateOverride(Record):
    """Somebody who may lets one initiative pass what the gate holds against it, and says why.

    ``findings`` and ``policy`` are what stood against it and what was asked for when it was written; it holds for these
    findings and for one passage.
    """

    PREFIX = "GO"
    NAMED_BY = ("initiative",)
    UNIT_LOOKUPS = ("initiative__unit",)
    NATURAL_KEY = ("initiative", "reason")

    initiative = models.ForeignKey(
        Initiative,
        verbose_name=_("initiative"),
        on_delete=models.CASCADE,
        related_name="gate_overrides",
    )
    reason = models.TextField(
        _("reason"), help_text=_("Why it may pass all the same. Everybody who reads it sees this.")
    )
    granted_by = models.ForeignKey(
        Person,
        verbose_name=_("who"),
        null=True,
        on_delete=models.PROTECT,
        related_name="alignment_gate_overrides",
        editable=False,
    )
    findings = models.JSONField(default=list, editable=False)
    policy = models.JSONField(default=dict, editable=False)

    objects = GateOverrideQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("gate override")
        verbose_name_plural = _("gate overrides")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="alignment_gateoverride_reason",
                violation_error_message=_("Say why it may pass all the same."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.initiative)

    @property
    def covers(self) -> tuple[GateFinding, ...]:
        """The findings it lets pass."""
        return tuple(GateFinding(finding) for finding in self.findings)


class GatePassage(models.Model):
    """An initiative came through its first gate although something stood against it.

    Written by the gate alone and never changed, in the transaction in which the initiative passes; hence neither a
    record with a code nor open to pages that edit. ``by_uid`` and ``by`` name who passed it, as the trail does.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="gate_passages")
    passed_at = models.DateTimeField()
    before = models.CharField(max_length=20, choices=Status, blank=True)
    after = models.CharField(max_length=20, choices=Status)
    outcome = models.CharField(max_length=12, choices=GateOutcome)
    findings = models.JSONField()
    policy = models.JSONField()
    override = models.ForeignKey(GateOverride, null=True, on_delete=models.SET_NULL, related_name="passages")
    reason = models.TextField(blank=True)
    by_uid = models.UUIDField()
    by = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("passage of the gate")
        verbose_name_plural = _("passages of the gate")
        indexes = [models.Index(fields=["initiative", "-passed_at"], name="alignment_gatepassage_recent")]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.get_outcome_display()}"
