"""The small form that holds a benefit review, in place or on a page of its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.views.requests import today_of
from alignment.forms.reviews import ReviewForm
from alignment.models import BenefitReview
from alignment.operations.reviews import AlreadyReviewed, hold_review, is_owner
from alignment.queries.contracts import contracts_of
from alignment.queries.reviews import review_to_hold
from alignment.serializers import contracts_words as words
from alignment.views.small_form import AskedForm
from workbench.links import url_of
from workbench.operations.records import Invalid
from workbench.reach import may_see
from workbench.views.refusals import UNPROCESSABLE, tell


class HoldReview(AskedForm):
    """What became of the promise: by the owner of the benefit, or who keeps the benefits of its unit."""

    stand_in = Permission.EDIT_INITIATIVES
    record: BenefitReview

    def found(self, uid: UUID) -> BenefitReview | None:
        return review_to_hold(self.viewer, uid)

    def is_asked(self) -> bool:
        return is_owner(self.viewer, self.record.benefit)

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        if self.record.is_done:
            return self.leave(url_of(self.record))
        reading, metric = self.contract().state.reading, self.record.benefit.metric
        initial = {"value": round(reading.value, metric.decimals)} if reading and metric else {}
        return self.show(ReviewForm(initial=initial), page=self.page())

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        form = ReviewForm(request.POST)
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE, page=self.page())
        values = {"value": form.cleaned_data["value"], "note": form.cleaned_data["note"]}
        try:
            hold_review(review=self.record, **values, actor=self.viewer, now=timezone.now())
        except AlreadyReviewed:
            form.add_error(None, _("Somebody else has held this review in the meantime."))
            return self.show(form, UNPROCESSABLE, page=self.page())
        except Invalid as refusal:
            tell(form, refusal)
            return self.show(form, UNPROCESSABLE, page=self.page())
        return self.done(_("Review held: %(benefit)s") % {"benefit": self.record.benefit})

    def contract(self) -> Any:
        """What came of the promise so far."""
        enterprise = self.enterprise
        if enterprise is None:
            raise Http404
        (contract,) = contracts_of([self.record.benefit], today_of(self.request), enterprise)
        return contract

    def page(self) -> dict[str, Any]:
        contract = self.contract()
        benefit = self.record.benefit
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
