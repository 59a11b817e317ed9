"""The rules of swaps."""

from datetime import UTC, datetime, timedelta

from moothall.civic.swaps import rules
from moothall.civic.swaps.describe import DO, NAMES

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_it_is_shown_for_as_many_days_as_were_set_and_only_then_ends() -> None:
    assert rules.end_of(rules.SHOWN, now=NOW, shown_days=3) == NOW + timedelta(days=3)
    assert rules.end_of(rules.WAITING, now=NOW, shown_days=3) is None


def test_every_stage_has_its_words() -> None:
    codes = {stage.code for stage in rules.STAGES.statuses}
    assert codes == NAMES.keys()
    assert {code for stage in rules.STAGES.statuses for code in stage.then} == DO.keys()
