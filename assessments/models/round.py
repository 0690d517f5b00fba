"""A round is one time of asking. It must not judge what was answered: the scoring engine does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Unit
from assessments.choices import RoundState, Side
from assessments.models.instrument import Instrument
from foundation.models import Record, RecordQuerySet

if TYPE_CHECKING:
    from foundation.actors import Actor

SMALLEST_ANONYMOUS_GROUP = 3
"""Answers below which a group would give its members away, whatever a round says."""


class RoundQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("instrument", "unit").order_by("-opens_date", "-number")

    def open(self) -> Self:
        return self.filter(state=RoundState.OPEN)

    def closed(self) -> Self:
        return self.filter(state=RoundState.CLOSED)

    def latest_closed_first(self) -> Self:
        return self.order_by("-closes_date", "-number")


class Round(Record):
    """One time of asking the people of a unit, business and IT apart.

    In an anonymous round nobody, not even the database, knows who answered what, and groups of fewer than
    ``smallest_group`` answers are never read. A named round shows who has answered.
    """

    PREFIX = "R"
    UNIT_LOOKUPS = ("unit",)
    NATURAL_KEY = ("unit", "name")

    name = models.CharField(_("name"), max_length=120)
    instrument = models.ForeignKey(
        Instrument, verbose_name=_("instrument"), on_delete=models.PROTECT, related_name="rounds"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="assessments_rounds"
    )
    state = models.CharField(_("state"), max_length=10, choices=RoundState, default=RoundState.DRAFT)
    opens_date = models.DateField(_("opens"), null=True, blank=True)
    closes_date = models.DateField(_("closes"), null=True, blank=True, help_text=_("Last day to answer."))
    is_anonymous = models.BooleanField(
        _("anonymous"),
        default=True,
        help_text=_(
            "Nobody learns who answered what. Otherwise those who may read the unit see each name beside its "
            "answers. Cannot be changed once open."
        ),
    )
    smallest_group = models.PositiveSmallIntegerField(
        _("smallest group shown"),
        default=5,
        help_text=_("Results of fewer answers than this are never read."),
    )

    objects = RoundQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="assessments_round_unit_name",
                violation_error_message=_("This unit has a round of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(closes_date=None) | Q(closes_date__gte=F("opens_date")),
                name="assessments_round_dates",
                violation_error_message=_("The last day to answer cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(is_anonymous=False, smallest_group__gte=1)
                | Q(smallest_group__gte=SMALLEST_ANONYMOUS_GROUP),
                name="assessments_round_smallest_group",
                violation_error_message=_("An anonymous round shows groups of at least 3 answers."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InvitationQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("round__unit", "person").order_by(
            "round__number", "person__name", "number"
        )

    def asked_of(self, viewer: Actor) -> Self:
        """What is asked of this person themselves: theirs to answer, with or without a role in the unit."""
        return self.filter(person__user__uid=viewer.uid, archived_at=None, round__archived_at=None)

    def waiting(self) -> Self:
        """In rounds that are open, and not answered yet."""
        return self.filter(round__state=RoundState.OPEN, has_answered=False)


class Invitation(Record):
    """Somebody is asked in a round, for one side.

    ``has_answered`` says that they did, never what; in an anonymous round not even when.
    """

    PREFIX = "RI"
    UNIT_LOOKUPS = ("round__unit",)
    NATURAL_KEY = ("round", "person")

    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.CASCADE, related_name="invitations"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="assessments_invitations"
    )
    side = models.CharField(_("side"), max_length=10, choices=Side)
    has_answered = models.BooleanField(_("has answered"), default=False, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["round", "person"],
                name="assessments_invitation_once",
                violation_error_message=_("This person is asked in this round already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.round}"

    def clean(self) -> None:
        if self.round_id and self.round.state == RoundState.CLOSED:
            raise ValidationError(
                {"round": _("This round is closed. Reopen it before you ask somebody else.")}
            )
