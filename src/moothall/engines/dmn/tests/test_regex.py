"""Regular expressions as XPath has them."""

from __future__ import annotations

import pytest

from .. import Run
from ..problems import Undefined
from ..regex.pattern import pattern
from ..regex.replacing import replaced, split_by

MATCHES = [
    ("abc", "", "xabcx", True),
    ("^a.c$", "", "abc", True),
    ("a.c", "", "a\nc", False),
    ("a.c", "s", "a\nc", True),
    ("^b$", "m", "a\nb\nc", True),
    ("^b$", "", "a\nb\nc", False),
    ("K", "i", "\u212a", True),
    ("a b", "x", "ab", True),
    ("a[ ]b", "x", "a b", True),
    ("a.b", "q", "a.b", True),
    ("a.b", "q", "axb", False),
    (r"\p{Lu}\p{Nd}", "", "A7", True),
    (r"\P{L}", "", "abc", False),
    (r"\p{IsGreek}", "", "Ω", True),
    (r"\i\c*", "", "a-b.c", True),
    ("[a-z-[aeiou]]+", "", "bcd", True),
    ("[^a-c]", "", "abc", False),
    ("^(a|ab)(c|bcd)$", "", "abcd", True),
    (r"(a+)b\1", "", "aabaa", True),
    ("a{2,3}$", "", "aaa", True),
    ("^a{2}$", "", "aaa", False),
    ("(a*)*b", "", "aaab", True),
    ("x*?y", "", "xxy", True),
    ("", "", "anything", True),
    (r"\d{2}-\w+", "", "12-ab", True),
]


@pytest.mark.parametrize(("text", "flags", "subject", "found"), MATCHES)
def test_a_pattern_matches(text: str, flags: str, subject: str, found: bool) -> None:
    assert (pattern(text, flags).search(Run(), subject) is not None) is found


WRONG = [
    "(",
    ")",
    "[",
    "[]",
    "a**",
    "{2}",
    "a{3,2}",
    "a{1001}",
    r"\q",
    r"\1",
    r"(a\1)",
    r"[\1]",
    r"\p{Xx}",
    "[b-a]",
    "a{99999999}",
]


@pytest.mark.parametrize("text", [*WRONG, "(" * 100 + ")" * 100, "((((a{900}){900}){900}){900})"])
def test_a_wrong_pattern_is_refused(text: str) -> None:
    with pytest.raises(Undefined):
        pattern(text, "")


def test_an_unknown_flag_is_refused() -> None:
    with pytest.raises(Undefined, match="flags"):
        pattern("a", "g")


@pytest.mark.parametrize(
    ("subject", "text", "replacement", "result"),
    [
        ("abracadabra", "bra", "*", "a*cada*"),
        ("abracadabra", "a.*a", "*", "*"),
        ("abracadabra", "a.*?a", "*", "*c*bra"),
        ("abracadabra", "a(.)", "a$1$1", "abbraccaddabbra"),
        ("abcd", "(ab)|(a)", "[1=$1][2=$2]", "[1=ab][2=]cd"),
        ("price", "p", r"\$", "$rice"),
        ("ab", "(a)(b)", "$2$1$0", "baab"),
        ("a", "(a)", "$12", "a2"),
    ],
)
def test_matches_are_replaced(subject: str, text: str, replacement: str, result: str) -> None:
    assert replaced(Run(), subject, pattern(text, ""), replacement) == result


@pytest.mark.parametrize(("text", "replacement"), [("a*", "b"), ("a", "$"), ("a", r"\x"), ("a", "\\")])
def test_a_wrong_replacement_is_refused(text: str, replacement: str) -> None:
    with pytest.raises(Undefined):
        replaced(Run(), "aa", pattern(text, ""), replacement)


def test_a_text_is_split() -> None:
    assert split_by(Run(), "a, b,c,", pattern(",\\s*", "")) == ["a", "b", "c", ""]
