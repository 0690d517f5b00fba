"""The small forms of the challenge cycle, and the first of them: answering."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.rules import unit_paths
from accounts.views.requests import today_of
from alignment.choices import ChallengeAnswer
from alignment.forms.challenges import AnswerForm
from alignment.models import Challenge
from alignment.operations.challenges import AlreadyAnswered, answer_challenge
from alignment.queries.challenges import is_asked, to_answer
from alignment.serializers.challenges import challenge_row
from alignment.views.challenges import not_told
from alignment.views.small_form import SmallForm
from workbench.links import url_of
from workbench.views.refusals import UNPROCESSABLE


class ChallengeForm(SmallForm):
    """A small form of the challenge cycle.

    ``page``: heading, claim, lines of evidence, label of the button.
    """

    form_template = "alignment/challenge_ask.html"
    page_template = "alignment/challenge_ask_page.html"

    def home(self) -> str:
        return reverse("challenge_list")


class AnswerChallenge(ChallengeForm):
    """Plan changed, or kept because of a reason: by who is asked, or who may change the strategy."""

    challenge: Challenge | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.challenge = to_answer(self.viewer, kwargs["uid"])
            if self.challenge is None:
                raise Http404

    def needed_permission(self) -> str | None:
        """Nothing but being asked, for the one who is."""
        asked = self.challenge is not None and is_asked(self.viewer, self.challenge)
        return None if asked else Permission.EDIT_STRATEGY

    def concerned_units(self) -> Iterable[str]:
        return list(unit_paths(self.challenge)) if self.challenge is not None else ()

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        if self.asked.is_answered:
            return self.leave(url_of(self.asked))
        return self.show(AnswerForm(), page=self.page())

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE, page=self.page())
        answer = ChallengeAnswer(form.cleaned_data["answer"])
        try:
            done = answer_challenge(
                challenge=self.asked,
                answer=answer,
                reason=form.cleaned_data["reason"],
                actor=self.viewer,
                now=timezone.now(),
            )
        except AlreadyAnswered:
            form.add_error(None, _("Somebody else has answered this in the meantime. Open it to see how."))
            return self.show(form, UNPROCESSABLE, page=self.page())
        text = _("%(answer)s: %(claim)s") % {"answer": answer.label, "claim": self.asked}
        return self.done(" ".join(filter(None, (text, not_told(done)))))

    @property
    def asked(self) -> Challenge:
        """The challenge, which ``setup`` has found."""
        if self.challenge is None:
            raise Http404
        return self.challenge

    def page(self) -> dict[str, Any]:
        row = challenge_row(self.asked, self.viewer, today_of(self.request))
        raised = _("Raised by %(who)s on %(day)s.") % {
            "who": row["raised_by"] or row["origin"],
            "day": row["raised"],
        }
        asked = _("%(who)s must answer, %(due)s.") % {"who": row["answerer"], "due": row["due"]}
        return {
            "title": _("Answer the challenge"),
            "claim": self.asked.claim,
            "about": str(row["about"]),
            "lines": [self.asked.evidence],
            "change": self.asked.proposed_change,
            "foot": f"{raised} {asked}",
            "submit": _("Answer"),
        }
