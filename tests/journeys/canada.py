"""A government's chief information officer at work on two years of its real IT portfolio.

The files lie beside the repository and are made by others; tests that use this skip, visibly, where they are absent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum

from alignment.models import Outlay
from workbench.exchange.reading import read_table

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User

DATA = settings.BASE_DIR.parent / "shared" / "data" / "canada_it_projects"
MAPPINGS = settings.BASE_DIR / "examples" / "mappings"
NEEDS_DATA = pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared/data/canada_it_projects")

FRESH, OLD = "2026-09-01", "2020-09-01"
"""Evidence within its year, and evidence long past its review."""


@dataclass
class Officer:
    """The chief information officer at work: pages through a browser's requests, records through the API."""

    client: Client
    user: User
    uids: dict[str, str] = field(default_factory=dict)

    def bring_in(self, page: str, mapping: str, year: int) -> list[str]:
        """Check a file on the import page, then confirm; returns the counts the dry run showed."""
        files = {
            "file": upload(f"gc-it-projects-{year}.csv", (DATA / f"gc-it-projects-{year}.csv").read_bytes()),
            "mapping": upload(f"{mapping}.yaml", (MAPPINGS / f"{mapping}.yaml").read_bytes()),
        }
        tried = self.client.post(f"/{page}/import/", {**files, "step": "check"})
        assert tried.status_code == 200
        shown = tried.context["page"]
        done = self.client.post(f"/{page}/import/", {"upload": shown["upload"].uid, "step": "save"})
        assert (done.status_code, done["Location"]) == (302, f"/{page}/")
        return [f"{figure['text']} {figure['label']}" for figure in shown["run"].counts]

    def create(self, slug: str, **values: Any) -> str:
        """Create a record through the API; returns its uid."""
        answer = self.client.post(f"/api/v1/{slug}/", values, content_type="application/json")
        assert answer.status_code == 201, answer.json()
        uid: str = answer.json()["uid"]
        return uid

    def get(self, path: str) -> Any:
        answer = self.client.get(path)
        assert answer.status_code == 200
        return answer.json()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def total(**filters: Any) -> Decimal | None:
    """Budgets of the initiatives asked for, in Canadian dollars."""
    amount: Decimal | None = Outlay.objects.filter(**filters).aggregate(total=Sum("amount"))["total"]
    return amount


def known(day: str = FRESH) -> dict[str, Any]:
    """Evidence, and how long it holds."""
    return {"evidence": "Survey of 1,200 people", "evidence_date": day, "review_months": 12}


def keys(year: int) -> list[str]:
    """The projects of one year's file, by their own key."""
    table = read_table((DATA / f"gc-it-projects-{year}.csv").read_bytes())
    at = table.header.index("uniqueId")
    return [row.cells[at] for row in table.rows]
