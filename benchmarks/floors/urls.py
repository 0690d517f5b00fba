"""The addresses of the plain pages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import path

from benchmarks.floors.map import plain_initiatives, plain_map, plain_matrix
from benchmarks.floors.pages import plain_detail, plain_list, plain_shell

urlpatterns = [
    path("shell/", plain_shell),
    path("list/", plain_list),
    path("detail/<int:pk>/", plain_detail, name="plain_detail"),
    path("map/", plain_map),
    path("initiatives/", plain_initiatives),
    path("matrix/", plain_matrix),
]


class PlainAddresses:
    """Middleware for a process that answers for the product too: the plain pages keep addresses of their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return self.get_response(request)
