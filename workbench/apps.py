from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkbenchConfig(AppConfig):
    name = "workbench"
    verbose_name = _("Workbench")

    def ready(self) -> None:
        from workbench import checks, types  # app ready

        types.all_types()
        checks.register_checks()
