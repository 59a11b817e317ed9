"""Whatever is written, the parser and the evaluator answer with a value or a problem, and soon."""

from __future__ import annotations

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from .. import Limits, RuleError, Run, compile_expression, compile_tests, read_csv, read_dmn, read_yaml
from ..builtins import BUILT_INS
from ..feel.expressions import evaluate
from ..problems import Undefined
from ..regex.pattern import pattern
from ..values.compare import equal
from ..values.text import expression, literal

EXAMPLES = int(os.environ.get("MOOTHALL_FUZZ", "300"))
QUICK = Limits(steps=5000, call_depth=20)
fuzz = settings(max_examples=EXAMPLES)

PIECES = st.sampled_from(
    [
        *"()[]{}<>=!+-*/,:.?'\"@ ", "..", "**", "->", "if ", " then ", " else ", "for ", " in ", " return ",
        "some ", "every ", " satisfies ", "function", "external", " and ", " or ", "not", "between ",
        "instance of ", "null", "true", "false", "a", "b c", "item", "partial", "1", "2.5", "1e9", '"x"',
        '"\\u00e9"', '@"P1D"',
        '@"2020-01-01"', "list<", "context<", "number", "//", "/*", "*/", "\n", "é", "🐎", *BUILT_INS,
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))

LEAVES = st.sampled_from(
    ["1", "0", "-2.5", '"ab"', "null", "true", "a", "b", '@"P1Y"', '@"PT5M"', '@"2020-02-29"', '@"10:00:00Z"',
     '@"2020-01-01T00:00:00"', "[]", "{}", "[1..5)", "(> 3)"]
)  # fmt: skip


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds(
            "({} {} {})".format,
            inner,
            st.sampled_from(["+", "-", "*", "/", "**", "=", "<", "and", "or", "in"]),
            inner,
        ),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("{{a: {}, b: a}}".format, inner),
        st.builds("({})[{}]".format, inner, inner),
        st.builds("({}).a".format, inner),
        st.builds("(if {} then {} else {})".format, inner, inner, inner),
        st.builds("(for x in {} return {})".format, inner, inner),
        st.builds("(some x in {} satisfies {})".format, inner, inner),
        st.builds("(function(a, b) {})({}, {})".format, inner, inner, inner),
        st.builds("{}({})".format, st.sampled_from(sorted(BUILT_INS)), inner),
        st.builds("{}({}, {})".format, st.sampled_from(sorted(BUILT_INS)), inner, inner),
        st.builds("{}({}, {}, {})".format, st.sampled_from(sorted(BUILT_INS)), inner, inner, inner),
    )


EXPRESSIONS = st.recursive(LEAVES, _larger, max_leaves=8)


@fuzz
@given(TEXTS)
def test_any_text_is_read_or_refused(text: str) -> None:
    for make in (compile_expression, compile_tests):
        try:
            made = make(text, ["?", "a", "b c"])
            literal(made.evaluate(Run(QUICK), [None, 1, "x"]))
        except RuleError as refused:
            assert refused.problems


@fuzz
@given(EXPRESSIONS)
def test_any_expression_has_a_value_or_is_stopped(text: str) -> None:
    try:
        value = compile_expression(text, ["a", "b"]).evaluate(Run(QUICK), [None, [{"a": "x"}]])
    except RuleError:
        return
    literal(value)


@fuzz
@given(EXPRESSIONS)
def test_a_value_written_out_gives_itself_back(text: str) -> None:
    try:
        value = compile_expression(text, ["a", "b"]).evaluate(Run(QUICK), [None, None])
        written = expression(value)
        again = evaluate(written) if "function" not in written and "@" not in written[1:] else value
    except RuleError:
        return
    if isinstance(value, (bool, str)) or value is None or value.__class__.__name__ == "Decimal":
        assert equal(value, again) is True


@fuzz
@given(st.text(alphabet="ab()[]{}|*+?.^$\\-dswpL12,", max_size=25), st.text(alphabet="ab-1 \n", max_size=20))
def test_any_pattern_matches_or_is_refused(text: str, subject: str) -> None:
    try:
        pattern(text, "").search(Run(Limits(steps=50_000)), subject)
    except (Undefined, RuleError):
        return


@fuzz
@given(
    st.one_of(
        st.text(max_size=100),
        st.lists(
            st.sampled_from(
                [
                    "rules: x\n",
                    "inputs:\n",
                    "  A: number\n",
                    "decisions:\n",
                    "  D:\n",
                    "    rules:\n",
                    "      - when: {A: 1}\n",
                    "        then: 2\n",
                    "    otherwise: 3\n",
                    "tests:\n",
                    "- ",
                    "&a",
                    "*a",
                    "\t",
                    "? ",
                    ": ",
                    "{",
                    "]",
                ]
            ),
            max_size=15,
        ).map("".join),
    )
)
def test_any_file_is_read_or_refused(text: str) -> None:
    for read in (read_yaml, read_csv, read_dmn):
        try:
            read(text)
        except RuleError as refused:
            assert refused.problems
