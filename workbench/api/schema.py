from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from accounts.middleware import OPEN_TO

ALWAYS = {"401": "Not signed in.", "403": "Not allowed.", "429": "Too many requests."}
SENT = {
    "400": "A value is refused; says which field and why.",
    "413": "More than one request may hold.",
    "415": "Send JSON.",
}
FOUND = {"404": "Not found, or not visible."}
BASED = {"412": "Somebody saved a newer version.", "428": "If-Match is missing."}
BY_METHOD = {
    "GET": FOUND,
    "POST": SENT,
    "PATCH": SENT | FOUND | BASED,
    "DELETE": FOUND | BASED | {"409": "Other records refer to it."},
}
WARNINGS = "Sightline-Warnings"
"""The header that says what was saved although something speaks against it."""
TOLD = {
    "description": "What was saved although something speaks against it: a JSON list of objects with "
    "`field`, `message` and `remedies` (each a `label` and the `url` of a page). Absent where there is nothing.",
    "schema": {"type": "string"},
}

PART = {
    "description": "Where the caller may not read everything: a JSON list with the names of the units that may be "
    "read, each with what is below. Lists, counts and sums hold those alone. Absent where everything may be read.",
    "schema": {"type": "string"},
}


class Schema(AutoSchema):
    """The OpenAPI document says every answer an endpoint may give, and asks for If-Match."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        answers = {**ALWAYS, **BY_METHOD.get(self.method, {})}
        if "list" in operation["operationId"].split("_"):
            answers["400"] = "A filter is refused; says which one and why."
        for code, text in answers.items():
            operation["responses"].setdefault(code, {"description": text})
        headers = {OPEN_TO: PART, **({WARNINGS: TOLD} if self.method in {"POST", "PATCH"} else {})}
        for code in operation["responses"].keys() & {"200", "201"}:
            operation["responses"][code].setdefault("headers", {}).update(headers)
        return operation

    def get_override_parameters(self) -> list[Any]:
        if self.method not in {"PATCH", "DELETE"}:
            return []
        return [
            OpenApiParameter(
                "If-Match",
                location=OpenApiParameter.HEADER,
                description="The ETag of the version that the change is based on.",
            )
        ]


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the document names a personal token."""

    target_class = "accounts.backends.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
