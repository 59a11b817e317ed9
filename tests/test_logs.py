"""Log lines: one each, and never what somebody typed."""

import json
import logging
import sys

import pytest

from moothall.site.logs import LineFormatter


def record(message: str, *, error: Exception | None = None, **extra: object) -> logging.LogRecord:
    found = None
    if error is not None:
        try:
            raise error
        except Exception:
            found = sys.exc_info()
    made = logging.LogRecord("moothall.test", logging.WARNING, __file__, 1, message, (), found)
    made.created = 1_800_000_000.5
    vars(made).update(extra)
    return made


def test_a_line_is_made_of_what_when_and_fields() -> None:
    line = LineFormatter("text").format(record("case opened", case="c-1", words="two words"))
    assert line == '2027-01-15T08:00:00.500Z warning moothall.test: case opened case=c-1 words="two words"'


def test_a_line_is_one_line_whatever_is_in_it() -> None:
    line = LineFormatter("text").format(record("one\ntwo\r\nthree", field="a\nb"))
    assert len(line.splitlines()) == 1


def test_an_exception_tells_its_type_and_place_but_not_its_words() -> None:
    line = LineFormatter("text").format(record("failed", error=ValueError("Key (email)=(ann@example.org)")))
    assert "ann@example.org" not in line
    assert "error=ValueError" in line
    assert "test_logs.py" in line


def test_a_developer_may_ask_for_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOOTHALL_DEBUG", "yes")
    assert "the reason" in LineFormatter("text").format(record("failed", error=ValueError("the reason")))


def test_lines_can_be_json() -> None:
    fields = json.loads(LineFormatter("json").format(record("case opened", case="c-1")))
    assert fields == {
        "at": "2027-01-15T08:00:00.500Z",
        "level": "warning",
        "from": "moothall.test",
        "message": "case opened",
        "case": "c-1",
    }
