from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    """What IT knows about customers."""

    name = "knowledge"
    verbose_name = _("Knowledge")
