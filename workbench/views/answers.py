"""Answers that many pages give: the whole page or what the script asked for, and rows as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from workbench.exchange.writing import csv_chunks

if TYPE_CHECKING:
    from accounts.doors import PageRequest


def wants_results(request: HttpRequest) -> bool:
    """Whether the script asks for what a changed filter changes, not for a whole page to go back to."""
    htmx = cast("PageRequest", request).htmx
    return bool(htmx) and not htmx.history_restore_request


def page_or_results(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page, or its part ``results`` to be put in place."""
    response = render(request, f"{template}#results" if wants_results(request) else template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """Rows as a CSV file to keep; those of a list in the reader's language and zone, others read while they are sent."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    content = csv_chunks(header, rows)
    return StreamingHttpResponse(content, content_type="text/csv; charset=utf-8", headers=disposition)
