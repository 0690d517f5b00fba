from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("metrics", "0009_shorter_records")]

    operations = [
        migrations.RemoveField(model_name="run", name="observations"),
        migrations.AlterField(
            model_name="run",
            name="occasion",
            field=models.CharField(
                choices=[("night", "Overnight"), ("asked", "Asked for")], max_length=10, verbose_name="occasion"
            ),
        ),
    ]
