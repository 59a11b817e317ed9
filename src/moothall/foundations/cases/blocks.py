"""What a pack may say about cases."""

from collections.abc import Sequence

from moothall.foundations.cases.rules.casetypes import CASE_STEP, OPEN, CaseType
from moothall.services.blocks import Block, block
from moothall.services.schema import StepSpec


@block("case")
class CaseBlock(CaseType, Block):
    """The case that is opened when a journey is sent: the settings of a step of the type ``cases.open``."""

    word_prefixes = (CASE_STEP,)

    def steps(self) -> Sequence[StepSpec]:
        """The step that opens it."""
        given = self.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return (StepSpec.model_validate({"id": CASE_STEP, "type": OPEN, **given}),)
