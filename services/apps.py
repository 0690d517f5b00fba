from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    """Customer-facing IT services and the causes of customers' symptoms."""

    name = "services"
    verbose_name = _("Services")
