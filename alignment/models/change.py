"""A business change is what people do differently so that a benefit comes about. It must not become a task list."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import UnitKind
from accounts.models import Person, Unit
from alignment.choices import ChangeKind
from foundation.models import Record, RecordQuerySet


class BusinessChangeQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("unit", "owner", "prepares").order_by("number")


class BusinessChange(Record):
    """What has to be done differently, by whose lead and by when; IT alone brings no benefit about.

    An enabling change, such as a training, happens once and ``prepares`` a business change; a business change lasts
    and is led by somebody outside IT.
    """

    PREFIX = "BC"
    UNIT_LOOKUPS = ("unit",)
    NATURAL_KEY = ("unit", "name")

    name = models.CharField(_("name"), max_length=160)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="alignment_changes"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ChangeKind, default=ChangeKind.BUSINESS)
    owner = models.ForeignKey(
        Person,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="alignment_changes",
        help_text=_("Who leads it; for a business change somebody outside IT."),
    )
    prepares = models.ForeignKey(
        "self",
        verbose_name=_("prepares"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="prepared_by",
        help_text=_("The business change which an enabling change makes possible."),
    )
    due_date = models.DateField(_("due"), null=True, blank=True)
    done_date = models.DateField(_("done on"), null=True, blank=True)
    description = models.TextField(_("description"), blank=True)

    objects = BusinessChangeQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("business change")
        verbose_name_plural = _("business changes")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="alignment_businesschange_unit_name",
                violation_error_message=_("This unit has a change of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(prepares=None) | ~Q(prepares=F("id")),
                name="alignment_businesschange_not_itself",
                violation_error_message=_("A change cannot prepare itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_enabling(self) -> bool:
        return self.kind == ChangeKind.ENABLING

    def clean(self) -> None:
        is_led_by_it = self.owner and self.owner.unit and self.owner.unit.kind == UnitKind.IT
        if is_led_by_it and not self.is_enabling:
            raise ValidationError({"owner": _("A business change is led outside IT: by those who change.")})
        if self.prepares is None:
            return
        if not self.is_enabling:
            raise ValidationError({"prepares": _("Only an enabling change prepares another one.")})
        if self.prepares.is_enabling:
            raise ValidationError({"prepares": _("Choose a business change: preparing leads to doing.")})
