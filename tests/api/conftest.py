"""The record types and people of the workbench's tests."""

from tests.workbench.conftest import browser, kind, owner

__all__ = ["browser", "kind", "owner"]
