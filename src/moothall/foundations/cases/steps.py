"""The step that opens a case when a journey is sent."""

from collections.abc import Sequence
from dataclasses import asdict

from moothall.foundations.cases.operations.cases import open_case
from moothall.foundations.cases.rules.casetypes import CaseType
from moothall.kernel.act import Act
from moothall.kernel.refusal import Refused
from moothall.kernel.steps import Answer, Asking, Settings, Step, step


class OpenSettings(CaseType, Settings):
    """The case type; a pack gives it here or, to the same effect, in its ``case:`` block."""


@step("cases.open")
class OpenCase(Step[OpenSettings]):
    """Asks nothing; opens a case that keeps what the person told in every step."""

    settings = OpenSettings
    asks = False

    def wants(self, settings: OpenSettings) -> Sequence[str]:
        """A name for every status, and for those that do not end the case what happens next."""
        names = [f"status.{status.code}.name" for status in settings.statuses]
        return names + [f"status.{status.code}.next" for status in settings.statuses if not status.closes]

    def do(self, act: Act, asking: Asking[OpenSettings], answer: Answer) -> None:
        """Open the case of the journey's matter."""
        if asking.matter is None:
            raise Refused("A case is opened when a journey is sent.")
        open_case(act, matter=asking.matter, told=[asdict(section) for section in asking.told])
