"""Linking the marked cells of the matrix by one form, and taking that back."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.doors import Door
from accounts.permissions import Permission
from accounts.queries import day_at
from alignment.forms.linking import LinkNeedsForm, pairs_of
from alignment.operations.linking import Linked, Pair, link_needs, unlink
from alignment.queries.links import linked_already
from alignment.views.small_form import SmallForm
from foundation import formats
from workbench.inputs import instant_in, path_in
from workbench.operations.records import Invalid
from workbench.views.refusals import REFUSALS, UNPROCESSABLE, why


def unlink_url(at: datetime) -> str:
    """Where what was linked at an instant is taken back."""
    return f"{reverse('links_undo')}?{urlencode({'at': at.isoformat()})}"


class LinkNeeds(SmallForm):
    """One form for every marked cell: in place under the matrix or, without script, on a page of its own."""

    permission = Permission.EDIT_INITIATIVES
    form_template = "alignment/link_needs_form.html"
    page_template = "alignment/link_needs.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.answer(LinkNeedsForm(), *self.marked(request.GET.getlist("cell")))

    def post(self, request: HttpRequest) -> HttpResponse:
        """The form for the marked cells, which are too many for an address, or what was answered to it."""
        pairs, fault = self.marked(request.POST.getlist("cell"))
        if "strength" not in request.POST:
            return self.answer(LinkNeedsForm(), pairs, fault)
        now = timezone.now()
        form = LinkNeedsForm(request.POST, today=day_at(now, self.enterprise))
        if fault or not form.is_valid():
            return self.answer(form, pairs, fault, UNPROCESSABLE)
        try:
            done = link_needs(pairs=pairs, values=form.cleaned_data, actor=self.viewer, now=now)
        except REFUSALS as refusal:
            return self.answer(form, pairs, _refused(refusal, pairs), UNPROCESSABLE)
        return self.saved(done, now)

    def marked(self, cells: list[str]) -> tuple[list[Pair], str]:
        """The pairs of the marked cells, or what is wrong with them."""
        try:
            return pairs_of(cells, self.viewer), ""
        except forms.ValidationError as error:
            return [], " ".join(error.messages)

    def answer(
        self, form: LinkNeedsForm, pairs: list[Pair], fault: str = "", status: int = 200
    ) -> HttpResponse:
        return self.show(
            form,
            status,
            fault=fault,
            fields=[form[name] for name in form.fields],
            cells=[f"{initiative.code}:{need.code}" for initiative, need in pairs],
            pairs=pairs,
            known=linked_already(pairs),
        )

    def saved(self, linked: Linked, now: datetime) -> HttpResponse:
        """Good news that can be taken back."""
        count = len(linked.made) + len(linked.changed)
        text = ngettext("%(n)s link saved.", "%(n)s links saved.", count) % {"n": formats.number(count)}
        return self.done(text, unlink_url(now) if count else "")

    def home(self) -> str:
        return f"{reverse('line_of_sight')}?view=matrix"


class Unlink(Door):
    """Takes back what such a form has just done, as the toast offers it; the operation asks whether they may."""

    permission = None

    def post(self, request: HttpRequest) -> HttpResponse:
        at = instant_in(request.GET.get("at"))
        try:
            count = unlink(at=at, actor=self.viewer, now=timezone.now()) if at else 0
        except REFUSALS as refusal:
            messages.error(request, why(refusal))
        else:
            text = ngettext("Taken back.", "%(n)s links taken back.", count)
            messages.success(request, text % {"n": formats.number(count)})
        # A script that asks loads its page again, which says what came of it.
        is_script = request.headers.get("X-Requested-With") == "fetch"
        return (
            HttpResponse(status=204)
            if is_script
            else HttpResponseRedirect(path_in(request.POST.get("next")) or "/")
        )


def _refused(refusal: Exception, pairs: list[Pair]) -> str:
    """Why nothing was saved; with many cells, which of them stand in the way."""
    if isinstance(refusal, PermissionDenied):
        return _("You may not link every initiative that is marked. Nothing was saved.")
    if not isinstance(refusal, Invalid):
        return why(refusal)
    told = [f"{pairs[fault.index][0]}: {fault.message}" for fault in refusal.faults[:3]]
    return " ".join([_("Nothing was saved."), *told])
