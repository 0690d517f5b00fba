from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlignmentConfig(AppConfig):
    """What serves what, and how well."""

    name = "alignment"
    verbose_name = _("Alignment")
