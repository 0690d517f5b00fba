"""Small forms of the challenge cycle, in place or, without script, on a page of their own; and the first: answering."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.doors import Door
from accounts.permissions import Permission
from accounts.rules import unit_paths
from accounts.views.requests import site_of, today_of
from alignment.choices import ChallengeAnswer
from alignment.forms.challenges import AnswerForm
from alignment.models import Challenge
from alignment.operations.challenges import AlreadyAnswered, answer_challenge
from alignment.queries.challenges import is_asked, to_answer
from alignment.serializers.challenges import challenge_row
from alignment.views.challenges import not_told
from workbench.inputs import path_in
from workbench.links import url_of

UNPROCESSABLE = 422


class SmallForm(Door):
    """A form that opens under the list it was asked for from, and returns there."""

    def show(self, form: forms.Form, page: dict[str, Any], status: int = 200) -> HttpResponse:
        """``page``: heading, claim, lines of evidence, label of the button."""
        in_place = bool(self.request.htmx)  # type: ignore[attr-defined]
        context = {"form": form, "page": page, "next": self.next_url(), "in_place": in_place}
        template = "alignment/challenge_ask.html" if in_place else "alignment/challenge_ask_page.html"
        return render(self.request, template, context, status=status)

    def done(self, text: str, undo: str = "") -> HttpResponse:
        if not self.request.htmx:  # type: ignore[attr-defined]
            messages.success(self.request, text)
            return HttpResponseRedirect(self.next_url())
        toast = {"text": text, **({"undo": undo} if undo else {})}
        return HttpResponse(
            status=204, headers={"HX-Trigger": json.dumps({"sl:mended": {}, "sl:toast": toast})}
        )

    def leave(self, url: str) -> HttpResponse:
        """Away from the form, as a whole page."""
        if self.request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(status=204, headers={"HX-Redirect": url})
        return HttpResponseRedirect(url)

    def next_url(self) -> str:
        """Back to where the form was asked for; never to another site."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next")
        return path_in(wanted) or self.home()

    def home(self) -> str:
        return reverse("challenge_list")


class AnswerChallenge(SmallForm):
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
        return self.show(AnswerForm(), self.page())

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self.show(form, self.page(), UNPROCESSABLE)
        answer = ChallengeAnswer(form.cleaned_data["answer"])
        try:
            done = answer_challenge(
                challenge=self.asked,
                answer=answer,
                reason=form.cleaned_data["reason"],
                actor=self.viewer,
                now=timezone.now(),
                site=site_of(request),
            )
        except AlreadyAnswered:
            form.add_error(None, _("Somebody else has answered this in the meantime. Open it to see how."))
            return self.show(form, self.page(), UNPROCESSABLE)
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
        who = {"who": row["raised_by"] or row["origin"], "day": row["raised"]}
        return {
            "title": _("Answer the challenge"),
            "claim": self.asked.claim,
            "about": str(row["about"]),
            "lines": [self.asked.evidence],
            "change": self.asked.proposed_change,
            "foot": _("Raised by %(who)s on %(day)s.") % who,
            "submit": _("Answer"),
        }
