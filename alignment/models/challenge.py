"""A challenge tells the plan's owner where it does not hold. It must not be a comment: it asks for an answer by a day."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from alignment.choices import ChallengeAnswer, ChallengeOrigin, Rule
from foundation.models import Record, RecordQuerySet
from strategies.models import Objective, Strategy

NOT_ANSWERED = Q(answer="", answered_date=None)
WHOLE_ANSWER = ~Q(answer="") & ~Q(answer_reason="") & Q(answered_date__isnull=False)


class ChallengeQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("strategy__unit", "objective", "raised_by", "answerer").order_by(
            F("answered_date").desc(nulls_first=True), "due_date", "number"
        )

    def waiting(self) -> Self:
        """Challenges nobody has answered yet."""
        return self.filter(answer="")

    def overdue_on(self, day: date) -> Self:
        return self.waiting().filter(due_date__lt=day)


class Challenge(Record):
    """A claim against a strategy, with the evidence, what should change, who answers by when, and the answer.

    ``rule`` and ``subject`` are filled where Sightline proposed the challenge from its own data, and
    ``fingerprint`` says from which facts. The answer changes the plan or keeps it, because of a reason.
    """

    PREFIX = "CH"
    DATED_BY = ("answered_date", "raised_date")
    UNIT_LOOKUPS = ("strategy__unit",)
    NATURAL_KEY = ("strategy", "claim")

    claim = models.CharField(_("claim"), max_length=200, help_text=_("What in the plan does not hold."))
    strategy = models.ForeignKey(
        Strategy, verbose_name=_("strategy"), on_delete=models.PROTECT, related_name="alignment_challenges"
    )
    objective = models.ForeignKey(
        Objective,
        verbose_name=_("objective"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="alignment_challenges",
    )
    evidence = models.TextField(_("evidence"), help_text=_("What speaks against the plan."))
    proposed_change = models.TextField(_("proposed change"))
    origin = models.CharField(
        _("raised by"), max_length=10, choices=ChallengeOrigin, default=ChallengeOrigin.IT
    )
    raised_by = models.ForeignKey(
        Person,
        verbose_name=_("raised by person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="alignment_challenges_raised",
    )
    raised_date = models.DateField(_("raised on"))
    answerer = models.ForeignKey(
        Person,
        verbose_name=_("who must answer"),
        on_delete=models.PROTECT,
        related_name="alignment_challenges_to_answer",
    )
    due_date = models.DateField(_("answer due"))
    answer = models.CharField(_("answer"), max_length=10, choices=ChallengeAnswer, blank=True)
    answer_reason = models.TextField(_("because"), blank=True)
    answered_date = models.DateField(_("answered on"), null=True, blank=True)
    rule = models.CharField(_("proposed by rule"), max_length=30, choices=Rule, blank=True, editable=False)
    subject = models.CharField(max_length=36, blank=True, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)

    objects = ChallengeQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["strategy", "claim"],
                name="alignment_challenge_strategy_claim",
                violation_error_message=_("This strategy is challenged in these words already."),
            ),
            models.CheckConstraint(
                condition=NOT_ANSWERED | WHOLE_ANSWER,
                name="alignment_challenge_answer",
                violation_error_message=_("An answer needs what it is, why, and the day."),
            ),
            models.CheckConstraint(
                condition=Q(due_date__gte=F("raised_date")),
                name="alignment_challenge_due",
                violation_error_message=_("An answer cannot be due before the challenge is raised."),
            ),
        ]

    def __str__(self) -> str:
        return self.claim

    @property
    def is_answered(self) -> bool:
        return bool(self.answer)

    def clean(self) -> None:
        if self.objective is not None and self.objective.strategy_id != self.strategy_id:
            raise ValidationError({"objective": _("Choose an objective of the same strategy.")})
        said = {
            "answer": self.answer,
            "answer_reason": self.answer_reason,
            "answered_date": self.answered_date,
        }
        if any(said.values()) and not all(said.values()):
            missing = _("An answer needs what it is, why, and the day.")
            raise ValidationError({name: missing for name, value in said.items() if not value})


class DismissalQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("strategy__unit").order_by("-number")


class Dismissal(Record):
    """Somebody decided that a challenge Sightline proposed is none, and said why.

    It holds for the facts of its ``fingerprint``: when they change, the proposal may come back.
    """

    PREFIX = "CD"
    UNIT_LOOKUPS = ("strategy__unit",)
    NATURAL_KEY = ("strategy", "rule", "subject", "fingerprint")

    strategy = models.ForeignKey(
        Strategy, verbose_name=_("strategy"), on_delete=models.CASCADE, related_name="alignment_dismissals"
    )
    rule = models.CharField(_("rule"), max_length=30, choices=Rule)
    subject = models.CharField(_("about"), max_length=36, help_text=_("Uid of the record it is about."))
    fingerprint = models.CharField(_("facts"), max_length=64)
    claim = models.CharField(_("claim"), max_length=200)
    reason = models.TextField(_("reason"))

    objects = DismissalQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("dismissal")
        verbose_name_plural = _("dismissals")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["strategy", "rule", "subject", "fingerprint"],
                name="alignment_dismissal_once",
                violation_error_message=_("This proposal has been dismissed already."),
            ),
        ]

    def __str__(self) -> str:
        return self.claim
