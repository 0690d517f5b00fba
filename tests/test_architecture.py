"""Rules of the house that no linter sees. Each guard is shown to find a planted fault."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.db import models
from django.http import HttpResponse
from django.test.utils import isolate_apps
from django.urls import path
from django.views import View
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView

from accounts.doors import Door, public, signs_in_itself
from accounts.models import Unit
from foundation.models import Record
from tests.factories.registry import SPECIMENS
from tests.guards import (
    CATALOGUED,
    MODELS,
    OURS,
    ROOT,
    all_doors,
    astray,
    bare_reads,
    doors,
    loose,
    misnamed,
    open_apis,
    operations,
    relations,
    uncatalogued,
    undeclared,
    upward,
    willful,
    without_vocabulary,
)
from workbench.api.permissions import SignedIn


# ── doors ────────────────────────────────────────────────────────────────────────────────────────
def test_every_door_says_who_may_pass() -> None:
    assert len(all_doors()) > 200
    assert undeclared(all_doors()) == []


def test_a_door_that_says_nothing_is_found() -> None:
    class Silent(Door):
        pass

    class Said(Door):
        permission = None

    def bare(_request: Any) -> HttpResponse:
        return HttpResponse()

    planted = [path("silent/", Silent.as_view()), path("bare/", bare), path("plain/", View.as_view())]
    planted += [
        path("said/", Said.as_view()),
        path("public/", public(lambda _request: HttpResponse())),
    ]
    assert undeclared(doors(planted)) == ["silent/", "bare/", "plain/"]


def test_every_address_of_the_api_asks_who_calls() -> None:
    assert [route for route, _ in all_doors() if route.startswith("api/") and "initiatives" in route] != []
    assert open_apis(all_doors()) == []
    api = [pattern for route, pattern in all_doors() if route.startswith("api/")]
    assert all(signs_in_itself(pattern.callback) for pattern in api)


def test_an_open_api_is_found() -> None:
    class Open(APIView):
        signs_in_itself = True
        permission_classes: Any = (AllowAny,)

    class Closed(Open):
        permission_classes = (SignedIn,)

    planted = [path("open/", Open.as_view()), path("closed/", Closed.as_view())]
    assert open_apis(doors(planted)) == ["open/"]


def test_names_of_addresses_views_and_pages() -> None:
    """Addresses in lower case with hyphens and a slash at the end; names with underscores; no ``View`` at the end."""
    for route, pattern in all_doors():
        plain = re.sub(r"<[a-z]+:[a-z_]+>|\^.*", "x", route)
        if plain not in {"", "livez", "readyz", "healthz/nightly"}:
            assert re.fullmatch(r"(?:[a-z0-9-]+/)+|x/?", plain), route
        assert pattern.name is None or re.fullmatch(r"[a-z0-9_-]+", pattern.name), pattern.name
        view = getattr(pattern.callback, "view_class", None)
        assert (
            view is None
            or not view.__name__.endswith("View")
            or not view.__module__.startswith(OURS)
            or (view.__name__ == "ListView")
        ), view


# ── the catalog ──────────────────────────────────────────────────────────────────────────────────
def test_every_record_has_its_pages_its_words_its_units_and_its_factory() -> None:
    assert uncatalogued(MODELS) == []
    assert without_vocabulary(CATALOGUED) == []
    assert astray(CATALOGUED) == []
    assert set(SPECIMENS) == set(CATALOGUED)


@isolate_apps("alignment")
def test_a_record_outside_the_rules_is_found() -> None:
    class Stray(Record):
        UNIT_LOOKUPS = ("unit", "owner")
        unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
        owner = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
        objects = models.Manager()  # type: ignore[assignment]  # noqa: TID251 - the planted fault

        class Meta(Record.Meta):
            app_label = "alignment"

    owner: Any = Stray._meta.get_field("owner")
    owner.remote_field.model = apps.get_model("accounts.Person")
    assert uncatalogued([Stray]) == ["alignment.stray"]
    assert without_vocabulary([Stray]) == ["alignment.stray"]
    assert astray([Stray]) == ["Stray: owner"]


# ── models ───────────────────────────────────────────────────────────────────────────────────────
def test_relations_point_down_and_say_where_they_come_from() -> None:
    assert len(list(relations(MODELS))) > 40
    assert upward(MODELS) == []
    assert misnamed(MODELS) == []


def test_models_keep_to_fields_constraints_and_words() -> None:
    assert willful(MODELS) == []


@isolate_apps("accounts", "alignment")
def test_a_model_outside_the_rules_is_found() -> None:
    class LinkData(models.Model):  # noqa: DJ008 - the planted fault
        initiative = models.ForeignKey("alignment.Initiative", on_delete=models.PROTECT)
        unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="data")
        seen = models.DateTimeField()
        due = models.DateField()

        class Meta:
            app_label = "accounts"
            ordering = ("pk",)

        def save(self, *args: Any, **kwargs: Any) -> None:
            super().save(*args, **kwargs)

    class Aside(models.Model):
        unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="asides")

        class Meta:
            app_label = "alignment"

        def __str__(self) -> str:
            return ""

    assert upward([LinkData, Aside]) == ["accounts.linkdata.initiative"]
    assert misnamed([LinkData, Aside]) == ["accounts.linkdata.initiative", "alignment.aside.unit"]
    assert willful([LinkData, Aside]) == [
        "accounts.linkdata has an order",
        "accounts.linkdata overrides save",
        "accounts.linkdata has no text",
        "accounts.linkdata.seen does not end in _at",
        "accounts.linkdata.due does not end in _date",
        "accounts.linkdata is named after nothing",
    ]


# ── operations and pages ─────────────────────────────────────────────────────────────────────────
def test_operations_are_called_by_name() -> None:
    assert len(list(operations())) > 30
    assert loose(operations()) == []


def test_a_loose_operation_is_found() -> None:
    def close(period: str, *, actor: str, now: str) -> None: ...
    def untyped(*, actor, now) -> None: ...  # type: ignore[no-untyped-def]
    def silent(*, actor: str): ...  # type: ignore[no-untyped-def]
    def sound(*, period: str, actor: str, now: str) -> None: ...

    assert loose([close, untyped, silent, sound]) == ["close", "untyped", "silent"]


def test_pages_reach_records_through_what_the_viewer_may_see() -> None:
    pages = [
        file
        for app in OURS
        for place in ("views*", "panels*", "views/*", "api/*")
        for file in (ROOT / app).glob(f"{place}.py")
    ]
    assert len(pages) > 20
    assert {
        str(file.relative_to(ROOT)): found for file in pages if (found := bare_reads(file.read_text()))
    } == {}


def test_a_bare_read_is_found() -> None:
    assert bare_reads("rows = Initiative.objects.filter(pk=1)") == ["Initiative.objects"]
    assert bare_reads("rows = Initiative.objects.visible_to(viewer)\nUser.objects.get()") == []
