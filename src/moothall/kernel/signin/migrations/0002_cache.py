"""The cache that sign-in throttling counts in, shared by all web processes."""

from django.db import migrations

MAKE = """
CREATE UNLOGGED TABLE signin_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX signin_cache_expires ON signin_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("signin", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE signin_cache")]
