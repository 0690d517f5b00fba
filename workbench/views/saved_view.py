from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from workbench.inputs import uuid_in
from workbench.links import list_url
from workbench.listing import without
from workbench.operations.saved_views import choose_columns, forget_view, save_view
from workbench.views.base import TypePage


class ListView(TypePage):
    """Keeps the present filters of a list under a name, forgets a view, or keeps which columns are shown."""

    role = "list"

    def post(self, request: HttpRequest) -> HttpResponse:
        query = request.POST.get("query", "")
        if uid := uuid_in(request.POST.get("forget")):
            forget_view(uid=uid, actor=self.viewer)
            return HttpResponseRedirect(list_url(self.object_type))
        if show := request.POST.get("show"):
            names = request.POST.getlist("columns") if show == "chosen" else ()
            choose_columns(object_type=self.object_type, names=names, actor=self.viewer)
            return HttpResponseRedirect(
                f"{list_url(self.object_type)}?{without(QueryDict(query), 'columns')}"
            )
        name = request.POST.get("name", "")
        try:
            save_view(object_type=self.object_type, name=name, query=query, actor=self.viewer)
        except ValidationError as error:
            messages.error(request, _("The view was not saved. %(why)s") % {"why": " ".join(error.messages)})
        return HttpResponseRedirect(f"{list_url(self.object_type)}?{query}")
