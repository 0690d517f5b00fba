"""An instrument is what is asked, in one edition. It must not hold answers: those belong to a round."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _said
from django.utils.translation import gettext_lazy as _

from assessments.choices import InstrumentKind, InstrumentState
from foundation.models import Record, RecordQuerySet


class InstrumentQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.order_by("name", "-edition")

    def published(self) -> Self:
        """Editions that may be asked now."""
        return self.filter(state=InstrumentState.PUBLISHED)


class Instrument(Record):
    """One edition of a set of statements people answer on one scale. Known to the whole enterprise.

    A published edition is never reworded: a better wording is a new edition, so that rounds stay comparable.
    With ``asks_target`` each statement is answered twice: as it is today, and as it should be.
    """

    PREFIX = "Q"
    NAMED_BY = ("name", "edition")
    NATURAL_KEY = ("name", "edition")

    name = models.CharField(_("name"), max_length=120)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, validators=[MinValueValidator(1)])
    kind = models.CharField(_("kind"), max_length=20, choices=InstrumentKind, default=InstrumentKind.SURVEY)
    state = models.CharField(
        _("state"), max_length=20, choices=InstrumentState, default=InstrumentState.DRAFT
    )
    description = models.TextField(
        _("what it is for"), blank=True, help_text=_("Shown to those who are asked, before the statements.")
    )
    scale_min = models.SmallIntegerField(_("lowest answer"), default=1)
    scale_max = models.SmallIntegerField(_("highest answer"), default=5)
    low_label = models.CharField(_("lowest answer means"), max_length=60, blank=True)
    high_label = models.CharField(_("highest answer means"), max_length=60, blank=True)
    asks_target = models.BooleanField(
        _("asks for today and target"),
        default=False,
        help_text=_("Each statement is answered twice: as it is today, and as it should be."),
    )

    objects = InstrumentQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["name", "edition"],
                name="assessments_instrument_edition",
                violation_error_message=_("This edition of the instrument exists already."),
            ),
            models.CheckConstraint(
                condition=Q(scale_min__lt=F("scale_max")),
                name="assessments_instrument_scale",
                violation_error_message=_("The highest answer lies above the lowest."),
            ),
            models.CheckConstraint(
                condition=Q(edition__gte=1),
                name="assessments_instrument_edition_positive",
                violation_error_message=_("Editions count from 1."),
            ),
        ]

    def __str__(self) -> str:
        return _said("%(name)s, edition %(edition)s") % {"name": self.name, "edition": self.edition}


class StatementQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("instrument").order_by(
            "instrument__name", "-instrument__edition", "position"
        )

    def asked(self) -> Self:
        """In the order in which people answer them."""
        return self.filter(archived_at=None).order_by("position")


class Statement(Record):
    """One sentence to agree with, about one ``subject`` within one ``group`` of an instrument.

    The value-discipline check has six groups with one statement for each discipline as ``subject``; the alignment
    maturity has its six criteria as groups and no subject. A reversed statement counts from the other end of the scale.
    """

    PREFIX = "QS"
    NATURAL_KEY = ("instrument", "position")

    instrument = models.ForeignKey(
        Instrument, verbose_name=_("instrument"), on_delete=models.CASCADE, related_name="statements"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    group = models.CharField(_("group"), max_length=80)
    subject = models.CharField(
        _("subject"),
        max_length=40,
        blank=True,
        help_text=_("What the statement speaks for, such as one of the three disciplines."),
    )
    text = models.TextField(_("statement"))
    guide = models.TextField(
        _("guide"), blank=True, help_text=_("What the lowest and the highest answer look like in practice.")
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    is_reversed = models.BooleanField(
        _("reversed"), default=False, help_text=_("Agreement speaks against what is measured.")
    )

    objects = StatementQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["instrument", "position"],
                name="assessments_statement_position",
                violation_error_message=_("Another statement of this instrument stands at this position."),
            ),
            models.CheckConstraint(
                condition=Q(weight__range=(1, 100)),
                name="assessments_statement_weight",
                violation_error_message=_("The weight is between 1 and 100."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @staticmethod
    def say_subject(subject: str) -> str:
        """A subject as a reader says it: ``customer_intimacy`` reads "Customer intimacy"."""
        return _said(capfirst(subject.replace("_", " "))) if subject else ""

    def clean(self) -> None:
        if self.instrument_id and self.instrument.state != InstrumentState.DRAFT:
            raise ValidationError(
                _(
                    "Edition %(edition)s is published and keeps its words. Start a new edition to change them."
                ),
                params={"edition": self.instrument.edition},
            )
