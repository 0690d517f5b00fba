from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    """Ask, answer, score."""

    name = "assessments"
    verbose_name = _("Assessments")
