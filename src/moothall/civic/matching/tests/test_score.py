"""Matching measured on the shared needs, and the command that prints it."""

import json
import os
import re
from pathlib import Path

import pytest

from moothall.civic.matching import reading, shown
from moothall.civic.matching.embedding import load_encoder
from moothall.civic.matching.loading import HERE
from moothall.civic.matching.score import JudgedFileMistake, figures_of, judged_needs, main, score_file
from tests.support import place

SHARED = Path(os.environ.get("MOOTHALL_SHARED", HERE.parents[4] / "shared"))
NEEDS = SHARED / "data/directory/needs_eval_dev.jsonl"

EVERY_CORPUS = bool(os.environ.get("MOOTHALL_SCORE_ALL"))
KEPT_IN = place.folder() / "vectors"
"""The vocabulary's vectors are made once for all runs."""

needs_shared = pytest.mark.skipif(
    not NEEDS.is_file(), reason="the shared data is not here: set MOOTHALL_SHARED"
)
needs_model = pytest.mark.skipif(load_encoder() is None, reason="the sentence model is not installed")


@needs_shared
def test_by_words_alone_it_still_finds_most():
    report = score_file(NEEDS, SHARED, with_model=False)
    ours, research = report.figures(report.ours), report.figures(report.research)
    assert ours.ten >= 0.78
    assert ours.mrr > research.mrr


@pytest.fixture
def some_needs(tmp_path):
    """The judged needs: those of the local directory, or with MOOTHALL_SCORE_ALL those of every corpus."""
    lines = NEEDS.read_text(encoding="utf-8").splitlines(keepends=True)
    chosen = [line for line in lines if EVERY_CORPUS or json.loads(line)["corpus"] == "hounslow"]
    file = tmp_path / "needs.jsonl"
    file.write_text("".join(chosen), encoding="utf-8")
    return file


@needs_shared
@needs_model
@pytest.mark.slow
def test_with_the_model_it_reaches_the_aim(some_needs):
    report = score_file(some_needs, SHARED, kept_in=KEPT_IN)
    ours, research = report.figures(report.ours), report.figures(report.research)
    assert ours.ten >= 0.9
    assert ours.mrr >= 0.72
    assert ours.ten > research.ten
    assert list(KEPT_IN.glob("vocabulary-*.npy"))


@needs_shared
def test_the_command_ends_with_the_figures(tmp_path, capsys):
    some = tmp_path / "some.jsonl"
    line = {"corpus": "hounslow", "style": "keyword", "query": "food bank", "gold": ["h000"]}
    some.write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert main([str(some), "--shared", str(SHARED), "--words-only"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(each.startswith("hounslow keyword (1)") for each in lines)
    assert re.fullmatch(r"R@1=\d\.\d+ R@5=\d\.\d+ R@10=\d\.\d+ MRR=\d\.\d+", lines[-1])


def test_a_line_that_cannot_be_used_is_named(tmp_path, capsys):
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"corpus": "lgsl", "query": "x", "gold": []}\n{"query": 1}\n', encoding="utf-8")
    with pytest.raises(JudgedFileMistake, match="line 2"):
        judged_needs(broken)
    assert main([str(broken), "--shared", str(tmp_path)]) == 2
    assert "line 2" in capsys.readouterr().err


def test_an_unknown_corpus_is_refused(tmp_path, capsys):
    strange = tmp_path / "strange.jsonl"
    strange.write_text('{"corpus": "mars", "query": "x", "gold": ["1"]}\n', encoding="utf-8")
    assert main([str(strange), "--shared", str(tmp_path), "--words-only"]) == 2
    assert "mars" in capsys.readouterr().err


def test_figures_count_what_was_not_found():
    figures = figures_of([1, 4, 0])
    assert (figures.first, figures.five, figures.ten) == (
        pytest.approx(1 / 3),
        pytest.approx(2 / 3),
        pytest.approx(2 / 3),
    )
    assert figures.mrr == pytest.approx((1 + 0.25) / 3)


@needs_model
def test_one_text_and_many_agree():
    encoder = load_encoder()
    texts = ["mum keeps forgetting things", "a pothole"]
    many = encoder.encode_all(texts)
    for text, vector in zip(texts, many, strict=True):
        one = encoder.encode(text)
        assert float(one.vector @ vector) > 0.97
        assert float(one.vector @ one.vector) == pytest.approx(1.0, abs=1e-5)
        assert one.spans[-1][1] == len(text)


def test_urgent_help_needs_no_model():
    assert [found.risk for found in reading.urgent_help("my husband hits me")] == ["domestic_abuse"]


@needs_model
@pytest.mark.slow
def test_what_people_typed_is_shown_right_services_and_few_wrong_ones():
    judged = shown.judged_file(HERE / "tests" / "needs_seen.yaml")
    services = shown.directory_file(HERE.parents[3] / "packs" / "demo" / "place" / "services.yaml")
    right, wrong = shown.figures(shown.shown(judged, services, kept_in=KEPT_IN))
    assert right >= 0.97
    assert wrong <= 0.08


def test_a_judgement_that_cannot_be_used_is_named(tmp_path):
    broken = tmp_path / "judged.yaml"
    broken.write_text("judged:\n  - {say: x}\n  - {says: y}\n", encoding="utf-8")
    with pytest.raises(JudgedFileMistake, match="judgement 2"):
        shown.judged_file(broken)
    assert shown.main([str(broken), "--services", str(broken)]) == 2
