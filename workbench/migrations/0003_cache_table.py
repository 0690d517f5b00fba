from typing import Any

from django.core.management import call_command
from django.db import migrations


def make_cache_table(apps: Any, schema_editor: Any) -> None:
    """Counters of sign-in attempts live in the database unless Redis is configured; make their table anyway."""
    call_command("createcachetable", "cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("workbench", "0002_uploads")]

    operations = [migrations.RunPython(make_cache_table, migrations.RunPython.noop)]
