"""What people told besides how to reach them goes from one blob, which every organisation with a case of theirs could
read, to a row for each thing. To whom it was told is not known any more, so they alone see it.

The purpose of a grant becomes a code that the database checks; what was written there stays as its reason."""

import json

import django.db.models.deletion
from django.db import migrations, models

from moothall.kernel import clock, vault
from moothall.kernel.operations.people import CONTACT


def to_rows(apps, schema_editor):
    alias = schema_editor.connection.alias
    for key in apps.get_model("kernel", "DataKey").objects.using(alias).exclude(wrapped=None).iterator():
        person = apps.get_model("kernel", "Person").objects.using(alias).get(pk=key.person_id)
        if person.personal is not None:
            _move(apps.get_model("kernel", "Attribute"), person, _opened(key), alias)


def _opened(key):
    return vault._unwrap(key.master_key, bytes(key.wrapped))


def _move(attributes, person, key, alias):
    known = json.loads(vault._open(key, person.pk, bytes(person.personal)))
    told = {name: value for name, value in known.items() if name not in CONTACT}
    if not told:
        return
    attributes.objects.using(alias).bulk_create(
        attributes(
            id=clock.uuid7(), person_id=person.pk, name=name, value=_sealed(key, person, {name: value}),
            told_at=person.created_at,
        )
        for name, value in told.items()
    )  # fmt: skip
    person.personal = _sealed(key, person, {name: known[name] for name in known.keys() & CONTACT})
    person.save(using=alias, update_fields=["personal"])


def _sealed(key, person, content):
    return vault._seal_under(key, person.pk, json.dumps(content, separators=(",", ":")).encode())


class Migration(migrations.Migration):
    dependencies = [("kernel", "0008_genuine_facts")]
    operations = [
        migrations.CreateModel(
            name="Attribute",
            fields=[
                ("id", models.UUIDField(default=clock.uuid7, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=40)),
                ("value", models.BinaryField()),
                ("told_for", models.CharField(default="", max_length=80)),
                ("told_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attributes", to="kernel.person"
                    ),
                ),
                (
                    "told_to",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "told_at"], name="kernel_attribute_person")],
            },
        ),
        migrations.RunPython(to_rows, migrations.RunPython.noop),
        migrations.AddField("grant", "reason", models.CharField(default="", max_length=100)),
        migrations.RunSQL(
            "UPDATE kernel_grant SET reason = purpose, purpose = 'service'", migrations.RunSQL.noop
        ),
        migrations.AlterField("grant", "purpose", models.CharField(max_length=20)),
    ]
