"""Answers that many pages give: the whole page or what the script asked for, and rows as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from workbench.exchange.writing import csv_chunks


def page_or_results(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """The page, or its part ``results`` where the script has asked for it to put it in place."""
    if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
        template += "#results"
    response = render(request, template, dict(context))
    patch_vary_headers(response, ["HX-Request"])
    return response


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """Rows as a CSV file to keep; those of a list in the reader's language and zone, others read while they are sent."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    content = csv_chunks(header, rows)
    return StreamingHttpResponse(content, content_type="text/csv; charset=utf-8", headers=disposition)
