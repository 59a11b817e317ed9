"""Who may see and change a row: declared beside the columns, enforced by PostgreSQL.

A model says ``access_policy = access.policy(read=[…], insert=[…], change=[…], remove=[…])`` in the vocabulary
below; the rules of one command are alternatives. :mod:`moothall.kernel.policies` writes them as
row-level security policies, forced also on the owner, above a restrictive floor that raises when no genuine
act is under way. What is not declared is neither granted nor allowed. See docs/understand/access.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NewType

Rule = NewType("Rule", str)
"""An SQL condition on a row; ``{t}`` stands for its table."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one table: alternatives per command; a command without rules is not granted. A change may
    be granted for some ``columns`` only."""

    read: tuple[Rule, ...] = ()
    insert: tuple[Rule, ...] = ()
    change: tuple[Rule, ...] = ()
    remove: tuple[Rule, ...] = ()
    columns: tuple[str, ...] = ()


def policy(
    *,
    read: Sequence[Rule],
    insert: Sequence[Rule] = (),
    change: Sequence[Rule] = (),
    remove: Sequence[Rule] = (),
    columns: Sequence[str] = (),
) -> Policy:
    """The access policy of a model, as its class attribute ``access_policy``.

    ``columns`` names the only columns a change may touch (by default all). Name them wherever another column
    decides who may see the row: a policy looks at the old row and the new one, never at both.
    """
    return Policy(tuple(read), tuple(insert), tuple(change), tuple(remove), tuple(columns))


MANDATED = "(SELECT moothall.mandated())::text[]"
EVERYTHING = f"'everything' = ANY ({MANDATED})"


def anyone() -> Rule:
    """*anyone*: every genuine act."""
    return Rule("true")


def public() -> Rule:
    """*public*: for matters themselves, that one is public, was published and is not hidden."""
    return Rule("({t}.visibility = 'public' AND {t}.published_at IS NOT NULL AND {t}.hidden_at IS NULL)")


def when(condition: str) -> Rule:
    """A condition on the row itself, such as ``when("published_at IS NOT NULL")``."""
    return Rule(f"({condition})")


def owner(column: str = "organisation_id") -> Rule:
    """*owner organisation*: the act's organisation is the one in ``column``."""
    return Rule(f"{{t}}.{column} = (SELECT moothall.organisation())")


def subject(column: str = "person_id", *, within: Rule | None = None) -> Rule:
    """*subject*: the row is about the person the act is for: the actor, or somebody whose mandate they hold.

    A mandate for single services reaches only the rows ``within`` says yes to (none, if nothing is said; all,
    if it is :func:`anyone`).
    """
    theirs = f"{{t}}.{column} = (SELECT moothall.subject())"
    if within == anyone():
        return Rule(theirs)
    covered = f"{EVERYTHING} OR ({within})" if within is not None else EVERYTHING
    return Rule(f"({theirs} AND ({covered}))")


def mandated(column: str) -> Rule:
    """The act's mandate names the service in ``column``."""
    return Rule(f"{{t}}.{column} = ANY ({MANDATED})")


def actor(column: str = "person_id") -> Rule:
    """The row belongs to the actor in person, mandates aside."""
    return Rule(f"{{t}}.{column} = (SELECT moothall.person())")


LIVE = (
    "g.organisation_id = (SELECT moothall.organisation()) AND g.revoked_at IS NULL AND g.until_at > now()"
    " AND g.purposes && (SELECT moothall.serves())::varchar[]"
)


def granted(column: str = "matter_id", *, service: str = "kind") -> Rule:
    """*granted*: a live grant opens the matter in ``column``, or all matters of its ``service`` at its
    organisation, to the act's organisation, for what it is done for."""
    return Rule(  # names from declarations, never from people: nothing to inject
        f"(EXISTS (SELECT 1 FROM kernel_grant AS g WHERE g.matter_id = {{t}}.{column} AND {LIVE})"
        f" OR {{t}}.organisation_id::text || ' ' || {{t}}.{service} ="
        " ANY ((SELECT moothall.granted_services())::text[]))"
    )


def granted_attribute(person: str = "person_id", name: str = "name") -> Rule:
    """*granted*: a live grant names, for what the act is done for, what stands in ``name`` of the person."""
    return Rule(
        f"EXISTS (SELECT 1 FROM kernel_grant AS g WHERE g.person_id = {{t}}.{person}"
        f" AND {{t}}.{name} = ANY (g.attributes) AND {LIVE})"
    )


def within(*, team: str = "team_id", service: str = "kind", matter: str = "id") -> Rule:
    """*within*: the work of the act's organisation that the roles of its person reach, by the columns that
    name team, service and matter; of no team in particular for whoever works for any. All of it is the work
    of Moothall itself, of programs of the organisation and of whoever oversees it."""
    return Rule(
        f"({{t}}.{team} = ANY ((SELECT moothall.teams())::uuid[])"
        f" OR ({{t}}.{team} IS NULL AND (SELECT moothall.reaches_common()))"
        " OR (SELECT moothall.reaches_all())"
        f" OR {{t}}.{service} = ANY ((SELECT moothall.services())::text[])"
        f" OR {{t}}.{matter} = ANY ((SELECT moothall.matters())::uuid[]))"
    )


def unconfined() -> Rule:
    """Some role of the act's person is given for a team or the whole organisation, not only for one service
    or one matter."""
    return Rule("(SELECT moothall.is_unconfined())")


def holds(permission: str) -> Rule:
    """The act's person has ``permission`` for the whole organisation."""
    return Rule(f"(SELECT moothall.holds('{permission}'))")


def reasoned(column: str = "matter_id") -> Rule:
    """*reasoned*: the actor gave a reason for reading the matter in ``column``, which still holds."""
    return Rule(
        f"EXISTS (SELECT 1 FROM kernel_reason AS r WHERE r.matter_id = {{t}}.{column}"
        " AND r.reader_id = (SELECT moothall.person())"
        " AND r.organisation_id = (SELECT moothall.organisation()) AND r.until_at > now())"
    )


def of_matter(column: str = "matter_id") -> Rule:
    """Whoever is on the matter in ``column``: sees it otherwise than because it is public. Of one that is
    visible to people only, nobody who is not named."""
    return Rule(
        f"EXISTS (SELECT 1 FROM kernel_matter AS m WHERE m.id = {{t}}.{column}"
        " AND (m.visibility <> 'public' OR moothall.is_on(m.id)))"
    )


def of_public(column: str = "matter_id") -> Rule:
    """Everybody who may see the matter in ``column``, which is public: for rows that are part of its public
    face."""
    return Rule(
        f"EXISTS (SELECT 1 FROM kernel_matter AS m WHERE m.id = {{t}}.{column} AND m.visibility = 'public')"
    )


def of_parent(table: str, column: str) -> Rule:
    """Whoever may see the row of ``table`` (of the same capability or the kernel) that ``column`` points
    to."""
    return Rule(f"EXISTS (SELECT 1 FROM {table} AS p WHERE p.id = {{t}}.{column})")


def role(*roles: str) -> Rule:
    """Acts in one of these roles: ``public``, ``resident``, ``staff``, ``operator``, ``steward``,
    ``system``."""
    names = ", ".join(f"'{name}'" for name in roles)
    return Rule(f"(SELECT moothall.role()) IN ({names})")


def system() -> Rule:
    """Moothall itself, acting for the whole place."""
    return Rule("(SELECT moothall.is_system())")


def participant(*roles: str, column: str = "matter_id") -> Rule:
    """*participant*: the actor is on the matter in ``column`` now, in one of ``roles`` or in any."""
    named = ", ".join(f"'{name}'" for name in roles)
    return Rule(
        f"EXISTS (SELECT 1 FROM kernel_participant AS s WHERE s.matter_id = {{t}}.{column}"
        " AND s.person_id = (SELECT moothall.person()) AND s.until_at IS NULL"
        + (f" AND s.role IN ({named}))" if roles else ")")
    )


def all_of(*rules: Rule) -> Rule:
    """Every one of ``rules``."""
    return Rule("(" + " AND ".join(f"({rule})" for rule in rules) + ")")


def any_of(*rules: Rule) -> Rule:
    """At least one of ``rules``."""
    return Rule("(" + " OR ".join(f"({rule})" for rule in rules) + ")")
