from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The composition root; its only command builds the demonstration."""

    name = "config"
