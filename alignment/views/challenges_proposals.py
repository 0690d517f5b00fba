"""What Sightline proposes: the list, accepting one as a challenge, dismissing one, and taking that back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.doors import Door
from accounts.permissions import Permission
from accounts.rules import unit_paths
from accounts.views.requests import today_of
from alignment.forms.challenges import AcceptForm, DismissForm
from alignment.models import Dismissal
from alignment.operations.challenges import AlreadyDecided, accept_proposal, dismiss_proposal, undo_dismissal
from alignment.queries.challenges import Proposed, proposed, proposed_with_key
from alignment.serializers import challenges_words as words
from alignment.serializers.challenges import proposal_row
from alignment.views.challenges import DAYS_TO_ANSWER, not_told, origin_of
from alignment.views.small_form import SmallForm
from foundation import formats
from workbench.links import url_of
from workbench.operations.records import Invalid
from workbench.views.answers import wants_results
from workbench.views.refusals import UNPROCESSABLE, tell

SHOWN = 20
"""Proposals on one page; when they are decided about, the next ones come."""


class Proposals(Door):
    """What the rules find, as a page of its own or as a part of the list of challenges."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        found = proposed(self.viewer, timezone.now(), self.enterprise)
        more = max(0, len(found) - SHOWN)
        text = ngettext(
            "%(n)s more when these are decided about.", "%(n)s more when these are decided about.", more
        )
        page = {
            "fact": _fact(len(found)),
            "as_of": today_of(request),
            "rows": [proposal_row(one) for one in found[:SHOWN]],
            "more": text % {"n": formats.number(more)} if more else "",
        }
        response = render(request, f"alignment/challenge_proposals.html{self.part()}", {"page": page})
        patch_vary_headers(response, ["HX-Request", "HX-Current-URL"])
        return response

    def part(self) -> str:
        """What of the page is asked for: all of it, the rows within a list, or the rows with the finding over them."""
        if not wants_results(self.request):
            return ""
        asked_on = self.htmx.current_url_abs_path
        return "#results" if asked_on == self.request.path else "#proposals"


def _fact(count: int) -> str:
    if not count:
        return _("Sightline proposes no challenge.")
    text = ngettext("Sightline proposes %(n)s challenge.", "Sightline proposes %(n)s challenges.", count)
    return text % {"n": formats.number(count)}


class Decision(SmallForm):
    """A proposal that somebody decides about, found again by its key on today's facts."""

    proposed: Proposed | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.proposed = proposed_with_key(self.viewer, kwargs["key"], timezone.now(), self.enterprise)

    def needed_permission(self) -> str | None:
        return Permission.EDIT_STRATEGY

    def concerned_units(self) -> Iterable[str]:
        return [self.proposed.strategy.unit.path] if self.proposed else ()

    def home(self) -> str:
        return reverse("challenge_list")

    def gone(self) -> HttpResponse:
        """The facts have changed, or somebody has decided: there is nothing left to decide."""
        text = _("This is no longer proposed: the facts have changed, or somebody has decided about it.")
        messages.info(self.request, text)
        return self.leave(self.home())


class AcceptProposal(Decision):
    """The proposal as a challenge, its form filled in; who must answer is told."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        if self.proposed is None:
            return self.gone()
        return self.answer(AcceptForm(viewer=self.viewer, initial=self.initial(self.proposed)), self.proposed)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        if self.proposed is None:
            return self.gone()
        form = AcceptForm(request.POST, viewer=self.viewer)
        if not form.is_valid():
            return self.answer(form, self.proposed, UNPROCESSABLE)
        try:
            done = accept_proposal(
                proposal=self.proposed.proposal,
                strategy=self.proposed.strategy,
                values=self.values(form, self.proposed),
                actor=self.viewer,
                now=timezone.now(),
            )
        except AlreadyDecided:
            return self.gone()
        except Invalid as refusal:
            tell(form, refusal)
            return self.answer(form, self.proposed, UNPROCESSABLE)
        if warning := not_told(done):
            messages.warning(request, warning)
        messages.success(request, _("Challenge raised: %(claim)s") % {"claim": done.challenge})
        return HttpResponseRedirect(url_of(done.challenge))

    def initial(self, one: Proposed) -> dict[str, Any]:
        sponsor = one.strategy.sponsor
        return {
            "claim": words.claim(one),
            "evidence": "\n".join(words.dated_evidence(one)),
            "proposed_change": words.change(one),
            "answerer": sponsor.uid if sponsor else None,
            "due_date": today_of(self.request) + timedelta(days=DAYS_TO_ANSWER),
        }

    def values(self, form: AcceptForm, one: Proposed) -> dict[str, Any]:
        return {
            **form.cleaned_data,
            "objective": one.objective,
            "origin": origin_of(self.viewer),
            "raised_by": self.viewer.person,
            "raised_date": today_of(self.request),
        }

    def answer(self, form: AcceptForm, one: Proposed, status: int = 200) -> HttpResponse:
        context = {"form": form, "row": proposal_row(one), "next": self.next_url()}
        return render(self.request, "alignment/proposal_accept.html", context, status=status)


class DismissProposal(Decision):
    """The proposal is no challenge, because of a reason."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        return self.show(DismissForm(), page=self.page(self.proposed)) if self.proposed else self.gone()

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        if self.proposed is None:
            return self.gone()
        form = DismissForm(request.POST)
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE, page=self.page(self.proposed))
        try:
            dismissal = dismiss_proposal(
                proposal=self.proposed.proposal,
                strategy=self.proposed.strategy,
                claim=words.claim(self.proposed),
                reason=form.cleaned_data["reason"],
                actor=self.viewer,
                now=timezone.now(),
            )
        except AlreadyDecided:
            return self.gone()
        undo = reverse("dismissal_undo", args=[dismissal.uid])
        return self.done(_("Dismissed: %(claim)s") % {"claim": dismissal}, undo)

    def page(self, one: Proposed) -> dict[str, Any]:
        return {
            "title": _("Dismiss the proposal"),
            "claim": words.claim(one),
            "about": str(one.strategy),
            "lines": words.evidence(one),
            "change": words.change(one),
            "submit": _("Dismiss"),
        }


class UndoDismissal(Door):
    """Takes a dismissal back: the proposal returns."""

    http_method_names = ("post",)
    dismissal: Dismissal

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            seen = Dismissal.objects.visible_to(self.viewer).for_list()
            self.dismissal = get_object_or_404(seen, uid=kwargs["uid"])

    def needed_permission(self) -> str | None:
        return Permission.EDIT_STRATEGY

    def concerned_units(self) -> Iterable[str]:
        return list(unit_paths(self.dismissal))

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        if undo_dismissal(dismissal=self.dismissal, actor=self.viewer, now=timezone.now()):
            messages.success(request, _("It is proposed again: %(claim)s") % {"claim": self.dismissal})
        return HttpResponseRedirect(reverse("challenge_proposals"))
