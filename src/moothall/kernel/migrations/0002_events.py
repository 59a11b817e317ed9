"""The table of events: partitioned by month, with a default partition so that no event is ever lost.

``xid`` and ``seq`` are the order in which readers follow it. A public event names nobody.
"""

from django.db import migrations

MAKE = """
CREATE TABLE kernel_event (
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    name varchar(80) NOT NULL,
    act_id uuid NOT NULL,
    matter_id uuid,
    person_id uuid,
    organisation_id uuid,
    actor_id uuid,
    actor_role varchar(10) NOT NULL,
    door varchar(6) NOT NULL,
    audience varchar(12) NOT NULL,
    payload jsonb NOT NULL,
    schema_version smallint NOT NULL DEFAULT 1,
    salt bytea NOT NULL,
    leaf bytea NOT NULL,
    signature bytea NOT NULL DEFAULT '',
    xid bigint NOT NULL,
    seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (at, id),
    CONSTRAINT kernel_event_audience CHECK (audience IN ('matter', 'organisation', 'public')),
    CONSTRAINT kernel_event_public_names_nobody
        CHECK (audience <> 'public' OR (person_id IS NULL AND actor_id IS NULL))
) PARTITION BY RANGE (at);
CREATE INDEX kernel_event_matter ON kernel_event (matter_id, at, id);
CREATE INDEX kernel_event_person ON kernel_event (person_id, at DESC);
CREATE INDEX kernel_event_organisation ON kernel_event (organisation_id, at DESC);
CREATE INDEX kernel_event_name ON kernel_event (name, at);
CREATE INDEX kernel_event_stream ON kernel_event (xid, seq);
CREATE TABLE kernel_event_other PARTITION OF kernel_event DEFAULT;
ALTER TABLE kernel_event_other ENABLE ROW LEVEL SECURITY;
ALTER TABLE kernel_event_other FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE kernel_event")]
