"""The API takes files through the importer of the pages and the command."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Unit, User
from alignment.models import Initiative
from workbench.models import Upload

ClientOf = Callable[[User], Client]
GOOD = b"name,unit\nClaims portal,Claims\nClaims desk,Claims\n"


def sent(client: Client, content: bytes, **asked: Any) -> Any:
    file = SimpleUploadedFile("work.csv", content)
    return client.post("/api/v1/imports/", {"type": "initiative", "file": file, **asked})


def names() -> list[str]:
    return sorted(Initiative.objects.values_list("name", flat=True))


def test_a_file_is_imported_once(analyst: User, claims: Unit, client_of: ClientOf) -> None:
    client = client_of(analyst)

    first, second = sent(client, GOOD), sent(client, GOOD)

    assert first.status_code == 200
    counts = {"type": "initiative", "created": 2, "updated": 0, "unchanged": 0}
    assert first.json() == {"dry_run": False, "counts": [counts], "warnings": []}
    assert second.json()["counts"] == [{"type": "initiative", "created": 0, "updated": 0, "unchanged": 2}]
    assert names() == ["Claims desk", "Claims portal"]


def test_a_dry_run_writes_nothing(analyst: User, claims: Unit, client_of: ClientOf) -> None:
    answer = sent(client_of(analyst), GOOD, dry_run="true")

    assert answer.json()["counts"][0]["created"] == 2
    assert names() == []


def test_a_mapping_reads_a_file_made_elsewhere(analyst: User, claims: Unit, client_of: ClientOf) -> None:
    mapping = SimpleUploadedFile("map.yaml", b"type: initiative\ncolumns:\n  name: Title\n  unit: Where\n")

    answer = sent(client_of(analyst), b"Title,Where\nPortal,Claims\n", mapping=mapping)

    assert (answer.status_code, names()) == (200, ["Portal"])


def test_problems_name_row_field_and_remedy(analyst: User, claims: Unit, client_of: ClientOf) -> None:
    answer = sent(client_of(analyst), b"name,unit\nPortal,Claims\nDesk,Nowhere\n")

    assert answer.status_code == 400
    (problem,) = answer.json()["problems"]
    assert (problem["row"], problem["field"]) == (3, "unit")
    assert all(problem[part] for part in ("message", "remedy"))
    assert names() == []


@pytest.mark.parametrize("asked", [{"type": "nothing"}, {"type": ""}])
def test_an_unknown_type_is_refused(analyst: User, client_of: ClientOf, asked: dict[str, str]) -> None:
    answer = sent(client_of(analyst), GOOD, **asked)

    assert (answer.status_code, [*answer.json()]) == (400, ["type"])


def test_only_who_may_import(reader: User, anonymous: Client, client_of: ClientOf) -> None:
    assert sent(client_of(reader), GOOD).status_code == 403
    assert sent(anonymous, GOOD).status_code == 401


@pytest.mark.parametrize("address", ["/api/v1/imports/", "/initiatives/import/"])
@pytest.mark.parametrize("endless", ["file", "mapping"])
def test_of_a_file_without_end_only_the_beginning_is_read(
    analyst: User,
    claims: Unit,
    client_of: ClientOf,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    endless: str,
) -> None:
    read: list[int] = []

    def counted(file: Any, size: int = -1) -> bytes:
        read.append(size)
        return b"x" * (size if file.name == "long" else 9)

    monkeypatch.setattr("django.core.files.uploadedfile.InMemoryUploadedFile.read", counted, raising=False)
    files = {name: BytesIO(b"x") for name in ("file", "mapping")}
    for name, file in files.items():
        file.name = "long" if name == endless else "short"

    answer = client_of(analyst).post(address, {"type": "initiative", **files})

    assert answer.status_code in {400, 422}
    assert sorted(read) == [25_000_001, 25_000_001]
    assert not Upload.objects.exists()
