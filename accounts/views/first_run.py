from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.core.ratelimit import consume_or_429
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from accounts.forms import FirstRunForm, refuse
from accounts.operations.enterprise import AlreadyOpen
from accounts.operations.first_run import WrongToken, is_right, issue_token, open_enterprise

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NAMES = {"email": "administrator_email"}


class FirstRun(View):
    """Opens an empty installation for whoever can read its log; afterwards there is no such page."""

    is_public = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        try:
            issue_token()
        except AlreadyOpen as error:
            raise Http404 from error

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(FirstRunForm(initial={"token": request.GET.get("token", "")}))

    def post(self, request: HttpRequest) -> HttpResponse:
        limited: HttpResponse | None = consume_or_429(request, action="first_run")
        if limited:
            return limited
        form = FirstRunForm(request.POST)
        if form.is_valid():
            return self.opened(form)
        if not is_right(form.cleaned_data.get("token", "")) and "token" not in form.errors:
            self.tell_wrong(form)
        return self.show(form)

    def opened(self, form: FirstRunForm) -> HttpResponse:
        try:
            opened = open_enterprise(**form.cleaned_data, now=timezone.now())
        except WrongToken:
            self.tell_wrong(form)
            return self.show(form)
        except ValidationError as error:
            refuse(form, error, NAMES)
            return self.show(form)
        except AlreadyOpen as error:
            raise Http404 from error
        get_adapter().login(self.request, opened.administrator)
        return HttpResponseRedirect("/")

    def tell_wrong(self, form: FirstRunForm) -> None:
        """At the field of the token, beside whatever else there is to put right."""
        form.add_error(
            "token",
            _("This is not the token from the log. It may have been replaced since: read the last line."),
        )

    def show(self, form: FirstRunForm) -> HttpResponse:
        return render(
            self.request, "accounts/first_run.html", {"form": form}, status=422 if form.errors else 200
        )
