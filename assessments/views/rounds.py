"""A round's page, and what can be done with it there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from assessments.forms.inviting import InviteForm
from assessments.operations.rounds import RoundRefused, close_round, invite, open_round, reopen_round
from assessments.queries.results import turnout_of
from assessments.serializers.rounds import finding, invited_text, turnout_rows
from workbench.links import record_url
from workbench.views.base import RecordPage
from workbench.views.detail import RecordDetail

if TYPE_CHECKING:
    from collections.abc import Callable


class RoundDetail(RecordDetail):
    """A round's page opens with where it stands and how many have answered, each side apart."""

    def page(self) -> dict[str, Any]:
        page = super().page()
        turnout = turnout_of(self.record)
        page["finding_rest"] = ""
        page["finding_lead"], page["finding_rest"] = finding(self.record, turnout)
        page["turnout"] = turnout_rows(self.record, turnout)
        page["has_people"] = any(side.invited for side in turnout.values())
        page["invite"] = InviteForm(viewer=self.viewer) if page["can_edit"] else None
        page["results_url"] = reverse("assessments_results", args=[self.record.uid])
        return page


class RoundAction(RecordPage):
    """A button on a round's page: one call, then back to the page."""

    role = "detail"
    edits = True

    def back(self) -> HttpResponse:
        return redirect(record_url(self.object_type, self.record))

    def tried(self, action: Callable[[], object]) -> HttpResponse:
        """Do it, and say on the page what stood in the way."""
        try:
            action()
        except RoundRefused as refusal:
            messages.error(self.request, str(refusal))
        return self.back()


class RoundOpen(RoundAction):
    """Start asking."""

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self.tried(lambda: open_round(round=self.record, actor=self.viewer, now=timezone.now()))


class RoundClose(RoundAction):
    """Stop asking, and show the results."""

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self.tried(lambda: close_round(round=self.record, actor=self.viewer, now=timezone.now()))


class RoundReopen(RoundAction):
    """Ask again."""

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self.tried(lambda: reopen_round(round=self.record, actor=self.viewer, now=timezone.now()))


class RoundInvite(RoundAction):
    """Ask everybody of a unit, or somebody by name."""

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        form = InviteForm(request.POST, viewer=self.viewer)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, str(errors[0]))
            return self.back()
        return self.tried(lambda: self.invite(form))

    def invite(self, form: InviteForm) -> None:
        done = invite(
            round=self.record,
            people=form.people(),
            side=form.chosen_side(),
            actor=self.viewer,
            now=timezone.now(),
        )
        say = messages.success if done.invitations else messages.warning
        say(self.request, invited_text(done))
