"""The committed lock files, and what a person would notice about them."""

from __future__ import annotations

from tools import locks
from tools.environment import ROOT


def test_the_locks_of_this_project_name_no_host() -> None:
    assert locks.offenses(ROOT) == []


def test_funding_links_of_npm_packages_are_no_hosts_of_packages() -> None:
    assert locks.FUNDING.match('        "url": "https://opencollective.com/someone"')
