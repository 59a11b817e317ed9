"""The grid of a table within a requirements graph."""

from __future__ import annotations

from collections.abc import Iterator

from ..feel.syntax import Variable
from ..running.graph import Graph
from ..running.linking import Key, variable_name
from ..running.tables import CompiledTable
from .constants import NotPlain
from .grid import Grid, grid_of


def graph_grid(graph: Graph, key: Key) -> tuple[Grid, tuple[Key, ...]]:
    """The grid of a decision's table, and for each of its inputs the element whose value it tests.

    Raises NotPlain when the decision is no table, or tests anything but the values it requires.
    """
    if key not in graph.grids:
        try:
            graph.grids[key] = _made(graph, key)
        except NotPlain:
            graph.grids[key] = None
    if graph.grids[key] is None:
        raise NotPlain
    return graph.grids[key]  # type: ignore[no-any-return]


def _made(graph: Graph, key: Key) -> tuple[Grid, tuple[Key, ...]]:
    logic = graph.logic.get(key)
    if logic is None or not isinstance(logic.evaluate, CompiledTable):
        raise NotPlain
    by_slot = {need.slot: need.key for need in logic.needs if not need.name_inside}
    sources: list[Key] = []
    for number, one in enumerate(logic.evaluate.inputs):
        plain = isinstance(one.tree, Variable)
        source = by_slot.get(one.tree.slot) if plain else graph.columns.get((key, number))  # type: ignore[union-attr]
        if source is None:
            raise NotPlain
        sources.append(source)
    names = [variable_name(graph.library.elements[source]) for source in sources]
    types = [graph.input_type(source) for source in sources]
    return grid_of(logic.evaluate, names, types, logic.size, logic.type), tuple(sources)


def behind(graph: Graph, decision: Key) -> Iterator[Key]:
    """The decision and those it rests on, in the order of the model."""
    found: set[Key] = set()
    waiting = [decision]
    while waiting:
        key = waiting.pop()
        if key in graph.logic and key not in found:
            found.add(key)
            waiting += [need.key for need in graph.logic[key].needs]
    return (key for key in graph.logic if key in found)
