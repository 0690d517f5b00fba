from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StrategiesConfig(AppConfig):
    """How units mean to win customers."""

    name = "strategies"
    verbose_name = _("Strategies")
