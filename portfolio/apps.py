from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortfolioConfig(AppConfig):
    """Choosing among initiatives."""

    name = "portfolio"
    verbose_name = _("Portfolio")
