"""Columns that test computed values, such as `household.income` or `count(Children)`, as decisions.

Each becomes a decision beside its table, with the same requirements: then a proof, whole columns and the fast
form can treat its value like that of any decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..feel.syntax import Variable as VariableNode
from ..model.boxed import Variable
from ..model.elements import About, Decision
from .tables import CompiledTable


def computed_columns(decision: Decision, table: CompiledTable) -> Iterator[tuple[int, Decision]]:
    """The columns of a decision's table that test more than a name, by number from 0, each as a decision."""
    for number, (one, clause) in enumerate(zip(table.inputs, table.table.inputs, strict=True)):
        if one.tree is None or isinstance(one.tree, VariableNode):
            continue
        expression = clause.expression
        name = expression.text.strip()
        yield (
            number,
            replace(
                decision,
                id=f"{decision.id or decision.name}, column {number + 1}",
                name=name,
                label=one.label,
                variable=Variable(name, expression.type_ref),
                expression=expression,
                about=About(),
            ),
        )
