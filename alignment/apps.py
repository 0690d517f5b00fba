from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlignmentConfig(AppConfig):
    """What serves what, and how well."""

    name = "alignment"
    verbose_name = _("Alignment")

    def ready(self) -> None:
        from alignment.receivers import ask_for_index, await_standings, keep_standings  # app ready
        from workbench.signals import records_awaited, records_written  # app ready

        records_awaited.connect(await_standings, dispatch_uid="alignment.standings")
        records_written.connect(keep_standings, dispatch_uid="alignment.standings")
        records_written.connect(ask_for_index, dispatch_uid="alignment.index")
