"""The act: by whom, in which organisation and role, for whom, why, when, through which door."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from moothall.kernel import clock
from moothall.kernel.extent import WHOLE, Held, Scope, everywhere


class Door(StrEnum):
    """Where an act came in."""

    PAGE = "page"
    DESK = "desk"
    API = "api"
    TASK = "task"
    COMMAND_LINE = "cli"
    IMPORT = "import"


class Purpose(StrEnum):
    """What staff do something for. What was shared for one purpose is not seen by an act for another."""

    SERVICE = "service"
    CARE = "care"
    SAFEGUARDING = "safeguarding"
    STATISTICS = "statistics"


class Role(StrEnum):
    """In which capacity someone acts; the database knows the same words (``sql/context.sql``)."""

    PUBLIC = "public"
    RESIDENT = "resident"
    STAFF = "staff"
    OPERATOR = "operator"
    STEWARD = "steward"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing somebody does. Every operation and query takes it first; nothing happens without one.

    ``subject`` is the person it is done for (the actor, or somebody who gave them a mandate). ``permissions``
    are codes that the actor's roles in ``organisation`` give, each with what it is held over. ``matter`` is
    the case it is about; events published under the act carry it. ``key`` makes a repeat harmless
    (idempotency). A ``program`` acts for the organisation within its scopes, which are its ``permissions``.
    """

    role: Role
    door: Door
    at: datetime
    id: UUID
    person: UUID | None = None
    organisation: UUID | None = None
    permissions: Held = field(default_factory=dict, hash=False)
    subject: UUID | None = None
    purpose: str = "service"
    matter: UUID | None = None
    key: str | None = None
    language: str = "en"
    program: UUID | None = None

    @property
    def is_assisted(self) -> bool:
        """Whether somebody at a desk does it with whom it is for."""
        return self.door is Door.DESK and self.subject != self.person

    @property
    def actor(self) -> UUID:
        """The person who acts. Raises ``RuntimeError`` when nobody has said who they are."""
        if self.person is None:
            raise RuntimeError("Nobody in particular acts here.")
        return self.person

    @property
    def own_organisation(self) -> UUID:
        """The organisation it is done in. Raises ``RuntimeError`` outside of any."""
        if self.organisation is None:
            raise RuntimeError("This act is not done in an organisation.")
        return self.organisation

    def may(self, permission: str, *, over: Scope | None = None) -> bool:
        """Whether the actor has ``permission``, for anything or ``over`` this: there the database decides
        which rows they reach with it."""
        held = self.permissions.get(permission, frozenset())
        return bool(held) if over is None else WHOLE in held or over in held

    def about(self, matter: UUID) -> Self:
        """The same act, about ``matter``."""
        return replace(self, matter=matter)

    def on_behalf_of(self, subject: UUID) -> Self:
        """A new act by the same actor for ``subject``; the database checks that a mandate allows it."""
        return replace(self, subject=subject, id=clock.uuid7(self.at))

    def with_key(self, key: str | None) -> Self:
        """The same act with an idempotency key: repeating it returns the first outcome."""
        return replace(self, key=key)


def public(*, door: Door = Door.PAGE, language: str = "en") -> Act:
    """An act by somebody who has not said who they are."""
    moment = clock.now()
    return Act(role=Role.PUBLIC, door=door, at=moment, id=clock.uuid7(moment), language=language)


def resident(person: UUID, *, door: Door = Door.PAGE, language: str = "en") -> Act:
    """An act by a resident for themselves."""
    moment = clock.now()
    return Act(
        role=Role.RESIDENT, door=door, at=moment, id=clock.uuid7(moment),
        person=person, subject=person, language=language,
    )  # fmt: skip


def assisting(person: UUID, *, subject: UUID, language: str = "en") -> Act:
    """An act by somebody at a desk (``person``) for whoever they help, through the same doors as theirs; the
    database checks that they said so (:func:`moothall.kernel.operations.people.assist`)."""
    moment = clock.now()
    return Act(
        role=Role.RESIDENT, door=Door.DESK, at=moment, id=clock.uuid7(moment),
        person=person, subject=subject, language=language,
    )  # fmt: skip


def staff(
    person: UUID,
    *,
    organisation: UUID,
    permissions: Iterable[str] | Held,
    role: Role = Role.STAFF,
    door: Door = Door.PAGE,
    language: str = "en",
    purpose: str = "service",
) -> Act:
    """An act by a member of an organisation (or, with ``role``, its operator or the place's steward), who has
    ``permissions`` there: codes, with all that they carry, for the whole organisation; or what they hold over
    what."""
    moment = clock.now()
    held = permissions if isinstance(permissions, Mapping) else everywhere(permissions)
    return Act(
        role=role, door=door, at=moment, id=clock.uuid7(moment), person=person, organisation=organisation,
        permissions=held, language=language, purpose=purpose,
    )  # fmt: skip


def system(*, organisation: UUID | None = None, door: Door = Door.TASK, purpose: str = "system") -> Act:
    """An act by Moothall itself: confined to ``organisation`` if one is given, else for the whole place."""
    moment = clock.now()
    return Act(
        role=Role.SYSTEM, door=door, at=moment, id=clock.uuid7(moment),
        organisation=organisation, purpose=purpose,
    )  # fmt: skip
