"""Pages that tell something instead of asking."""

from collections.abc import Mapping, Sequence
from typing import Any

from moothall.design.forms import Form
from moothall.kernel.act import Act
from moothall.services.steps import Answer, Asking, Settings, Step, step

SEEN = "seen"


class PageSettings(Settings):
    """Nothing to set: the page is made of the words ``title`` and ``text``."""


class Page(Step[PageSettings]):
    """A page with a title and text."""

    settings = PageSettings
    template = "questions/page.html"

    def wants(self, settings: PageSettings) -> Sequence[str]:
        """Title and text."""
        return ("title", "text")


@step("questions.information")
class Information(Page):
    """A page to read on the way; going on is all the answer there is."""

    def form(self, act: Act, asking: Asking[PageSettings], typed: Any = None, files: Any = None) -> Form:
        """A form without questions."""
        return Form({} if typed is not None else None)

    def keep(self, act: Act, asking: Asking[PageSettings], cleaned: Mapping[str, Any]) -> Answer:
        """That it was seen."""
        return SEEN


@step("questions.stop")
class Stop(Page):
    """The end of the road for those whose answers lead here: says why, and where to turn instead."""

    template = "questions/stop.html"

    def ends(self, settings: PageSettings) -> bool:
        """Always."""
        return True
