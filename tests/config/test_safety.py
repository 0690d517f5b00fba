"""What an installation is told, or guesses, about itself."""

from __future__ import annotations

import pytest

from config.safety import likely_address


@pytest.mark.parametrize(
    ("hosts", "https", "port", "address"),
    [
        (["sightline.example", "localhost"], True, "8000", "https://sightline.example"),
        (["*", ".sightline.example", "plans.example"], False, "8000", "http://plans.example"),
        (["localhost", "127.0.0.1"], False, "9000", "http://localhost:9000"),
        (["[::1]"], False, "8000", "http://[::1]:8000"),
        (["*"], False, "8000", "http://localhost:8000"),
        ([], True, "8443", "https://localhost:8443"),
    ],
)
def test_an_installation_that_does_not_say_where_it_is_guesses(
    hosts: list[str], https: bool, port: str, address: str
) -> None:
    assert likely_address(hosts, https=https, port=port) == address
