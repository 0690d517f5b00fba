"""A strategy says how one unit means to win customers. It must not become a plan: work lives in initiatives."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Unit
from foundation.models import Record, RecordQuerySet
from strategies.choices import Discipline, StrategyState

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DISCIPLINE_SHARES = (
    "product_leadership_share",
    "operational_excellence_share",
    "customer_intimacy_share",
)
OFFICE_SHARES = ("front_office_share", "back_office_share")
MINIMUMS = (
    "product_leadership_minimum",
    "operational_excellence_minimum",
    "customer_intimacy_minimum",
)
"""Lowest score, 0 to 100, at which each discipline must not spoil the appeal of the one that leads."""


class StrategyQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("unit", "sponsor", "replaces").order_by("unit__path", "name", "number")

    def in_force_on(self, day: date) -> Self:
        """Strategies that bind their unit on ``day``; one replaced since then counts for its own days."""
        return self.exclude(state=StrategyState.DRAFT).filter(
            Q(end_date=None) | Q(end_date__gte=day), start_date__lte=day
        )


def _share(label: _StrPromise) -> models.PositiveSmallIntegerField[int | None, int | None]:
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(100)], help_text=_("Percent of spend.")
    )


def _minimum(label: _StrPromise) -> models.PositiveSmallIntegerField[int | None, int | None]:
    return models.PositiveSmallIntegerField(
        label,
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("Lowest score, 0 to 100, to keep. Left empty for the discipline that leads."),
    )


def _all_or_none(shares: tuple[str, ...]) -> Q:
    """Every share empty, or every share given and 100 percent together."""
    first, *others = shares
    rest = sum((F(name) for name in others[1:]), F(others[0]))
    return Q(**dict.fromkeys(shares)) | Q(
        **{f"{name}__isnull": False for name in shares}, **{first: 100 - rest}
    )


class Strategy(Record):
    """How a unit means to win: the discipline it leads with, the customer it means, the promise it makes.

    One strategy of a unit is in force at a time; a new version replaces it and the old one is kept, with the
    days it was in force. Shares are whole percents of spend that the unit intends, all given or none.
    """

    PREFIX = "S"
    DATED_BY = ("start_date", "end_date", "engaged_date")
    UNIT_LOOKUPS = ("unit",)
    READ_FROM_BELOW = True
    NATURAL_KEY = ("unit", "name")

    name = models.CharField(_("name"), max_length=160)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="strategies"
    )
    discipline = models.CharField(_("lead discipline"), max_length=30, choices=Discipline)
    customer = models.TextField(_("who the customer is"), blank=True)
    statement = models.TextField(
        _("value proposition"),
        blank=True,
        help_text=_("What this customer gets from us and from nobody else."),
    )
    will_not = models.TextField(
        _("what we will not do"),
        blank=True,
        help_text=_("What you leave to others, so that the rest is done well."),
    )
    sponsor = models.ForeignKey(
        Person,
        verbose_name=_("sponsoring executive"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="strategies_sponsored",
    )
    engaged_date = models.DateField(
        _("sponsor last engaged"),
        null=True,
        blank=True,
        help_text=_("When the sponsor last worked on this strategy with others."),
    )
    replaces = models.ForeignKey(
        "self",
        verbose_name=_("replaces"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
        help_text=_("The version of the same unit that this one follows."),
    )
    state = models.CharField(_("state"), max_length=20, choices=StrategyState, default=StrategyState.DRAFT)
    start_date = models.DateField(_("in force from"), null=True, blank=True)
    end_date = models.DateField(_("in force until"), null=True, blank=True)
    product_leadership_share = _share(_("intended for product leadership"))
    operational_excellence_share = _share(_("intended for operational excellence"))
    customer_intimacy_share = _share(_("intended for customer intimacy"))
    product_leadership_minimum = _minimum(_("product leadership at least"))
    operational_excellence_minimum = _minimum(_("operational excellence at least"))
    customer_intimacy_minimum = _minimum(_("customer intimacy at least"))
    front_office_share = _share(_("intended for the front office"))
    back_office_share = _share(_("intended for the back office"))

    objects = StrategyQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="strategies_strategy_unit_name",
                violation_error_message=_("This unit has a strategy of this name already."),
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(state=StrategyState.IN_FORCE),
                name="strategies_strategy_one_in_force",
                violation_error_message=_(
                    "This unit has a strategy in force. Save this one as a draft, and put it in force from its page: "
                    "the other then ends the day before and is kept."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state=StrategyState.DRAFT) | Q(start_date__isnull=False),
                name="strategies_strategy_in_force_since",
                violation_error_message=_("Say from which day the strategy is in force."),
            ),
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(end_date__gte=F("start_date")),
                name="strategies_strategy_dates",
                violation_error_message=_("The last day in force cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=_all_or_none(DISCIPLINE_SHARES),
                name="strategies_strategy_discipline_shares",
                violation_error_message=_(
                    "The shares of the three disciplines add up to 100, or are all left empty."
                ),
            ),
            models.CheckConstraint(
                condition=_all_or_none(OFFICE_SHARES),
                name="strategies_strategy_office_shares",
                violation_error_message=_(
                    "The front and back office shares add up to 100, or are both left empty."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def intended_shares(self) -> dict[str, int] | None:
        """Percent of spend by discipline, or ``None`` where nothing has been stated."""
        if self.customer_intimacy_share is None:
            return None
        return {value: getattr(self, f"{value}_share") for value in Discipline.values}

    def has_ended_by(self, day: date) -> bool:
        """Whether it was in force and is so no longer on ``day``; its last day still counts."""
        return self.state != StrategyState.DRAFT and self.end_date is not None and self.end_date < day

    def clean(self) -> None:
        former = self.replaces
        if former is not None and (former.pk == self.pk or former.unit_id != self.unit_id):
            raise ValidationError({"replaces": _("Choose another strategy of the same unit.")})
        if self.state == StrategyState.SUPERSEDED and self.start_date and not self.end_date:
            raise ValidationError(
                {"end_date": _("Say until which day the superseded strategy was in force.")}
            )
