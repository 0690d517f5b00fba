"""An initiative is a piece of IT work worth naming to the board. It must not become a task list."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Unit
from alignment.choices import Health, Office, Purpose, Status
from alignment.models.program import Program
from foundation.models import Record, RecordQuerySet

NO_EXEMPTION = Q(exempt_reason="", exempt_by=None, exempt_until=None)
WHOLE_EXEMPTION = Q(exempt_by__isnull=False, exempt_until__isnull=False) & ~Q(exempt_reason="")


class InitiativeQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("unit", "program", "owner", "exempt_by").order_by("number")

    def counting(self) -> Self:
        """What figures count: neither archived nor stopped."""
        return self.active().exclude(status=Status.STOPPED)

    def owing_on(self, day: date) -> Self:
        """Initiatives that owe a line of sight on ``day``, for nobody has exempted them."""
        return self.filter(Q(exempt_until=None) | Q(exempt_until__lt=day))


class Initiative(Record):
    """A piece of IT work with a unit that wants it, an owner, and money.

    Empty ``status``, ``health``, ``office`` or ``purpose`` means that nobody has said, which is never
    the same as a value. An exemption names its reason, who granted it and its last day, or does not exist.
    """

    PREFIX = "I"
    UNIT_LOOKUPS = ("unit",)
    NATURAL_KEY = ("unit", "name")

    name = models.CharField(_("name"), max_length=200)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="alignment_initiatives"
    )
    program = models.ForeignKey(
        Program,
        verbose_name=_("program"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="initiatives",
    )
    owner = models.ForeignKey(
        Person,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="alignment_initiatives",
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, blank=True)
    health = models.CharField(_("health"), max_length=10, choices=Health, blank=True)
    start_date = models.DateField(_("start"), null=True, blank=True)
    end_date = models.DateField(_("end"), null=True, blank=True)
    office = models.CharField(_("office"), max_length=10, choices=Office, blank=True)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose, blank=True)
    description = models.TextField(_("description"), blank=True)
    exempt_reason = models.CharField(
        _("why exempt"),
        max_length=300,
        blank=True,
        help_text=_("Why it owes nobody a line of sight to a customer, such as a regulation."),
    )
    exempt_by = models.ForeignKey(
        Person,
        verbose_name=_("exempted by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="alignment_exemptions",
    )
    exempt_until = models.DateField(_("exempt until"), null=True, blank=True)

    objects = InitiativeQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(end_date__gte=F("start_date")),
                name="alignment_initiative_dates",
                violation_error_message=_("The end cannot be before the start."),
            ),
            models.CheckConstraint(
                condition=NO_EXEMPTION | WHOLE_EXEMPTION,
                name="alignment_initiative_exemption",
                violation_error_message=_("An exemption needs its reason, who granted it and its last day."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_exempt_on(self, day: date) -> bool:
        """Whether the initiative owes nobody a line of sight on ``day``."""
        return self.exempt_until is not None and self.exempt_until >= day

    def clean(self) -> None:
        said = {
            "exempt_reason": self.exempt_reason,
            "exempt_by": self.exempt_by_id,
            "exempt_until": self.exempt_until,
        }
        if any(said.values()):
            missing = _("An exemption needs its reason, who granted it and its last day.")
            errors = {name: missing for name, value in said.items() if not value}
            if errors:
                raise ValidationError(errors)
