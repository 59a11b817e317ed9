"""Populations to try rules on."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from moothall.foundations.rules.models.population import Population, PopulationColumn
from moothall.foundations.rules.population.columns import Column
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query

MAX_ENTRIES = 3
"""How many populations a process remembers; what has a digest never changes."""
MOST = 20

_KNOWN: OrderedDict[str, Mapping[str, Column]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class People:
    """A population: what it is called, where it comes from, and its columns by name."""

    id: UUID
    name: str
    title: str
    words: str
    is_invented: bool
    rows: int
    digest: str
    columns: Mapping[str, Column]


@query(allow=allow.staff("rules.read"))
def population_names(act: Act) -> tuple[tuple[str, str], ...]:
    """The populations of the place: names and titles."""
    return tuple(Population.objects.order_by("title").values_list("name", "title")[:MOST])


@query(allow=allow.staff("rules.read"))
def population(act: Act, *, name: str = "") -> People | None:
    """The population of that name with its columns; without a name, the first by title."""
    rows = Population.objects.order_by("title")
    row = (rows.filter(name=name) if name else rows).first()
    if row is None:
        return None
    return People(
        row.id, row.name, row.title, row.words, row.is_invented, row.rows, row.digest, _columns(row)
    )


def _columns(row: Population) -> Mapping[str, Column]:
    found = _KNOWN.get(row.digest)
    if found is None:
        stored = PopulationColumn.objects.filter(population_id=row.id).order_by("position")
        found = {
            each.name: Column.stored(each.name, each.kind, each.values, bytes(each.codes)) for each in stored
        }
        _KNOWN[row.digest] = found
        while len(_KNOWN) > MAX_ENTRIES:
            _KNOWN.popitem(last=False)
    return found
