"""Publishing a pack anew with one file of rules changed."""

from collections.abc import Sequence
from uuid import UUID

from moothall.foundations.rules.queries import changes
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.operations import packs
from moothall.kernel.packs.checking import checked_content
from moothall.kernel.packs.marks import Problem
from moothall.kernel.packs.reading import PackMistaken
from moothall.kernel.refusal import Conflict, Refused


class RulesMistaken(Refused):
    """Rules that cannot be published; ``problems`` says why, with file, line and column."""

    code = "rules-mistaken"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("These rules cannot be published yet. Put right what is listed.")
        self.problems = tuple(problems)


@operation(allow=allow.staff("packs.publish"))
def publish_rules(act: Act, *, pack: str, path: str, text: str, base: UUID, instead_of: str = "") -> UUID:
    """Publish the organisation's pack anew with ``text`` as its file ``path``.

    ``instead_of`` names the file it takes the place of, if it is called otherwise. ``base`` is the version of
    the pack that was live when the change was begun: when it is not any more, this is refused
    (``Conflict``), so that nobody's change is lost. Raises :class:`RulesMistaken` with every problem that
    publishing the pack's folder would find. Returns the id of the version that is live now.
    """
    row = changes.live_pack(act, pack, lock=True)
    if row.id != base:
        raise Conflict(
            "Somebody published this service while you were working on it. Nothing of yours is lost: look at "
            "what has changed, then check your version again and publish it on top."
        )
    content = changes.changed_content(row.content, path=path, text=text, instead_of=instead_of)
    try:
        checked_content(content, at=act.at)
    except PackMistaken as mistaken:
        raise RulesMistaken(mistaken.problems) from None
    return packs.publish_pack(act, organisation=row.organisation_id, name=pack, content=content)
