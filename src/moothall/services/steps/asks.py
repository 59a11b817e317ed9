"""Steps that ask a person something on a page of their own."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

from moothall.kernel.act import Act
from moothall.services.steps.base import HasAnswer
from moothall.services.steps.context import Answer, S, StepContext

Typed = Mapping[str, Any]
"""What a browser sent: a ``QueryDict``, or what stands for one."""


class Refusal(Protocol):
    """Why an operation said no: its words, and words for single fields."""

    words: str
    fields: dict[str, str]


class StepForm(Protocol):
    """What a step's form must offer (``moothall.design.forms.Form`` does)."""

    cleaned_data: dict[str, Any]

    @property
    def errors(self) -> Mapping[str, object]:
        """What cannot be used, by field."""
        ...

    def is_valid(self) -> bool:
        """Whether everything typed can be used."""
        ...

    def is_multipart(self) -> bool:
        """Whether it takes files."""
        ...

    def add_refusal(self, refused: Refusal) -> None:
        """Show why an operation said no."""
        ...


class Asks(HasAnswer[S]):
    """A step with a page: draws its form, takes what was typed, and tells it again in words."""

    template: ClassVar[str] = "journeys/question.html"
    """Extends ``journeys/page.html``; drawn with ``form``, ``context``, ``words`` and what
    :meth:`page_context` adds."""

    def needed_words(self, settings: S) -> Sequence[str]:
        """The question."""
        return ("title",)

    def form(
        self, act: Act, context: StepContext[S], typed: Typed | None = None, files: Typed | None = None
    ) -> StepForm | None:
        """The page's form: unbound for a first look, bound to what was ``typed``; ``None`` where nobody goes
        on from this page."""
        return None

    def page_context(self, act: Act, context: StepContext[S]) -> Mapping[str, object]:
        """More for the template than the form: what may be chosen, a map, a price."""
        return {}

    def accept(self, act: Act, context: StepContext[S], cleaned: Mapping[str, Any]) -> Answer:
        """The answer to store for ``cleaned``. May take a hold; raises ``Refused`` if that cannot be had."""
        return dict(cleaned)

    def salvages(self, form: Any) -> Mapping[str, Any] | None:
        """What can be kept of a form that has faults, as ``accept`` takes it; nothing, unless a step says so:
        of several files those that are sound, so that nobody has to choose them again."""
        return None

    def ends_journey(self, settings: S) -> bool:
        """Whether its page is where a journey stops for good: it tells somebody that this is not for them."""
        return False

    def depends_on(self, settings: S) -> Sequence[str]:
        """The steps its answer was given for (a slot for an address): when one of them is answered
        differently, this answer is released and asked for again."""
        return ()

    def example_problem(self, context: StepContext[S], answer: Answer) -> str:
        """Why a pack's example may not be answered like this; nothing if it may."""
        return ""

    def collects(self, settings: S) -> Sequence[str]:
        """What everybody tells about themselves here, such as ``telephone``: a service that phones people
        needs a step that does."""
        return ()

    def prefilled(self, personal: Mapping[str, Any], attribute: str) -> Answer:
        """The answer that follows from what the person told before, as their ``attribute``; ``None`` for
        none."""
        return personal.get(attribute)

    def attributes(self, answer: Answer, attribute: str) -> Mapping[str, Answer]:
        """What to keep as the person's own when a journey with this answer is sent, for next time."""
        return {attribute: answer}
