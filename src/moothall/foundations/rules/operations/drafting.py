"""Changing rules: a draft of the service in which one of its files is another."""

from uuid import UUID

from django.utils.translation import gettext as _

from moothall.foundations.rules import rule_cache
from moothall.foundations.rules.queries import changes
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.refusal import Conflict
from moothall.services.operations import drafts, reviews
from moothall.services.writing import texts_of


@operation(allow=allow.staff("packs.draft"))
def propose_rules(
    act: Act, *, pack: str, path: str, text: str, base: UUID, reason: str, instead_of: str = ""
) -> UUID:
    """Draft the organisation's live pack with ``text`` as the file ``path`` (empty: without that file), and
    ask somebody else to look at it.

    ``instead_of`` names the file it takes the place of, if it is called otherwise. ``base`` is the version of
    the pack that was live when the change was begun: when it is not any more, this is refused
    (``Conflict``), so that nobody's change is lost. Raises ``PackRefused`` with every problem that
    publishing the pack's folder would find, and ``Refused`` without a reason or for a version that has
    begun and is to be taken out. Returns the id of the draft.
    """
    row = changes.live_pack(act, pack, lock=True)
    if row.id != base:
        raise Conflict(
            _(
                "Somebody published this service while you were working on it. Nothing of yours is lost: "
                "look at what has changed, then check your version again and propose it on top."
            )
        )
    content = changes.proposed_content(act, row.content, path=path, text=text, instead_of=instead_of)
    draft = drafts.start_draft(
        act, organisation=row.organisation_id, pack=pack, texts=texts_of(content),
        part=f"{rule_cache.FOLDER}{rule_cache.name_of(path)}",
    )  # fmt: skip
    reviews.ask_review(act, draft=draft, edition=1, reason=reason)
    return draft
