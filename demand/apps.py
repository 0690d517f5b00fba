from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemandConfig(AppConfig):
    """The customers' and the business's voice on its way into IT."""

    name = "demand"
    verbose_name = _("Demand")
