"""The small form that holds a benefit review, in place or on a page of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.queries import day_at, enterprise_of
from accounts.rules import unit_paths
from alignment.forms.reviews import ReviewForm
from alignment.models import BenefitReview
from alignment.operations.reviews import AlreadyReviewed, hold_review, is_asked
from alignment.queries.contracts import contracts_of
from alignment.queries.reviews import review_to_hold
from alignment.serializers import contracts_words as words
from alignment.views.challenges_answer import ChallengeForm
from workbench.links import url_of
from workbench.operations.records import Invalid
from workbench.reach import may_see
from workbench.views.refusals import UNPROCESSABLE, tell


class HoldReview(ChallengeForm):
    """What became of the promise: by the owner of the benefit, or who keeps the benefits of its unit."""

    review: BenefitReview | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.review = review_to_hold(self.viewer, kwargs["uid"])
            if self.review is None:
                raise Http404

    def needed_permission(self) -> str | None:
        """Nothing but having promised, for the owner."""
        asked = self.review is not None and is_asked(self.viewer, self.review)
        return None if asked else Permission.EDIT_INITIATIVES

    def concerned_units(self) -> Iterable[str]:
        return list(unit_paths(self.review)) if self.review is not None else ()

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        if self.asked.is_done:
            return self.leave(url_of(self.asked))
        reading, metric = self.contract().state.reading, self.asked.benefit.metric
        initial = {"value": round(reading.value, metric.decimals)} if reading and metric else {}
        return self.show(ReviewForm(initial=initial), page=self.page())

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        form = ReviewForm(request.POST)
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE, page=self.page())
        values = {"value": form.cleaned_data["value"], "note": form.cleaned_data["note"]}
        try:
            hold_review(review=self.asked, **values, actor=self.viewer, now=timezone.now())
        except AlreadyReviewed:
            form.add_error(None, _("Somebody else has held this review in the meantime."))
            return self.show(form, UNPROCESSABLE, page=self.page())
        except Invalid as refusal:
            tell(form, refusal)
            return self.show(form, UNPROCESSABLE, page=self.page())
        return self.done(_("Review held: %(benefit)s") % {"benefit": self.asked.benefit})

    @property
    def asked(self) -> BenefitReview:
        """The review, which ``setup`` has found."""
        if self.review is None:
            raise Http404
        return self.review

    def contract(self) -> Any:
        """What came of the promise so far."""
        enterprise = enterprise_of(self.request)
        if enterprise is None:
            raise Http404
        (contract,) = contracts_of([self.asked.benefit], day_at(timezone.now(), enterprise), enterprise)
        return contract

    def page(self) -> dict[str, Any]:
        contract = self.contract()
        benefit = self.asked.benefit
        return {
            "title": _("Hold the review"),
            "claim": str(benefit),
            "about": words.terms(benefit),
            "lines": [" ".join(words.contract_finding(contract)), words.forecast(contract)],
            "change": benefit.attribution_note or _("Nobody has said what else moves the metric."),
            "change_label": _("Attribution"),
            "foot": str(benefit.owner or ""),
            "foot_label": _("Promised by"),
            "crumb_url": url_of(benefit) if may_see(self.viewer, benefit) else self.home(),
            "crumb": benefit.code,
            "submit": _("Hold the review"),
        }

    def home(self) -> str:
        return reverse("benefit_contracts")
