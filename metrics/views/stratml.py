"""A strategy as a StratML file, and a StratML file as a strategy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.doors import Door
from accounts.permissions import Permission
from metrics.forms.stratml import StratmlForm, units_for
from metrics.operations.stratml import import_stratml
from metrics.queries.stratml import told
from metrics.serializers.stratml_report import plan_of_file, remarks, rows
from metrics.serializers.stratml_writing import written
from metrics.serializers.stratml_xml import MAX_BYTES
from workbench.exchange.problems import Problem, Refused
from workbench.inputs import uuid_in
from workbench.links import list_url, url_of
from workbench.models import Upload
from workbench.operations.uploads import keep_upload
from workbench.trial import trial_of
from workbench.types import type_with_key
from workbench.views.base import RecordPage
from workbench.views.refusals import UNPROCESSABLE

if TYPE_CHECKING:
    from uuid import UUID

    from metrics.operations.stratml import PlanImport

MARK = "stratml"
"""What a kept file says it is, so that the importer of tables and this one do not take each other's."""


class StrategyStratml(RecordPage):
    """The strategy as a file to be saved."""

    role = "stratml"

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        response = HttpResponse(written(told(self.record)), content_type="application/xml; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.record.code}.stratml.xml"'
        return response


class StratmlImport(Door):
    """Takes a StratML file: a dry run shows what would happen, then all of it is saved or nothing."""

    permission = Permission.IMPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("step") == "save":
            return self.apply()
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=UNPROCESSABLE)
        data = form.cleaned_data["file"].read(MAX_BYTES + 1)
        asked = {"unit": str(form.cleaned_data["unit"].uid), "discipline": form.cleaned_data["discipline"]}
        return self.rehearse(form, form.cleaned_data["file"].name, data, asked)

    def form(self, *given: Any) -> StratmlForm:
        return StratmlForm(*given, units=units_for(self.viewer))

    def rehearse(self, form: StratmlForm, name: str, data: bytes, asked: dict[str, str]) -> HttpResponse:
        """Plan and try everything, and take it back; what can be saved is kept until it is."""
        try:
            plan = self.run(data, asked, rehearse=True)
        except Refused as refused:
            return self.show(form, self.trial(name, None, refused.problems), status=UNPROCESSABLE)
        upload = keep_upload(
            object_type=type_with_key("strategy"),
            name=name,
            content=data,
            mapping=json.dumps({MARK: asked}),
            user=self.viewer,
            now=timezone.now(),
        )
        return self.show(form, self.trial(name, plan, ()), upload)

    def run(self, data: bytes, asked: dict[str, str], *, rehearse: bool = False) -> PlanImport:
        """Read, plan and write. Raises ``Refused``."""
        unit = next((each for each in units_for(self.viewer) if str(each.uid) == asked["unit"]), None)
        if unit is None:
            gone = Problem(0, "unit", _("You may no longer change this unit."), _("Choose another unit."))
            raise Refused([gone])
        plan = plan_of_file(data=data, unit=unit, discipline=asked["discipline"], actor=self.viewer)
        import_stratml(plan=plan, actor=self.viewer, now=timezone.now(), rehearse=rehearse)
        return plan

    def apply(self) -> HttpResponse:
        """Save the file that was tried before."""
        uid = uuid_in(self.request.POST.get("upload"))
        own = Upload.objects.filter(user=self.viewer, mapping__startswith=f'{{"{MARK}"')
        upload = own.filter(uid=uid).first() if uid else None
        if upload is None:
            messages.error(self.request, _("The file is no longer here. Check it once more."))
            return HttpResponseRedirect(reverse("stratml_import"))
        try:
            plan = self.run(bytes(upload.content), json.loads(upload.mapping)[MARK])
        except Refused as refused:
            trial = self.trial(upload.name, None, refused.problems)
            return self.show(self.form(), trial, status=UNPROCESSABLE)
        upload.delete()
        strategy = plan.batches[0].steps[0].result
        messages.success(self.request, _("Imported: %(strategy)s.") % {"strategy": strategy})
        return HttpResponseRedirect(url_of(strategy))

    def trial(self, name: str, plan: PlanImport | None, problems: Any) -> dict[str, Any]:
        """What importing the file would do, or why it cannot be imported."""
        trial = trial_of(name, type_with_key("strategy"), plan, list(problems))
        more = {"rows": rows(plan), "remarks": remarks(plan)} if plan else {"rows": [], "remarks": []}
        return {"trial": trial, **more}

    def show(
        self,
        form: StratmlForm,
        tried: dict[str, Any] | None = None,
        upload: Upload | None = None,
        status: int = 200,
    ) -> HttpResponse:
        page = {
            "form": form,
            "has_unit": form["unit"].field.queryset.exists(),  # type: ignore[attr-defined]
            "list_url": list_url(type_with_key("strategy")),
            "tried": tried,
            "upload": upload,
        }
        return render(self.request, "metrics/stratml_import.html", {"page": page}, status=status)
