"""The small form that answers a challenge."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.views.requests import today_of
from alignment.choices import ChallengeAnswer
from alignment.forms.challenges import AnswerForm
from alignment.models import Challenge
from alignment.operations.challenges import AlreadyAnswered, answer_challenge
from alignment.queries.challenges import is_asked, to_answer
from alignment.serializers.challenges import challenge_row
from alignment.views.challenges import not_told
from alignment.views.small_form import AskedForm
from workbench.links import url_of
from workbench.views.refusals import UNPROCESSABLE


class AnswerChallenge(AskedForm):
    """Plan changed, or kept because of a reason: by who is asked, or who may change the strategy."""

    stand_in = Permission.EDIT_STRATEGY
    record: Challenge

    def found(self, uid: UUID) -> Challenge | None:
        return to_answer(self.viewer, uid)

    def is_asked(self) -> bool:
        return is_asked(self.viewer, self.record)

    def home(self) -> str:
        return reverse("challenge_list")

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        if self.record.is_answered:
            return self.leave(url_of(self.record))
        return self.show(AnswerForm(), page=self.page())

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE, page=self.page())
        answer = ChallengeAnswer(form.cleaned_data["answer"])
        try:
            done = answer_challenge(
                challenge=self.record,
                answer=answer,
                reason=form.cleaned_data["reason"],
                actor=self.viewer,
                now=timezone.now(),
            )
        except AlreadyAnswered:
            form.add_error(None, _("Somebody else has answered this in the meantime. Open it to see how."))
            return self.show(form, UNPROCESSABLE, page=self.page())
        text = _("%(answer)s: %(claim)s") % {"answer": answer.label, "claim": self.record}
        return self.done(" ".join(filter(None, (text, not_told(done)))))

    def page(self) -> dict[str, Any]:
        row = challenge_row(self.record, self.viewer, today_of(self.request))
        raised = _("Raised by %(who)s on %(day)s.") % {
            "who": row["raised_by"] or row["origin"],
            "day": row["raised"],
        }
        asked = _("%(who)s must answer, %(due)s.") % {"who": row["answerer"], "due": row["due"]}
        return {
            "title": _("Answer the challenge"),
            "claim": self.record.claim,
            "about": str(row["about"]),
            "lines": [self.record.evidence],
            "change": self.record.proposed_change,
            "foot": f"{raised} {asked}",
            "submit": _("Answer"),
        }
