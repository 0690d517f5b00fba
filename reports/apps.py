from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Pages that join the apps below; no tables."""

    name = "reports"
    verbose_name = _("Reports")
