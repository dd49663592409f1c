"""Enter the working days that the State Council has published, as far as the seed package knows them."""

from django.db import migrations

from workflow import calendars


def seed(apps, schema_editor):
    calendars.seed(
        2019,
        2100,
        year_model=apps.get_model("workflow", "CalendarYear"),
        day_model=apps.get_model("workflow", "CalendarDay"),
        version_model=apps.get_model("workflow", "CalendarVersion"),
    )


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
