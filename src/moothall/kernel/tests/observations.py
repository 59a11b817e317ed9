"""A table of measurements made only for tests, and the way batches of them are taken in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.apps.registry import Apps
from django.db import connections, models
from django.db.migrations.state import ModelState, ProjectState

from moothall.kernel import access, allow, clock, partitions, policies
from moothall.kernel.act import Act
from moothall.kernel.intake import intake

MOST = 5_000


class Observation(models.Model):
    """What a sensor of an organisation measured."""

    access_policy = access.policy(read=[access.owner()], insert=[access.owner()])
    partitioned = partitions.by("month")

    pk = models.CompositePrimaryKey("at", "id")
    id = models.UUIDField(default=clock.uuid7)
    at = models.DateTimeField()
    organisation_id = models.UUIDField()
    value = models.FloatField()

    class Meta:
        apps = Apps()
        app_label = "kernel"


@dataclass(frozen=True, slots=True)
class Reading:
    """What is sent of one measurement."""

    at: datetime
    value: float


@intake(into=Observation, allow=allow.staff("matters.work"), batch=MOST)
def take_readings(act: Act, *, organisation: UUID, readings: list[Reading]) -> list[Observation]:
    """Take in what sensors measured, for tests."""
    return [Observation(at=one.at, organisation_id=organisation, value=one.value) for one in readings]


def make_table() -> None:
    """Make the table as a migration would, with its policies."""
    state, model = ProjectState(), ModelState.from_model(Observation)
    operation = partitions.CreateModel(model.name, list(model.fields.items()), model.options, column="at")
    operation.state_forwards("kernel", state)
    with connections["owner"].schema_editor() as editor:
        operation.database_forwards("kernel", editor, ProjectState(), state)
        for statement in policies.table_statements("kernel_observation", Observation.access_policy):
            editor.execute(statement)
