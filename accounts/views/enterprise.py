from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.forms import EnterpriseForm
from accounts.models import Enterprise
from accounts.operations.enterprise import update_enterprise
from accounts.permissions import Permission
from accounts.rules import ROOT_PATH
from accounts.views.base import Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class EnterpriseSettings(Page):
    """Name, time zone, currency, fiscal year: what every figure of the installation depends on."""

    permission = Permission.MANAGE_SYSTEM
    template_name = "accounts/enterprise.html"

    def concerned_units(self) -> list[str]:
        return [ROOT_PATH]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=EnterpriseForm(instance=Enterprise.objects.get()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = EnterpriseForm(request.POST, instance=Enterprise.objects.get())
        if not form.is_valid():
            return self.show(form=form)
        update_enterprise(settings=form.changes(), actor=self.viewer, now=timezone.now())
        messages.success(request, _("Settings saved."))
        return HttpResponseRedirect(reverse("enterprise"))
