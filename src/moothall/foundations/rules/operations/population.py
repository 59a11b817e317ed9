"""Taking in a population to try rules on."""

import hashlib
import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from typing import Any, Self

from moothall.foundations.rules.models.population import Population, PopulationColumn
from moothall.foundations.rules.population.columns import Column
from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.refusal import Refused


@dataclass(frozen=True, slots=True)
class Stored:
    """A column as JSON can hold it; ``codes`` are the octets of its positions in base64."""

    name: str
    kind: str
    values: list[Any]
    codes: str

    @classmethod
    def of(cls, column: Column) -> Self:
        """The column, ready to be stored."""
        return cls(column.name, column.kind.value, column.plain_values, b64encode(column.octets).decode())

    def column(self) -> Column:
        """The column again. Raises ``ValueError`` when it is none."""
        return Column.stored(self.name, self.kind, self.values, b64decode(self.codes))


@operation(allow=allow.system)
def keep_population(
    act: Act, *, name: str, title: str, words: str, is_invented: bool, columns: list[Stored]
) -> str:
    """Keep a population in place of the one of the same name.

    ``words`` say where it comes from and stand on every page that uses it. Returns ``added``, ``changed`` or,
    when it is what is there already, ``unchanged``. Refused when columns differ in length.
    """
    lengths = {len(column.column()) for column in columns}
    if len(lengths) != 1 or not words.strip():
        raise Refused("A population needs columns of the same length, and words on where it comes from.")
    about = {"title": title, "words": words.strip(), "is_invented": is_invented, "rows": lengths.pop()}
    digest = hashlib.sha256(json.dumps([about, [asdict(each) for each in columns]]).encode()).hexdigest()
    known = Population.objects.filter(name=name).select_for_update().first()
    if known is not None and known.digest == digest:
        return "unchanged"
    row = Population(
        id=known.id if known else clock.uuid7(act.at), name=name, digest=digest, taken_in_at=act.at, **about
    )
    if known is None:
        Population.objects.bulk_create([row])
    else:
        Population.objects.bulk_update([row], ["digest", "taken_in_at", *about])
        PopulationColumn.objects.filter(population_id=row.id).delete()
    PopulationColumn.objects.bulk_create([_row(act, row, at, each) for at, each in enumerate(columns)])
    return "changed" if known else "added"


def _row(act: Act, population: Population, position: int, column: Stored) -> PopulationColumn:
    return PopulationColumn(
        id=clock.uuid7(act.at),
        population=population,
        position=position,
        name=column.name,
        kind=column.kind,
        values=column.values,
        codes=b64decode(column.codes),
    )
