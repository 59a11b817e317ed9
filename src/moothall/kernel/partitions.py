"""Tables that only ever grow: laid out in partitions by time, and dropped again partition by partition.

Declared beside a model's columns, and in the migration that makes its table::

    partitioned = partitions.by("month", years="audit_kept_years", at_least=6)

    partitions.CreateModel(name="AuditEntry", column="at", …)

Primary key and unique constraints of such a model begin with the ``column`` it is laid out by. The coming
partitions are made by every migration and by the clock (``sql/partitions.sql``); each is as closed as the
whole, which alone is asked, under its policies. A row of a time that nobody made room for goes to the
partition of all others, so that none is ever lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.apps import apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

from moothall.kernel import naming, settings

Span = Literal["day", "month"]

AHEAD: dict[Span, int] = {"day": 14, "month": 3}
"""How many partitions are there ahead of time, the present one among them."""
DAYS_IN_YEAR = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Partitioned:
    """How a table is laid out, and for how long its rows are kept.

    ``days`` or ``years`` is the field of the capability's settings that says so for the place; with neither
    they are kept for good. ``at_least`` is the number of years below which the database drops none, whatever
    is set. What is still ``needed`` (an SQL condition on a row ``t``) stays, however old.
    """

    span: Span
    column: str
    days: str
    years: str
    at_least: int
    needed: str


def by(
    span: Span,
    *,
    column: str = "at",
    days: str = "",
    years: str = "",
    at_least: int = 0,
    needed: str = "false",
) -> Partitioned:
    """The layout of a model's table, as its class attribute ``partitioned``: a partition for each ``span`` of
    ``column`` (see :class:`Partitioned`)."""
    return Partitioned(span=span, column=column, days=days, years=years, at_least=at_least, needed=needed)


def declared() -> dict[type[models.Model], Partitioned]:
    """Every model that is partitioned, with how."""
    found = ((model, getattr(model, "partitioned", None)) for model in apps.get_models())
    return {model: layout for model, layout in found if isinstance(layout, Partitioned)}


def days_kept(model: type[models.Model], layout: Partitioned) -> int | None:
    """For how many days the place keeps rows of ``model``; ``None`` for good."""
    field = layout.days or layout.years
    if not field:
        return None
    chosen = settings.of(settings.models()[naming.name_of(model.__module__)])
    return int(getattr(chosen, field)) * (DAYS_IN_YEAR if layout.years else 1)


FUNCTION = """
-- Every table that is laid out in partitions: by which span of which column, how many ahead of time, what is
-- the least time its rows are kept, and which are kept longer.
CREATE OR REPLACE FUNCTION moothall.partitioned()
RETURNS TABLE (name text, span text, by_column text, ahead integer, at_least interval, needed text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ VALUES {rows} $$
"""


def function() -> str:
    """The function by which the database knows what is declared."""
    rows = sorted(
        f"('{model._meta.db_table}', '{one.span}', '{one.column}', {AHEAD[one.span]},"
        f" interval '{one.at_least} years', $needed${one.needed}$needed$)"
        for model, one in declared().items()
    )
    return FUNCTION.format(rows=", ".join(rows))


class CreateModel(migrations.CreateModel):
    """Make a model whose table is partitioned by ``column``."""

    def __init__(
        self,
        name: str,
        fields: Sequence[tuple[str, Any]],
        options: dict[str, Any] | None = None,
        column: str = "at",
    ) -> None:
        self.column = column
        super().__init__(name, list(fields), options)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """With the column, for whoever writes migrations out again."""
        name, arguments, keywords = super().deconstruct()
        return name, arguments, {**keywords, "column": self.column}

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:  # fmt: skip
        """Make the table, and the partition for all others."""
        plain, table = (
            schema_editor.sql_create_table,
            to_state.apps.get_model(app_label, self.name)._meta.db_table,
        )
        schema_editor.sql_create_table = f'{plain} PARTITION BY RANGE ("{self.column}")'
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        finally:
            schema_editor.sql_create_table = plain
        schema_editor.execute(f'CREATE TABLE "{table}_other" PARTITION OF "{table}" DEFAULT')
