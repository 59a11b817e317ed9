"""Writing drafts of services: two editors never overwrite each other, and what is wrong is said at once."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import JsonValue

from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.models import PackVersion
from moothall.kernel.refusal import Conflict, NotFound, Refused
from moothall.services.models import Draft, DraftEntry
from moothall.services.queries import packs
from moothall.services.reading import MOST_TEXTS
from moothall.services.states import OVER, State, What
from moothall.services.writing import texts_of

DRAFT = allow.staff("packs.draft")
MOST_OCTETS = 12_000_000
"""How long the files of a draft may be together."""
MOST_REASON, MOST_WORDS = 500, 2_000
HANDED_OVER = (State.WAITING, State.APPROVED, State.SCHEDULED)


@operation(allow=DRAFT | allow.system, api="v1")
def start_draft(
    act: Act, *, organisation: UUID, pack: str, texts: dict[str, str],
    slots: dict[str, JsonValue] | None = None, source: UUID | None = None, part: str = "",
) -> UUID:  # fmt: skip
    """Begin a draft of the organisation's service ``pack``, live or new: ``texts`` are its files by path
    (``service.yaml``, ``words.en.yaml``, ``rules/fee.yaml``).

    Without ``slots`` those of the live version stay filled in as they are. ``source`` is the version of
    another organisation that it adopts. ``part`` names the only part that is changed. Nothing has to be in
    order yet. Returns the draft's id.
    """
    own_only(act, organisation)
    _check_size(texts)
    live = packs.live_row(organisation, pack)
    kept: dict[str, JsonValue] = live.slots if live is not None else {}
    row = Draft(
        id=clock.uuid7(act.at), organisation_id=organisation, pack=pack, part=part, source_id=source,
        base_id=live.pk if live else None, texts=texts, slots=kept if slots is None else slots,
        made_at=act.at, changed_at=act.at,
    )  # fmt: skip
    Draft.objects.bulk_create([row])
    note(act, row, What.WRITTEN)
    return row.id


@operation(allow=DRAFT)
def draft_of_live(act: Act, *, pack: str) -> UUID:
    """Begin a draft of the act's organisation with its live service as it is. Returns the draft's id."""
    live = packs.live_row(act.own_organisation, pack)
    if live is None:
        raise NotFound(_("There is no such live service of your organisation."))
    return start_draft(act, organisation=act.own_organisation, pack=pack, texts=texts_of(live.content))


@operation(allow=DRAFT, api="v1")
def draft_adoption(act: Act, *, version: UUID, slots: dict[str, JsonValue] | None = None) -> UUID:
    """Begin to adopt a version of another organisation's service as it is, with ``slots`` filled in. Returns
    the draft's id."""
    found = PackVersion.objects.filter(pk=version).first()
    if found is None or found.organisation_id == act.own_organisation:
        raise NotFound(_("There is no such service of another organisation."))
    return start_draft(
        act, organisation=act.own_organisation, pack=found.name, texts=texts_of(found.content),
        slots=slots or {}, source=found.pk,
    )  # fmt: skip


@operation(allow=DRAFT, api="v1")
def save_draft(
    act: Act, *, draft: UUID, edition: int, texts: dict[str, str], slots: dict[str, JsonValue] | None = None
) -> int:
    """Write the draft anew; returns its edition.

    ``edition`` is the one that was changed: when somebody has saved another meanwhile this is refused
    (``Conflict``), so that both see both. What was handed over for review is being written again.
    """
    row = going_on(act, draft)
    check_edition(row, edition)
    _check_size(texts)
    _reopen(act, row, texts=texts, slots=row.slots if slots is None else slots, edition=edition + 1)
    note(act, row, What.WRITTEN)
    return edition + 1


@operation(allow=DRAFT)
def put_on_live(act: Act, *, draft: UUID, edition: int) -> int:
    """Say that what went live since the draft was begun was looked at, so that the draft follows it; returns
    its edition."""
    row = going_on(act, draft)
    check_edition(row, edition)
    live = packs.live_row(row.organisation_id, row.pack)
    _reopen(act, row, base_id=live.pk if live else None, edition=edition + 1)
    note(act, row, What.UPDATED)
    return edition + 1


@operation(allow=DRAFT, api="v1")
def take_back(act: Act, *, draft: UUID) -> None:
    """Take back what waits for review, or was approved and is not live yet: it is being written again."""
    row = going_on(act, draft)
    if row.state not in HANDED_OVER:
        raise Conflict(_("There is nothing to take back: this draft is being written."))
    _reopen(act, row)
    note(act, row, What.TAKEN_BACK)


@operation(allow=DRAFT, api="v1")
def discard_draft(act: Act, *, draft: UUID) -> None:
    """Throw a draft away; what was done with it stays known."""
    row = going_on(act, draft)
    _reopen(act, row, state=State.DISCARDED)
    note(act, row, What.DISCARDED)


def own_only(act: Act, organisation: UUID) -> None:
    """Raise ``Refused`` for the service of another organisation than the act's."""
    if act.organisation not in {None, organisation}:
        raise Refused(_("You can change and publish only your own organisation's services."))


def going_on(act: Act, id: UUID) -> Draft:
    """The draft, locked. Raises ``NotFound``, and ``Conflict`` when it is published or thrown away."""
    rows = Draft.objects.select_for_update(of=("self",))
    if act.organisation is not None:
        rows = rows.filter(organisation_id=act.organisation)
    found = rows.filter(pk=id).first()
    if found is None:
        raise NotFound(_("There is no such draft of your organisation."))
    if found.state in OVER:
        raise Conflict(_("Somebody has decided about this draft already."))
    return found


def check_edition(row: Draft, edition: int) -> None:
    """Raise ``Conflict`` when the draft is not what the act has seen."""
    if row.edition != edition:
        raise Conflict(
            _("Somebody else changed this draft meanwhile. Look at what is there now, then try again."),
            code="draft-changed",
        )


def note(act: Act, row: Draft, what: What, words: str = "") -> None:
    """Keep that something was done with a draft."""
    entry = DraftEntry(
        id=clock.uuid7(act.at), draft_id=row.pk, organisation_id=row.organisation_id, what=what,
        by_id=act.person, at=act.at, words=words.strip()[:MOST_WORDS],
    )  # fmt: skip
    DraftEntry.objects.bulk_create([entry])


def change(act: Act, row: Draft, **values: object) -> None:
    """Write ``values`` into the draft."""
    Draft.objects.filter(pk=row.pk).update(**values, changed_at=act.at)


def _reopen(act: Act, row: Draft, **values: object) -> None:
    afresh: dict[str, object] = {
        "state": State.OPEN, "content": None, "approved_by_id": None, "approved_at": None,
        "is_alone": False, "begins_date": None,
    }  # fmt: skip
    change(act, row, **(afresh | values))


def _check_size(texts: Mapping[str, str]) -> None:
    if len(texts) > MOST_TEXTS or sum(len(text.encode()) for text in texts.values()) > MOST_OCTETS:
        raise Refused(_("A service has at most 100 files of 12 megabytes together."))
