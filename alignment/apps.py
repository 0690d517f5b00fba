from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlignmentConfig(AppConfig):
    """What serves what, and how well."""

    name = "alignment"
    verbose_name = _("Alignment")

    def ready(self) -> None:
        from alignment.receivers import ask_for_index  # app ready
        from workbench.signals import records_written  # app ready

        records_written.connect(ask_for_index, dispatch_uid="alignment.index")
