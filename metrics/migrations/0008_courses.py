import django.db.models.deletion
from django.db import migrations, models

PLAIN = """
ALTER TABLE metrics_snapshot ALTER COLUMN "values" SET STORAGE EXTERNAL, ALTER COLUMN records SET STORAGE EXTERNAL
"""


def keep_figures_plain(apps, schema_editor):
    """A slice of what is not compressed is read without the rest."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(PLAIN)


def compute_anew(apps, schema_editor):
    """What was published is kept otherwise now: without any run the next one adds up every observation."""
    for name in ("Snapshot", "Shard", "Run"):
        apps.get_model("metrics", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("metrics", "0007_deliveries")]

    operations = [
        migrations.RemoveField(model_name="snapshot", name="data"),
        migrations.AddField(
            model_name="snapshot",
            name="values",
            field=models.BinaryField(verbose_name="values", default=b""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="snapshot",
            name="records",
            field=models.BinaryField(verbose_name="records", default=b""),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="snapshot",
            name="cut",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="metrics.cut",
                verbose_name="cut",
            ),
        ),
        migrations.AlterField(
            model_name="snapshot",
            name="metric",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="metrics.metric",
                verbose_name="metric",
            ),
        ),
        migrations.AlterField(
            model_name="snapshot",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="metrics.run",
                verbose_name="run",
            ),
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "grain",
                    models.CharField(
                        choices=[("month", "Month"), ("quarter", "Quarter"), ("year", "Year")],
                        max_length=10,
                        verbose_name="period",
                    ),
                ),
                ("start_date", models.DateField(verbose_name="from")),
                ("is_current", models.BooleanField(default=False, verbose_name="current")),
                ("superseded_at", models.DateTimeField(null=True, verbose_name="superseded")),
                ("digest", models.CharField(max_length=32, verbose_name="digest")),
                ("periods", models.PositiveSmallIntegerField(verbose_name="periods")),
                ("limits", models.BinaryField(verbose_name="limits")),
                ("signals", models.BinaryField(verbose_name="signals")),
                (
                    "cut",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="metrics.cut",
                        verbose_name="cut",
                    ),
                ),
                (
                    "metric",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="metrics.metric",
                        verbose_name="metric",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="metrics.run",
                        verbose_name="run",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)),
                fields=("metric", "cut", "grain"),
                name="metrics_course_current",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.UniqueConstraint(
                fields=("run", "metric", "cut", "grain"), name="metrics_course_once"
            ),
        ),
        migrations.RunPython(keep_figures_plain, migrations.RunPython.noop),
        migrations.RunPython(compute_anew, migrations.RunPython.noop),
    ]
