"""Counting needs for those who plan."""

import pytest

from moothall.civic.matching import commands, counting, operations
from moothall.civic.matching.tests import directory
from moothall.kernel import act as acts
from moothall.kernel.refusal import NotAllowed

pytestmark = [pytest.mark.django_db(databases=["default", "signin"]), pytest.mark.usefixtures("filled")]


def ask(times: int, words: str, postcode: str = "") -> None:
    for _ in range(times):
        kept = operations.ask(acts.public(), words=words, postcode=postcode)
    operations.report_unmet(acts.public(), search=kept.search, key=kept.key)


def test_needs_are_counted_by_ward_and_small_numbers_are_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    ask(5, "I cannot pay my debts", directory.POSTCODE)
    ask(4, "I want rid of a sofa", directory.POSTCODE)

    assert commands.needs([]) == 0

    head, *lines = capsys.readouterr().out.splitlines()
    assert head == "need\tward\tasked\tunmet\tmisread"
    assert [line.split("\t")[1:] for line in lines] == [[directory.WARD, "5", "fewer than 5", "0"]]


def test_what_is_long_ago_does_not_count() -> None:
    ask(5, "I cannot pay my debts")
    assert len(counting.needs_counted(acts.system(), days=30)) == 1
    assert counting.needs_counted(acts.system(), days=0) == ()


def test_counts_are_for_moothall_itself() -> None:
    with pytest.raises(NotAllowed):
        counting.needs_counted(acts.public())
