"""A model back into the words of the readable notation."""

from __future__ import annotations

from ..model.boxed import DecisionTable, InputClause, LiteralText, OutputClause
from ..model.elements import Decision, ItemDefinition, Model
from ..problems import NOWHERE, Problem, RuleError
from ..tables.constants import literal_texts
from ..tables.grid import WHOLE
from .moments import MOMENTS, bare
from .words import ANY_TYPE, POUNDS, WORD_OF_HIT, WORD_OF_TYPE, Kind, result_of, test_of


def input_kinds(model: Model) -> dict[str, Kind]:
    """What each input of a model holds."""
    definitions = {one.name: one for one in model.types}
    return {
        one.name: kind_of(one.variable.type_ref if one.variable else "", definitions) for one in model.inputs
    }


def decision_kinds(model: Model) -> dict[str, Kind]:
    """What each decision gives that has a single result."""
    return {one.name: kind_of(one.variable.type_ref if one.variable else "", {}) for one in model.decisions}


def kind_of(type_ref: str, definitions: dict[str, ItemDefinition]) -> Kind:
    """A type in words. Raises RuleError for a type with parts, which the notation cannot write."""
    definition = definitions.get(type_ref)
    if definition is None or definition.name == POUNDS:
        return Kind(WORD_OF_TYPE.get(type_ref, type_ref if type_ref != ANY_TYPE else ""))
    if definition.allowed is not None and definition.allowed.text.strip() == WHOLE:
        return Kind("whole number")
    if definition.components or definition.is_collection or definition.allowed is None:
        raise RuleError(Problem("This type has parts and can only be written as DMN XML.", text=type_ref))
    return Kind(WORD_OF_TYPE.get(definition.type_ref, ""), literal_texts(definition.allowed.text))


def output_kind(clause: OutputClause) -> Kind:
    """What an output holds."""
    values = literal_texts(clause.values.text) if clause.values else ()
    return Kind(WORD_OF_TYPE.get(clause.type_ref, clause.type_ref), values)


def column_name(clause: InputClause) -> str:
    """The heading of a column of conditions."""
    return clause.expression.text.strip()


def test_words(text: str, kind: Kind) -> str:
    """A cell as an author would write it, and read back as the same FEEL."""
    plain = text.strip()
    if kind.type_ref == "boolean":
        return {"true": "yes", "false": "no"}.get(plain, plain)
    if kind.type_ref in MOMENTS and _reads_back(bare(plain), kind, plain):
        return bare(plain)
    if kind.type_ref != "string":
        return plain
    negated = plain.startswith("not(") and plain.endswith(")")
    values = literal_texts(plain[4:-1] if negated else plain)
    words = ("not " if negated else "") + ", ".join(values)
    return words if values and _reads_back(words, kind, plain) else plain


def _reads_back(words: str, kind: Kind, wanted: str) -> bool:
    try:
        return test_of(words, kind, NOWHERE) == wanted
    except RuleError:
        return False


def result_words(result: LiteralText, kind: Kind) -> str:
    """A result as an author would write it, and read back as the same FEEL."""
    text = result.text.strip()
    if kind.type_ref == "boolean" and text in ("true", "false"):
        return "yes" if text == "true" else "no"
    if kind.type_ref == "string":
        values = literal_texts(text)
        try:
            if len(values) == 1 and result_of(values[0], kind, NOWHERE) == text:
                return values[0]
        except RuleError:
            pass
    if kind.type_ref in MOMENTS and result_of(bare(text), kind, NOWHERE) == text:
        return bare(text)
    needs_sign = kind.type_ref in ("string", "boolean") or text.startswith("=")
    return f"= {text}" if needs_sign else text


def hit_word(table: DecisionTable) -> str:
    """How a table chooses, in a word."""
    return WORD_OF_HIT[table.hit_policy, table.aggregation]


def table_of(decision: Decision) -> DecisionTable | None:
    """The table of a decision, None for a single expression. Raises RuleError for any other logic."""
    if isinstance(decision.expression, DecisionTable):
        return decision.expression
    if isinstance(decision.expression, LiteralText):
        return None
    raise RuleError(Problem("This logic can only be written as DMN XML.", decision.place, decision.name))
