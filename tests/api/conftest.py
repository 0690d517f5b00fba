"""The record types and people of the workbench's tests."""

from tests.workbench.conftest import browser, kind, outsider, owner

__all__ = ["browser", "kind", "outsider", "owner"]
