"""A misspelt name in a catalog entry stops the start and says where it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from alignment.models import Initiative
from foundation.catalog import ObjectType, Section
from workbench.checks import catalog_names, faults_in
from workbench.types import type_named, type_of

INITIATIVE: Any = type_of(Initiative)


def test_the_catalog_is_sound() -> None:
    assert catalog_names() == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("fields", ("name", "nmae")),
        ("filters", ("nmae",)),
        ("columns", ("nmae",)),
        ("search", ("nmae__statement",)),
        ("sections", (Section("Kind", ("nmae",)),)),
    ],
)
def test_a_misspelt_name_is_found(place: str, value: tuple[Any, ...]) -> None:
    entry: ObjectType = replace(INITIATIVE, **{place: value})
    (fault,) = faults_in(entry)
    assert (fault.id, fault.msg) == (
        "workbench.E001",
        f"Initiative: {place} names 'nmae', which the model does not have",
    )


def test_a_type_without_a_letter_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Initiative, "PREFIX", "")
    assert [fault.id for fault in faults_in(INITIATIVE)] == ["workbench.E002"]


def test_a_type_is_known_by_its_key_its_address_and_its_label() -> None:
    names = ("initiative", "initiatives", " Alignment.Initiative ", "INITIATIVE")
    assert [type_named(name) for name in names] == [INITIATIVE] * 4
    assert type_named("initative") is None
