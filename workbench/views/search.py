from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from accounts.doors import Door
from workbench.search import search


class Search(TemplateResponseMixin, ContextMixin, Door):
    """Everything that matches some words: a page, and the list under the search box."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        words = request.GET.get("q", "")[:200]
        return self.render_to_response({"words": words, "hits": search(words, self.viewer)})

    def get_template_names(self) -> list[str]:
        fragment = self.htmx or self.request.headers.get("X-Fragment")
        return ["workbench/search.html#hits" if fragment else "workbench/search.html"]
