"""What somebody answered. It must not lead back to a person where the round is anonymous."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.choices import Side
from assessments.models.instrument import Statement
from assessments.models.round import Invitation, Round


class Response(models.Model):
    """The answers of one person, handed in. Its key is random and it has no instant: order must tell nothing.

    ``invitation`` is empty in an anonymous round. ``is_counted`` is set when a round is closed, for all waiting
    answers of a side at once and only where they are enough, so that two results of one round never differ by fewer
    people than the smallest group. Not a record type: it has no page, no number and no history of
    its own, because each of them would lead back to a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="responses")
    side = models.CharField(max_length=10, choices=Side)
    invitation = models.OneToOneField(
        Invitation, null=True, on_delete=models.PROTECT, related_name="response"
    )
    is_counted = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")

    def __str__(self) -> str:
        return f"{self.round}: {self.side}"


class Answer(models.Model):
    """One statement answered, on the scale of the instrument. No row where somebody could not say.

    ``target`` is how it should be; empty where the instrument does not ask for it or nobody said.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="answers")
    today = models.SmallIntegerField(null=True)
    target = models.SmallIntegerField(null=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["response", "statement"], name="assessments_answer_once"),
            models.CheckConstraint(
                condition=Q(today__isnull=False) | Q(target__isnull=False), name="assessments_answer_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement}: {self.today}"
