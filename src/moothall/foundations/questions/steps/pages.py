"""Pages that tell something instead of context."""

from collections.abc import Mapping, Sequence
from typing import Any

from moothall.design.forms import Form
from moothall.kernel.act import Act
from moothall.services.steps import Answer, Asks, Settings, StepContext, Typed, step

SEEN = "seen"


class PageSettings(Settings):
    """Nothing to set: the page is made of the words ``title`` and ``text``."""


class QuestionPage(Asks[PageSettings]):
    """A page with a title and text."""

    settings = PageSettings
    template = "questions/page.html"

    def needed_words(self, settings: PageSettings) -> Sequence[str]:
        """Title and text."""
        return ("title", "text")


@step("questions.information")
class Information(QuestionPage):
    """A page to read on the way; going on is all the answer there is."""

    def form(
        self,
        act: Act,
        context: StepContext[PageSettings],
        typed: Typed | None = None,
        files: Typed | None = None,
    ) -> Form:
        """A form without questions."""
        return Form({} if typed is not None else None)

    def accept(self, act: Act, context: StepContext[PageSettings], cleaned: Mapping[str, Any]) -> Answer:
        """That it was seen."""
        return SEEN


@step("questions.stop")
class StopPage(QuestionPage):
    """The end of the road for those whose answers lead here: says why, and where to turn instead."""

    template = "questions/stop.html"

    def ends_journey(self, settings: PageSettings) -> bool:
        """Always."""
        return True
