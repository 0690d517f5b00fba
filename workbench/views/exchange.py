from __future__ import annotations

from contextlib import closing
from tempfile import SpooledTemporaryFile
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from workbench.cells import label_of, plural_of
from workbench.exchange import limits
from workbench.exchange.exporting import export_header, export_rows
from workbench.exchange.importing import ImportPlan, apply_import, plan_of_file
from workbench.exchange.problems import Refused
from workbench.exchange.writing import write_workbook
from workbench.inputs import uuid_in
from workbench.links import list_url, page_url
from workbench.listing import filtered
from workbench.models import Upload
from workbench.operations.uploads import keep_upload
from workbench.trial import Trial, trial_of
from workbench.views.answers import csv_file
from workbench.views.base import TypePage
from workbench.views.refusals import NAMED_AT_MOST

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 5_000_000


class ImportForm(forms.Form):
    """A file, and how its columns are to be read where they do not carry the names of fields."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or Excel. The first row names the columns."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    mapping = forms.FileField(
        label=gettext_lazy("Mapping"),
        required=False,
        help_text=gettext_lazy("A YAML file that says which column is which, for files made elsewhere."),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
    )


class RecordImport(TypePage):
    """Takes a file of records: a dry run shows what would happen, then all of it is saved or nothing."""

    role = "import"

    def needed_permission(self) -> str | None:
        return Permission.IMPORT if self.may_edit() else self.object_type.permission

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(ImportForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("step") == "save":
            return self.apply()
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        file, mapping = form.cleaned_data["file"], form.cleaned_data["mapping"]
        # One byte too many is enough to refuse a file, and nobody has to hold the rest.
        rules = mapping.read(limits.MAX_BYTES + 1).decode(errors="replace") if mapping else ""
        return self.rehearse(form, file.name, file.read(limits.MAX_BYTES + 1), rules)

    def rehearse(self, form: ImportForm, name: str, content: bytes, mapping: str) -> HttpResponse:
        """Plan and try everything, and take it back; what can be saved is kept until it is."""
        now, plan = timezone.now(), None
        try:
            plan = self.plan(content, mapping)
            apply_import(plan=plan, actor=self.viewer, now=now, rehearse=True)
        except Refused as refused:
            return self.show(
                form, trial=trial_of(name, self.object_type, plan, [*refused.problems]), status=422
            )
        given: dict[str, Any] = {"name": name, "content": content, "mapping": mapping}
        upload = keep_upload(object_type=self.object_type, user=self.viewer, now=now, **given)
        return self.show(form, trial=trial_of(name, self.object_type, plan, []), upload=upload)

    def apply(self) -> HttpResponse:
        """Save the file that was tried before."""
        own = Upload.objects.filter(user=self.viewer, type_label=self.object_type.label)
        uid = uuid_in(self.request.POST.get("upload"))
        upload = own.filter(uid=uid).first() if uid else None
        if upload is None:
            messages.error(self.request, _("The file is no longer here. Check it once more."))
            return HttpResponseRedirect(page_url(self.object_type, "import"))
        try:
            plan = self.plan(bytes(upload.content), upload.mapping)
            apply_import(plan=plan, actor=self.viewer, now=timezone.now())
        except Refused as refused:
            trial = trial_of(upload.name, self.object_type, None, list(refused.problems))
            return self.show(ImportForm(), trial=trial, upload=upload, status=422)
        upload.delete()
        messages.success(self.request, _("Imported. %(what)s") % {"what": summary(plan)})
        for warning in plan.warnings[:NAMED_AT_MOST]:
            words = {"row": warning.row, "text": warning.message}
            messages.warning(self.request, _("Row %(row)s: %(text)s") % words)
        return HttpResponseRedirect(list_url(self.object_type))

    def plan(self, content: bytes, mapping: str) -> ImportPlan:
        """What the file means. Raises ``Refused``."""
        return plan_of_file(
            object_type=self.object_type, data=content, mapping=mapping.encode(), actor=self.viewer
        )

    def show(
        self, form: ImportForm, *, trial: Trial | None = None, upload: Upload | None = None, status: int = 200
    ) -> HttpResponse:
        page: dict[str, Any] = {
            "title": _("Import %(what)s") % {"what": self.object_type.model._meta.verbose_name_plural},
            "finding_lead": _("Nothing is saved before you have seen what would change."),
            "finding_rest": _("All of the file is imported, or none of it."),
            "list_url": list_url(self.object_type),
            "list_label": plural_of(self.object_type),
            "url": page_url(self.object_type, "import"),
            "form": form,
            "run": trial,
            "upload": upload,
            "known_columns": self.known_columns(),
            "template_urls": self.templates(),
        }
        return self.render_to_response({"page": page, "object_type": self.object_type}, status=status)

    def known_columns(self) -> list[dict[str, str]]:
        """Every field a file may give, with what it must look like."""
        meta = self.object_type.model._meta
        helps = [(name, getattr(meta.get_field(name), "help_text", "")) for name in self.object_type.fields]
        return [
            {"name": name, "text": capfirst(str(text or label_of(self.object_type, name)))}
            for name, text in helps
        ]

    def templates(self) -> list[dict[str, str]]:
        """The present records as a file, which is the best pattern for another one."""
        base = page_url(self.object_type, "export")
        return [
            {"label": _("The records as CSV"), "url": f"{base}?format=csv"},
            {"label": _("The records as Excel"), "url": f"{base}?format=xlsx"},
        ]


class RecordExport(TypePage):
    """The records of a list, or the picked ones, as a file that imports back to no change."""

    role = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.file(
            filtered(self.object_type, request.GET, self.viewer).qs, request.GET.get("format", "")
        )

    def post(self, request: HttpRequest) -> HttpResponseBase:
        return self.file(self.picked(), "xlsx")

    def file(self, records: Any, form: str) -> HttpResponseBase:
        header = export_header(self.object_type)
        rows = export_rows(object_type=self.object_type, records=records, viewer=self.viewer)
        if form != "xlsx":
            return csv_file(self.object_type.slug, header, rows)
        stream = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the answer closes it
        try:
            with closing(rows):
                write_workbook(stream, header, rows)
        except Refused as refused:
            messages.error(self.request, str(refused))
            return HttpResponseRedirect(list_url(self.object_type))
        stream.seek(0)
        return FileResponse(
            stream, as_attachment=True, filename=f"{self.object_type.slug}.xlsx", content_type=WORKBOOK
        )


def summary(plan: ImportPlan) -> str:
    """What an import did, type by type."""
    text = _("%(what)s: %(created)s created, %(updated)s updated, %(unchanged)s unchanged.")
    named = [(batch.object_type.model._meta.verbose_name_plural, batch.counts) for batch in plan.batches]
    return capfirst(" ".join(text % {"what": what, **counts} for what, counts in named))
