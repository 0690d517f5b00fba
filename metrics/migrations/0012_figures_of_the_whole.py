from django.db import migrations, models


def compute_anew(apps, schema_editor):
    """Figures of the whole are kept apart: without any run the next one adds up every observation."""
    for name in ("Snapshot", "Course", "Shard", "Run"):
        apps.get_model("metrics", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("metrics", "0011_dashboards")]

    operations = [
        migrations.RunPython(compute_anew, migrations.RunPython.noop),
        migrations.AddField(
            model_name="snapshot",
            name="whole",
            field=models.DecimalField(
                decimal_places=6, max_digits=20, null=True, verbose_name="of the whole"
            ),
        ),
    ]
