from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from metrics.signals import figures_published


class AlignmentConfig(AppConfig):
    """What serves what, and how well."""

    name = "alignment"
    verbose_name = _("Alignment")

    def ready(self) -> None:
        from alignment import receivers  # app ready
        from workbench.signals import records_awaited, records_written  # app ready

        records_awaited.connect(receivers.await_standings, dispatch_uid="alignment.standings")
        records_written.connect(receivers.keep_standings, dispatch_uid="alignment.standings")
        records_written.connect(receivers.ask_for_index, dispatch_uid="alignment.index")
        figures_published.connect(receivers.ask_for_index_after_figures, dispatch_uid="alignment.index")
