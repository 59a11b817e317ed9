"""Places are found through the cells they lie in."""

from django.db import migrations, models
from django.db.models import Q
from h3.api import basic_int as h3

import moothall.kernel.geo

BATCH = 5_000


def place(apps, schema_editor):
    """Write each place's cell; a function of SQL cannot."""
    location = apps.get_model("directory", "Location")
    known = location.objects.using(schema_editor.connection.alias)
    waiting = known.exclude(longitude=None).filter(cell9=None).order_by("pk")
    while rows := list(waiting.values_list("pk", "longitude", "latitude")[:BATCH]):
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE directory_location SET cell9 = %s WHERE id = %s",
                [(h3.latlng_to_cell(latitude, longitude, 9), pk) for pk, longitude, latitude in rows],
            )


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [
        migrations.RemoveIndex("location", "directory_location_org"),
        migrations.RemoveIndex("location", "directory_location_point"),
        migrations.RemoveConstraint("location", "directory_location_on_earth"),
        migrations.RenameField("location", "ward", "area"),
        migrations.AddField("location", "cell9", moothall.kernel.geo.CellField(null=True)),
        migrations.RunPython(place, migrations.RunPython.noop),
        migrations.AddIndex("location", models.Index(fields=["cell9"], name="directory_location_cell")),
        migrations.AddIndex(
            "location", models.Index(fields=["organisation", "cell9"], name="directory_location_org")
        ),
        migrations.AddConstraint(
            "location",
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None, cell9=None)
                | Q(longitude__range=(-180, 180), latitude__range=(-90, 90), cell9__isnull=False),
                name="directory_location_on_earth",
            ),
        ),
    ]
