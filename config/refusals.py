"""What is answered where no view does: to programs as data, to people as a page."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.views import defaults

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

API = "/api/"
"""How the addresses begin at which programs ask."""


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is nothing at this address, or nothing that may be seen."""
    if not request.path.startswith(API):
        return defaults.page_not_found(request, exception)
    detail = "There is nothing at this address. /api/v1/schema/ tells all there are."
    return JsonResponse({"detail": detail}, status=HTTPStatus.NOT_FOUND)


def failed(request: HttpRequest) -> HttpResponse:
    """A fault of the server."""
    if not request.path.startswith(API):
        return defaults.server_error(request)
    detail = "The server failed and has noted why. Send the request again later."
    return JsonResponse({"detail": detail}, status=HTTPStatus.INTERNAL_SERVER_ERROR)
