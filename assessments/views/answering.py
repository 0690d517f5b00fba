"""Being asked: what waits, answering step by step, handing in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.doors import Door
from accounts.views.requests import today_of
from assessments.choices import RoundState
from assessments.forms.sheet import said_in
from assessments.operations.responses import (
    AlreadyAnswered,
    RoundClosed,
    hand_in,
    keep_answers,
)
from assessments.queries.asking import (
    asked_of,
    begun_by,
    done_by,
    entered,
    statements_of,
    takes_answers,
    waiting_for,
)
from assessments.serializers.asking import REVIEW, Sheet, progress, question_page, review_page

if TYPE_CHECKING:
    from assessments.models import Invitation


class AskedOfMe(Door):
    """What waits for the answers of the person who looks."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        rows, begun = waiting_for(self.viewer), begun_by(self.viewer)
        context = {
            "waiting": [{"invitation": asked, "is_begun": str(asked.uid) in begun} for asked in rows],
            "done": done_by(self.viewer),
            "today": today_of(request),
        }
        return render(request, "assessments/mine.html", context)


class AskedDoor(Door):
    """A page for the one person who is asked: for everybody else it is not there."""

    permission = None
    invitation: Invitation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            found = asked_of(self.viewer, kwargs["uid"])
            if found is None:
                raise Http404
            self.invitation = found

    def sheet(self) -> Sheet:
        statements = statements_of(self.invitation.round.instrument)
        return Sheet(self.invitation, statements, entered(self.invitation))


class Answer(AskedDoor):
    """The statements of one group, or a look at everything; each answer is kept as it is given."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        sheet = self.sheet()
        if self.invitation.has_answered or not takes_answers(self.invitation.round, timezone.now()):
            return self.show_state(sheet)
        step = self.step(sheet, request.GET.get("step", ""))
        if step == REVIEW:
            return render(request, "assessments/review.html", {"page": review_page(sheet)})
        return render(request, "assessments/answer.html", {"page": question_page(sheet, step)})

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        sheet = self.sheet()
        said = said_in(request.POST, sheet.statements, sheet.instrument)
        try:
            kept = keep_answers(
                invitation=self.invitation, answers=said, actor=self.viewer, now=timezone.now()
            )
        except AlreadyAnswered:
            return redirect("assessments_answer", uid)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(sheet.url(self.step(sheet, request.POST.get("step", ""))))
        if self.htmx and not takes_answers(self.invitation.round, timezone.now()):
            return HttpResponse(status=204, headers={"HX-Redirect": request.path})  # where it says so
        step = request.POST.get("step", "")
        if self.htmx:
            page = {
                "progress": progress(Sheet(self.invitation, sheet.statements, kept), step),
                "kept_at": timezone.now(),
            }
            return render(request, "assessments/answer_progress.html", {"page": page})
        return redirect(sheet.url(self.step(sheet, request.POST.get("go", ""))))

    def step(self, sheet: Sheet, wanted: str) -> str:
        """The step asked for, where there is one; else the one to go on with."""
        known = {REVIEW, *(str(number) for number in range(1, len(sheet.groups) + 1))}
        return wanted if wanted in known else sheet.resume

    def show_state(self, sheet: Sheet) -> HttpResponse:
        """Why there is nothing to answer now."""
        asked = self.invitation.round
        state = (
            "answered"
            if self.invitation.has_answered
            else "early"
            if asked.state == RoundState.DRAFT
            else "closed"
        )
        context = {
            "state": state,
            "round": asked,
            "entered": sheet.entered,
            "waiting": waiting_for(self.viewer),
        }
        return render(self.request, "assessments/answer_state.html", context)


class HandIn(AskedDoor):
    """Handing in what was entered, once and for all."""

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        try:
            hand_in(invitation=self.invitation, actor=self.viewer, now=timezone.now())
        except ValidationError as error:
            messages.error(request, error.messages[0])
        except (AlreadyAnswered, RoundClosed):
            pass  # the page says how it stands
        return redirect("assessments_answer", uid)
