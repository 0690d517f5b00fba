from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Abstract models and value types; no tables."""

    name = "foundation"
