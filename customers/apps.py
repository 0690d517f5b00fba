from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    """Whom the enterprise serves, and what they need."""

    name = "customers"
    verbose_name = _("Customers")
