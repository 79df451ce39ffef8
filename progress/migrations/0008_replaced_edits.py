import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("progress", "0007_kept_calendars")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="replaced",
            field=models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
        ),
    ]
