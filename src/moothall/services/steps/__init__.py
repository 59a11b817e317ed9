"""Step types: what a capability offers to services.

A service pack names step types (``type: bookings.slot``) and gives each its settings. A capability offers one
in its ``steps.py``: a class that says by its bases what steps of the type do, decorated with :func:`step`.
The journey engine asks each step on its page, keeps the answer, shows it on check answers, and carries all
of them out in one transaction when the journey is sent::

    Asks        has a page: form → accept → summary
    Derives     works out an answer that nobody types, and may select which questions matter to it
    Charges     costs something: lines to pay, and why
    Holds       holds something until the journey is sent: check_ready, release
    LeavesSite  sends people to an outside page before sending, if there is something to pay
    Effects     does something in the transaction that sends the journey: carry_out

Only steps that ``Asks`` have a page. ``carry_out`` and ``release`` get the answer that was typed or derived,
else ``None``. ``check_ready``, ``carry_out`` and ``has_returned`` find everything to be paid in
``context.charges``. The engine releases what a step that leaves the site holds when that amount changes
before the journey is sent, and calls ``has_returned`` only when there is something to pay.
"""

from moothall.services.steps.asks import Asks, StepForm, Typed
from moothall.services.steps.base import HasAnswer, StepType
from moothall.services.steps.charges import Charges
from moothall.services.steps.context import (
    Answer,
    AnswersReader,
    ChargeLine,
    PackContext,
    Settings,
    StepContext,
    StepFailed,
    mapping,
)
from moothall.services.steps.derives import Derives
from moothall.services.steps.effects import Effects
from moothall.services.steps.holds import Holds
from moothall.services.steps.leaves import LeavesSite
from moothall.services.steps.offered import STEP_TYPES, AnyStepType, MissingStepType, step, step_type

__all__ = [
    "STEP_TYPES",
    "Answer",
    "AnswersReader",
    "AnyStepType",
    "Asks",
    "ChargeLine",
    "Charges",
    "Derives",
    "Effects",
    "HasAnswer",
    "Holds",
    "LeavesSite",
    "MissingStepType",
    "PackContext",
    "Settings",
    "StepContext",
    "StepFailed",
    "StepForm",
    "StepType",
    "Typed",
    "mapping",
    "step",
    "step_type",
]
