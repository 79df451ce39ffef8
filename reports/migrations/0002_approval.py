"""Editions as printed, and who approved and issued a report."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def number_editions(apps, schema_editor):
    for report in apps.get_model("reports", "Report").objects.all():
        report.edition = f"0.{report.version}" if report.is_provisional else f"{report.version}.0"
        report.save(update_fields=["edition"])


def member():
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):

    dependencies = [
        ("projects", "0001_initial"),
        ("reports", "0001_initial"),
    ]

    operations = [
        migrations.AddField("report", "approved_at", models.DateTimeField(null=True)),
        migrations.AddField("report", "approved_by", member()),
        migrations.AddField("report", "issued_at", models.DateTimeField(null=True)),
        migrations.AddField("report", "issued_by", member()),
        migrations.AddField("report", "edition", models.CharField(default="", max_length=10), preserve_default=False),
        migrations.RunPython(number_editions, migrations.RunPython.noop),
        migrations.AddConstraint(
            "report",
            models.UniqueConstraint(fields=("kind", "week", "language", "edition"), name="one_report_per_edition"),
        ),
    ]
