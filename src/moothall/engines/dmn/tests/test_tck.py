"""The DMN Technology Compatibility Kit: everything in the folder but what needs Java."""

from __future__ import annotations

from pathlib import Path

from ..tck import FAILED, PASSED, REFUSED, run_folder

NEEDS_JAVA = "0076-feel-external-java"


def test_level_2_passes_whole(tck_folder: Path) -> None:
    report = run_folder(tck_folder / "compliance-level-2")

    assert (report.passed, report.total) == (126, 126)


def test_level_3_passes_but_for_java(tck_folder: Path) -> None:
    report = run_folder(tck_folder / "compliance-level-3")

    incomplete = [model.name for model in report.models if model.count(PASSED) < len(model.assertions)]
    assert incomplete == [NEEDS_JAVA]


def test_a_refusal_where_null_is_expected_is_reported_apart(tck_folder: Path) -> None:
    (java,) = run_folder(tck_folder / "compliance-level-3" / NEEDS_JAVA).models

    assert (java.count(PASSED), java.count(FAILED), java.count(REFUSED)) == (0, 14, 4)


def test_the_report_counts_per_model(tck_folder: Path) -> None:
    lines = list(run_folder(tck_folder / "compliance-level-2" / "0004-simpletable-U").lines())

    assert lines == [
        "    3 of     3  0004-simpletable-U",
        "3 of 3 passed, 0 failed, 0 refused where null is expected",
    ]


def test_a_model_that_cannot_be_read_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "broken.dmn").write_text("<definitions")
    (tmp_path / "broken-test-01.xml").write_text(
        '<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"><modelName>broken.dmn</modelName>'
        '<testCase id="1"><resultNode name="d"><expected><value>x</value></expected></resultNode></testCase>'
        "</testCases>"
    )

    (broken,) = run_folder(tmp_path).models

    assert [assertion.verdict for assertion in broken.assertions] == [FAILED]
    assert "not well-formed" in broken.assertions[0].why
