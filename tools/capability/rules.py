"""The rules of swaps, which touch no rows: where one can stand, and what may be written."""

from datetime import datetime, timedelta

from moothall.kernel.stages import Stage, Stages

KIND = "swaps"
"""The kind of the matters that swaps hang on."""
WAITING, SHOWN, ENDED, REFUSED = "waiting", "shown", "ended", "refused"
STAGES = Stages(
    statuses=(
        Stage(code=WAITING, then=(SHOWN, REFUSED)),
        Stage(code=SHOWN, then=(ENDED,)),
        Stage(code=ENDED, closes=True),
        Stage(code=REFUSED, closes=True),
    )
)
LONGEST_TITLE, LONGEST_TEXT = 100, 2000
"""In characters."""


def first_stage(*, is_checked_first: bool) -> str:
    """Where a new one stands."""
    return WAITING if is_checked_first else SHOWN


def end_of(stage: str, *, now: datetime, shown_days: int) -> datetime | None:
    """Until when one that comes to ``stage`` now is shown; ``None`` if it is not."""
    return now + timedelta(days=shown_days) if stage == SHOWN else None


def is_writable(text: str, *, most: int) -> bool:
    """Whether there is anything in a text, and not too much of it."""
    return 0 < len(text.strip()) <= most
