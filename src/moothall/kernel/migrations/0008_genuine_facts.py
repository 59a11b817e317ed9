"""Facts say which version of their event they were stored by, and bear the gate's signature.

Those that are there already are signed: what waits to be delivered is delivered.
"""

from django.db import migrations

from moothall.kernel import genuine

ADD = """
ALTER TABLE kernel_fact ADD COLUMN schema_version smallint NOT NULL DEFAULT 1;
ALTER TABLE kernel_fact ADD COLUMN signature bytea NOT NULL DEFAULT '';
"""
REMOVE = "ALTER TABLE kernel_fact DROP COLUMN schema_version; ALTER TABLE kernel_fact DROP COLUMN signature"
AFTER = """
SELECT at, id, leaf, schema_version FROM kernel_fact
 WHERE (at, id) > (%s::timestamptz, %s::uuid) ORDER BY at, id LIMIT 5000
"""
SIGN = """
UPDATE kernel_fact AS f SET signature = s.signature
  FROM unnest(%s::timestamptz[], %s::uuid[], %s::bytea[]) AS s (at, id, signature)
 WHERE f.at = s.at AND f.id = s.id
"""


def sign_facts(apps, schema_editor):
    last = ("-infinity", "00000000-0000-0000-0000-000000000000")
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(AFTER, last)
            rows = cursor.fetchall()
            if not rows:
                return
            signed = [genuine.signature(bytes(leaf), version) for _at, _id, leaf, version in rows]
            cursor.execute(SIGN, ([row[0] for row in rows], [row[1] for row in rows], signed))
            last = rows[-1][:2]


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_matter_erased")]
    operations = [
        migrations.RunSQL(ADD, REMOVE),
        migrations.RunPython(sign_facts, migrations.RunPython.noop),
    ]
