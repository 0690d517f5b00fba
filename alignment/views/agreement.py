"""The owner agrees to a promise as it stands, in place or on a page of its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from alignment.models import Benefit
from alignment.operations.contracts import AlreadyAgreed, agree_to_contract
from alignment.operations.reviews import is_owner
from alignment.queries.reviews import benefit_to_agree
from alignment.serializers import contracts_words as words
from alignment.views.small_form import AskedForm
from workbench.links import url_of
from workbench.operations.records import Invalid
from workbench.reach import may_see
from workbench.views.refusals import UNPROCESSABLE, tell


class AgreeToContract(AskedForm):
    """By the owner, or by who keeps the benefits of the unit and writes down that the owner did."""

    stand_in = Permission.EDIT_INITIATIVES
    record: Benefit

    def found(self, uid: UUID) -> Benefit | None:
        return benefit_to_agree(self.viewer, uid)

    def is_asked(self) -> bool:
        return is_owner(self.viewer, self.record)

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        if self.record.is_agreed:
            return self.leave(self.next_url())
        return self.show(forms.Form(), page=self.page())

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        form = forms.Form(request.POST)
        try:
            agree_to_contract(benefit=self.record, actor=self.viewer, now=timezone.now())
        except AlreadyAgreed:
            return self.done(_("The owner had agreed already."))
        except Invalid as refusal:
            tell(form, refusal)
            return self.show(form, UNPROCESSABLE, page=self.page())
        return self.done(_("Agreed: the reviews are planned."))

    def page(self) -> dict[str, Any]:
        benefit, is_own = self.record, self.is_asked()
        return {
            "title": _("Agree to the promise") if is_own else _("The owner has agreed"),
            "claim": str(benefit),
            "about": words.terms(benefit),
            "lines": [benefit.description or _("Nobody has said more about it.")],
            "lines_label": _("Promise"),
            "change": benefit.attribution_note or _("Nobody has said what else moves the metric."),
            "change_label": _("Attribution"),
            "foot": str(benefit.owner or ""),
            "foot_label": _("Promised by"),
            "crumb_url": url_of(benefit) if may_see(self.viewer, benefit) else self.home(),
            "crumb": benefit.code,
            "submit": _("Agree") if is_own else _("Write down the agreement"),
        }

    def home(self) -> str:
        return reverse("benefit_contracts")
