"""Installing services, and making the next version of one live."""

import hashlib
import json
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import JsonValue

from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import PackVersion
from moothall.kernel.refusal import Refused
from moothall.services import adopting
from moothall.services.adopting import PackRefused
from moothall.services.events import PackPublished
from moothall.services.operations.drafts import own_only
from moothall.services.queries.packs import live_row, was_published
from moothall.services.reading import Content
from moothall.services.slots import Values


@operation(allow=allow.system)
def install_pack(
    act: Act, *, organisation: UUID, name: str, content: dict[str, JsonValue],
    slots: dict[str, JsonValue] | None = None, source: UUID | None = None,
) -> UUID:  # fmt: skip
    """Make ``content`` the live version of the organisation's service ``name`` with ``slots`` filled in, as
    whoever runs the place does when they set it up; without slots, with what the live version has.

    It is checked as a draft is: raises :class:`PackRefused` with everything that is wrong. A service that the
    organisation has published itself is refused: from then on only its own people change it. Installing the
    same content again changes nothing. ``source`` is the version it was adopted from. Returns the id of the
    live version.
    """
    own_only(act, organisation)
    live = live_row(organisation, name, lock=True)
    if was_published(organisation, name):
        raise Refused(
            _(
                "The organisation has published this service itself: bring it as a draft, for its people to "
                "look at."
            )
        )
    kept: dict[str, JsonValue] = live.slots if live is not None else {}
    values = kept if slots is None else slots
    if live is not None and (live.digest, live.slots) == (_digest(content), values):
        return live.id
    check(act, organisation=organisation, name=name, content=content, slots=values)
    return make_live(act, organisation=organisation, name=name, content=content, slots=values, source=source)


@operation(allow=allow.system)
def install_adoption(
    act: Act, *, organisation: UUID, version: UUID, slots: dict[str, JsonValue] | None = None
) -> UUID:
    """Install a version of another organisation's service as it is, with ``slots`` filled in: nobody edits
    it.

    Raises :class:`PackRefused` for slots that are not filled in, or with what the organisation does not have.
    Returns the id of the organisation's live version, whose source is the one adopted.
    """
    found = PackVersion.objects.filter(pk=version).first()
    if found is None or found.organisation_id == organisation:
        raise Refused(_("There is no such service of another organisation."))
    return install_pack(
        act, organisation=organisation, name=found.name, content=found.content, slots=slots, source=found.id
    )


def make_live(
    act: Act, *, organisation: UUID, name: str, content: Content, slots: Values, source: UUID | None = None,
    draft: UUID | None = None,
) -> UUID:  # fmt: skip
    """The next version, live, inside an operation that has checked it. The earlier one is retired: no new
    journey starts on it, those under way finish on it. The database lets it pass only as it was approved."""
    versions = PackVersion.objects.filter(organisation_id=organisation, name=name)
    last = versions.order_by("-version").first()
    versions.filter(retired_at=None).update(retired_at=act.at)
    row = PackVersion(
        id=clock.uuid7(act.at),
        organisation_id=organisation,
        name=name,
        version=last.version + 1 if last else 1,
        content=content,
        slots=slots,
        digest=_digest(content),
        source_id=source or (last.source_id if last is not None else None),
        draft=draft,
        published_at=act.at,
    )
    PackVersion.objects.bulk_create([row])
    publish(PackPublished(pack=row.id, name=name, version=row.version), act, organisation=organisation)
    return row.id


def check(act: Act, *, organisation: UUID, name: str, content: Content, slots: Values) -> None:
    """Raise :class:`PackRefused` with everything that keeps ``content`` from being published, inside an
    operation."""
    problems = adopting.problems_of(act, organisation=organisation, content=content, slots=slots)
    if problems or (problems := adopting.of_name(content, name)):
        raise PackRefused(problems)


def _digest(content: Content) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
