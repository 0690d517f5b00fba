from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    """Who decides what, and how fast."""

    name = "governance"
    verbose_name = _("Governance")
