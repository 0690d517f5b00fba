"""An instrument's page, and publishing it or starting its next edition there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.forms import Select
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.choices import InstrumentKind, InstrumentState
from assessments.models import Instrument, Statement
from assessments.operations.instruments import InstrumentRefused, new_edition, publish
from workbench.inputs import uuid_in
from workbench.links import page_url, record_url
from workbench.types import type_with_key
from workbench.views.base import RecordPage
from workbench.views.detail import RecordDetail
from workbench.views.edit import FormPage, RecordCreate, RecordEdit

if TYPE_CHECKING:
    from workbench.forms import RecordForm

FINDINGS = {
    InstrumentState.DRAFT: (_("Its words can still change."), _("Publish it before you ask anybody.")),
    InstrumentState.PUBLISHED: (
        _("It can be asked."),
        _("Its words stay as they are; better ones are a new edition."),
    ),
    InstrumentState.RETIRED: (
        _("A newer edition has replaced it."),
        _("Rounds that asked it keep their results."),
    ),
}

STATEMENTS = "statement-instrument"
"""The panel of its statements."""
EMPTY = (_("It asks nothing yet."), _("Add its statements, then publish it."))


class InstrumentDetail(RecordDetail):
    """An instrument's page says whether its words are fixed, and offers the step that follows."""

    def page(self) -> dict[str, Any]:
        page = super().page()
        page["finding_lead"], page["finding_rest"] = FINDINGS[InstrumentState(self.record.state)]
        if self.record.state == InstrumentState.RETIRED:
            rows = Instrument.objects.visible_to(self.viewer).active().published()
            page["newer"] = rows.filter(name=self.record.name).first()
        page["is_draft"] = self.record.state == InstrumentState.DRAFT
        asked = next(panel["data"]["rows"] for panel in page["panels"] if panel["name"] == STATEMENTS)
        if page["is_draft"] and page["can_edit"] and not asked:
            page["finding_lead"], page["finding_rest"] = EMPTY
            query = urlencode({"instrument": self.record.uid, "next": self.request.path})
            page["statement_url"] = f"{page_url(type_with_key('statement'), 'create')}?{query}"
        return page


class StatementForm(FormPage):
    """In a value-discipline check the subject is chosen from the words such checks use, not typed as their key."""

    def show(self, form: RecordForm, **options: Any) -> HttpResponse:
        asked = self.instrument(form)
        if asked is not None and asked.kind == InstrumentKind.DISCIPLINE:
            self.offer_subjects(form)
        return super().show(form, **options)

    def instrument(self, form: RecordForm) -> Instrument | None:
        """The instrument in question. One query at most."""
        uid = uuid_in(str(form["instrument"].value() or ""))
        found: Instrument | None = (
            Instrument.objects.visible_to(self.viewer).filter(uid=uid).first() if uid else None
        )
        return found

    def offer_subjects(self, form: RecordForm) -> None:
        """A menu of the subjects of all such checks, with the one chosen now. One query."""
        used = Statement.objects.visible_to(self.viewer).filter(instrument__kind=InstrumentKind.DISCIPLINE)
        known = (
            used.exclude(subject="")
            .order_by("instrument__number", "position")
            .values_list("subject", flat=True)
        )
        words = dict.fromkeys([*known, *filter(None, [str(form["subject"].value() or "")])])
        choices = [("", _("None")), *((word, Statement.say_subject(word)) for word in words)]
        form.fields["subject"].widget = Select(choices=choices)


class StatementCreate(StatementForm, RecordCreate):
    """A new statement stands after the last one, in its group, unless somebody says otherwise."""

    def show(self, form: RecordForm, **options: Any) -> HttpResponse:
        if not form.is_bound:
            form.initial = {**self.place(form), **form.initial}
        return super().show(form, **options)

    def place(self, form: RecordForm) -> dict[str, Any]:
        """Where it stands in the instrument in question. One query at most."""
        asked = uuid_in(str(form["instrument"].value() or ""))
        if asked is None:
            return {}
        rows = Statement.objects.visible_to(self.viewer).filter(instrument__uid=asked)
        last = rows.order_by("-position").first()
        return {"position": last.position + 1, "group": last.group} if last else {"position": 1}


class StatementEdit(StatementForm, RecordEdit):
    """New words for a statement of a draft."""


class InstrumentPublish(RecordPage):
    """Fix the words of a draft."""

    role = "detail"
    edits = True

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        try:
            publish(instrument=self.record, actor=self.viewer, now=timezone.now())
        except InstrumentRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(record_url(self.object_type, self.record))


class InstrumentEdition(RecordPage):
    """Start the next edition from this one."""

    role = "detail"
    edits = True

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        fresh = new_edition(instrument=self.record, actor=self.viewer, now=timezone.now())
        return redirect(record_url(self.object_type, fresh))
