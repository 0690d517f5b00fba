"""The compose file: its parts, what can be reached, what is watched, and that every variable is described."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tools.container_files.reading import compose, variables
from tests.tools.container_files.stand_ins import COMPOSE, SECRETS
from tools import documents
from tools.environment import ROOT


def test_every_command_of_the_compose_file_is_run_here(services: dict[str, Any]) -> None:
    """A new one needs a test of its own."""
    commanded = {name for name, service in services.items() if "command" in service}
    checked = {name for name, service in services.items() if "test" in service.get("healthcheck", {})}
    assert commanded == {"prepare", "worker", "scheduler", "redis"}
    assert checked == {"worker", "scheduler", "db", "redis"}


def test_the_parts_of_an_installation(services: dict[str, Any]) -> None:
    assert list(services) == ["prepare", "web", "worker", "scheduler", "db", "redis"]
    assert {name: service["networks"] for name, service in services.items()} == {
        "prepare": ["inside"],
        "web": ["inside", "outside"],
        "worker": ["inside", "outside"],
        "scheduler": ["inside"],
        "db": ["inside"],
        "redis": ["inside"],
    }


def test_only_the_web_service_can_be_reached_and_only_from_this_machine(services: dict[str, Any]) -> None:
    assert {name: service["ports"] for name, service in services.items() if "ports" in service} == {
        "web": ["127.0.0.1:8000:8000"]
    }
    assert compose(COMPOSE, SECRETS)["networks"] == {"inside": {"internal": True}, "outside": None}


def test_redis_keeps_what_it_is_given(services: dict[str, Any]) -> None:
    assert services["redis"]["command"] == [
        "redis-server", "--appendonly", "yes", "--appendfsync", "everysec",
        "--maxmemory-policy", "noeviction", "--requirepass", "b",
    ]  # fmt: skip


def test_every_service_but_the_one_that_ends_is_watched(services: dict[str, Any]) -> None:
    # The web service's check is the image's own.
    unwatched = {name for name, service in services.items() if "test" not in service.get("healthcheck", {})}
    assert unwatched == {"prepare", "web"}


def test_every_variable_of_the_compose_file_is_described() -> None:
    described = set(documents.SETTING.findall((ROOT / "docs" / "reference" / "settings.md").read_text()))
    names = {name for name, _ in described} | {"POSTGRES_PASSWORD", "REDIS_PASSWORD"}
    operating = (ROOT / "docs" / "operating.md").read_text()
    assert variables(COMPOSE) - names == set()
    assert [name for name in ("POSTGRES_PASSWORD", "REDIS_PASSWORD") if name not in operating] == []


def test_every_variable_that_the_services_set_is_described(services: dict[str, Any]) -> None:
    described = {
        name for name, _ in documents.SETTING.findall((ROOT / "docs/reference/settings.md").read_text())
    }
    assert set(services["web"]["environment"]) - described == set()


def test_a_secret_that_is_missing_stops_the_start() -> None:
    with pytest.raises(KeyError, match="SECRET_KEY"):
        compose(COMPOSE, {name: value for name, value in SECRETS.items() if name != "SECRET_KEY"})
