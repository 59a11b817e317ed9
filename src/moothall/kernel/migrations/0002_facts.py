"""The table of facts, partitioned by month, with a default partition so that no fact is ever lost."""

from django.db import migrations

MAKE = """
CREATE TABLE kernel_fact (
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
    audience varchar(12) NOT NULL CHECK (audience IN ('matter', 'organisation')),
    payload jsonb NOT NULL,
    salt bytea NOT NULL,
    leaf bytea NOT NULL,
    PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE INDEX kernel_fact_matter ON kernel_fact (matter_id, at, id);
CREATE INDEX kernel_fact_person ON kernel_fact (person_id, at DESC);
CREATE INDEX kernel_fact_organisation ON kernel_fact (organisation_id, at DESC);
CREATE INDEX kernel_fact_name ON kernel_fact (name, at);
CREATE TABLE kernel_fact_other PARTITION OF kernel_fact DEFAULT;
ALTER TABLE kernel_fact_other ENABLE ROW LEVEL SECURITY;
ALTER TABLE kernel_fact_other FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE kernel_fact")]
