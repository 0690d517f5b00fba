from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationConfig(AppConfig):
    """Who does IT work, where they sit and what they can do."""

    name = "organization"
    verbose_name = _("Organization")
