"""Refusals of operations as HTTP answers, in one shape: which field, and what to do."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from rest_framework import exceptions, status
from rest_framework.parsers import JSONParser
from rest_framework.response import Response
from rest_framework.views import exception_handler

from workbench.naming import named
from workbench.operations.records import Fault, Invalid, Stale
from workbench.operations.removal import InUse

SMALLER = "Send records one by one, or many in a file to /api/v1/imports/."


class PreconditionRequired(exceptions.APIException):
    """A change was asked for without saying which version it is based on."""

    status_code = 428
    default_detail = "Send If-Match with the ETag of the version you changed."
    default_code = "precondition_required"


class Json(JSONParser):
    """What is nested too deeply to be read is refused like any other text that is no JSON."""

    def parse(self, *given: Any, **named: Any) -> Any:
        try:
            return super().parse(*given, **named)
        except RecursionError as error:
            raise exceptions.ParseError("JSON parse error - nested too deeply.") from error


def told(fault: Fault) -> dict[str, Any]:
    """A fault that is only warned of, with the pages where it is mended."""
    links = [{"label": str(remedy.label), "url": remedy.url} for remedy in fault.remedies]
    return {"field": fault.field, "message": str(fault.message), "remedies": links}


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's own handler, and our operations' exceptions."""
    if isinstance(error, Invalid):
        found: dict[str, list[str]] = {}
        for fault in error.faults:
            found.setdefault(fault.field or "non_field_errors", []).append(str(fault.message))
        return Response(found, status=status.HTTP_400_BAD_REQUEST)
    if isinstance(error, Stale):
        detail = f"The record is at version {error.record.version}. Read it again, then send your change."
        return Response(
            {"detail": detail, "version": error.record.version}, status=status.HTTP_412_PRECONDITION_FAILED
        )
    if isinstance(error, InUse):
        names = [line.text for line in named(error.removal.obstacles, context["request"].user)]
        detail = "Other records refer to this one. Archive it, or remove them first."
        return Response({"detail": detail, "obstacles": names}, status=status.HTTP_409_CONFLICT)
    if isinstance(error, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        size, fields = settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 2**20, settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        detail = f"One request may hold {size:g} MB beside its file, and {fields:,} fields. {SMALLER}"
        return Response({"detail": detail}, status=status.HTTP_413_REQUEST_ENTITY_TOO_LARGE)
    return exception_handler(error, context)
