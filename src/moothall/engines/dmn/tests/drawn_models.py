"""Hypothesis strategies for whole decision models, as DMN XML can hold them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from ..model.boxed import (
    Binding,
    Boxed,
    BoxedConditional,
    BoxedContext,
    BoxedFilter,
    BoxedFunction,
    BoxedInvocation,
    BoxedIteration,
    BoxedList,
    BoxedRelation,
    Cell,
    ContextEntry,
    DecisionTable,
    InputClause,
    LiteralText,
    OutputClause,
    Rule,
    Variable,
)
from ..model.elements import (
    About,
    Decision,
    DecisionService,
    Import,
    InputData,
    ItemDefinition,
    KnowledgeModel,
    KnowledgeSource,
    Model,
)
from ..running.hit_policies import AGGREGATIONS, HIT_POLICIES

LETTERS = "ab1 \t\n\r<>&\"'é🐎]]>#;"
FREE = st.text(LETTERS, max_size=12)  # any text, space and line ends included
SAID = FREE.map(str.strip)  # descriptions are read without the space around them
NAMES = st.text("ab é-+'<&\"\n", min_size=1, max_size=8)
IDS = st.sampled_from(["", "i1", "i2"])
TYPES = st.sampled_from(["", "number", "string", "my type", "list of things"])
KINDS = st.sampled_from(["FEEL", "Java", "PMML"])
REFERENCES = st.lists(st.sampled_from(["#a", "#b", "urn:x#c"]), max_size=2).map(tuple)


def many(one: st.SearchStrategy[Any], *, most: int = 2, fewest: int = 0) -> st.SearchStrategy[Any]:
    """A short tuple."""
    return st.lists(one, min_size=fewest, max_size=most).map(tuple)


def maybe(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value or nothing."""
    return st.none() | one


VARIABLES = st.builds(Variable, NAMES, TYPES)
CELLS = st.builds(Cell, text=FREE)
LITERALS = st.builds(LiteralText, text=FREE, language=st.sampled_from(["", "feel"]), type_ref=TYPES, id=IDS)
ABOUT = st.builds(About, SAID, SAID, SAID, SAID)
INPUT_CLAUSES = st.builds(
    InputClause, expression=LITERALS, label=SAID, values=maybe(CELLS), question=SAID, id=IDS
)
OUTPUT_CLAUSES = st.builds(
    OutputClause, name=SAID, label=SAID, type_ref=TYPES, values=maybe(CELLS), default=maybe(LITERALS), id=IDS
)
RULES = st.builds(Rule, tests=many(CELLS), results=many(LITERALS), notes=many(SAID), description=SAID, id=IDS)
TABLES = st.builds(
    DecisionTable,
    inputs=many(INPUT_CLAUSES),
    outputs=many(OUTPUT_CLAUSES),
    rules=many(RULES),
    annotations=many(SAID),
    hit_policy=st.sampled_from(HIT_POLICIES),
    aggregation=st.sampled_from(AGGREGATIONS),
    output_label=SAID,
    orientation=st.sampled_from(["", "Rule-as-Row"]),
    type_ref=TYPES,
    id=IDS,
)


def _holding(inner: st.SearchStrategy[Boxed]) -> st.SearchStrategy[Boxed]:
    def built(made: Callable[..., Boxed], /, **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Boxed]:
        return st.builds(made, type_ref=TYPES, id=IDS, **parts)

    part = maybe(inner)
    entries = st.builds(ContextEntry, variable=maybe(VARIABLES), value=part)
    bindings = st.builds(Binding, parameter=VARIABLES, value=part)
    return st.one_of(
        built(BoxedContext, entries=many(entries)),
        built(BoxedInvocation, callee=part, bindings=many(bindings)),
        built(
            BoxedFunction,
            parameters=many(VARIABLES),
            body=part,
            kind=st.sampled_from(["FEEL", "Java", "PMML"]),
        ),
        built(BoxedRelation, columns=many(VARIABLES), rows=many(many(inner))),
        built(BoxedList, items=many(inner)),
        built(BoxedConditional, condition=part, chosen=part, otherwise=part),
        built(BoxedFilter, values=part, match=part),
        built(
            BoxedIteration,
            kind=st.sampled_from(["for", "some", "every"]),
            variable=SAID,
            values=part,
            body=part,
        ),
    )


BOXED = st.recursive(LITERALS | TABLES, _holding, max_leaves=5)
FUNCTIONS = st.builds(BoxedFunction, parameters=many(VARIABLES), body=maybe(BOXED), type_ref=TYPES, id=IDS)


def _items(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[ItemDefinition]:
    return st.builds(
        ItemDefinition,
        name=NAMES,
        type_ref=TYPES,
        allowed=maybe(CELLS),
        constraint=maybe(CELLS),
        components=parts,
        is_collection=st.booleans(),
        function_parameters=maybe(many(VARIABLES)),
        description=SAID,
        label=SAID,
        id=IDS,
    )


ITEMS = _items(many(_items(many(_items(st.just(()))))))


def _elements(made: Callable[..., Any], /, **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(made, id=st.sampled_from(["a", "b"]), name=NAMES, description=SAID, label=SAID, **parts)


MODELS = st.builds(
    Model,
    name=NAMES,
    namespace=st.just("urn:x"),
    id=IDS,
    description=SAID,
    about=ABOUT,
    imports=many(st.builds(Import, name=SAID, namespace=SAID, kind=SAID, location=SAID)),
    types=many(ITEMS),
    inputs=many(_elements(InputData, variable=maybe(VARIABLES))),
    decisions=many(
        _elements(
            Decision,
            variable=maybe(VARIABLES),
            expression=maybe(BOXED),
            required_decisions=REFERENCES,
            required_inputs=REFERENCES,
            required_knowledge=REFERENCES,
            authorities=REFERENCES,
            question=SAID,
            allowed_answers=SAID,
            about=ABOUT,
        )
    ),
    knowledge=many(
        _elements(
            KnowledgeModel,
            variable=maybe(VARIABLES),
            function=maybe(FUNCTIONS),
            required_knowledge=REFERENCES,
            authorities=REFERENCES,
        ),
        most=1,
    ),
    services=many(
        _elements(
            DecisionService,
            variable=maybe(VARIABLES),
            outputs=REFERENCES,
            encapsulated=REFERENCES,
            input_decisions=REFERENCES,
            input_data=REFERENCES,
        ),
        most=1,
    ),
    sources=many(_elements(KnowledgeSource, kind=SAID, location=SAID, authorities=REFERENCES), most=1),
)
