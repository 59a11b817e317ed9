"""Whose hands a case is in: taking it, giving it to somebody, putting it back."""

from uuid import UUID

from django.utils.translation import gettext as _

from moothall.foundations.cases.events import CaseAllocated
from moothall.foundations.cases.models import Case
from moothall.foundations.cases.operations import rows
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.queries import roles
from moothall.kernel.refusal import Refused

WORK = "cases.work"


@operation(allow=allow.staff(WORK))
def take_case(act: Act, *, case: UUID, version: int) -> None:
    """Take a case into the actor's own hands. Taking one's own changes nothing; ``Conflict`` for a stale
    form."""
    row = rows.own(act, case, version)
    if row.assigned_to_id != act.person:
        _hand(act, row, to=act.person, team=row.team_id)


@operation(allow=allow.staff("cases.work"))
def put_back(act: Act, *, case: UUID, version: int) -> None:
    """Put a case back into its team's queue. ``Conflict`` for a stale form."""
    row = rows.own(act, case, version)
    if row.assigned_to_id is not None:
        _hand(act, row, to=None, team=row.team_id)


@operation(allow=allow.staff("cases.allocate"), api="v1")
def allocate_case(
    act: Act, *, case: UUID, version: int, to: UUID | None = None, team: UUID | None = None
) -> None:
    """Give a case to a colleague (``to``), and so to their team, or to another team's queue (``team``).

    Refused for somebody who cannot work it, and for a team that is another organisation's or not the
    colleague's; ``Conflict`` for a stale form.
    """
    row = rows.own(act, case, version)
    if to is not None:
        _hand(act, row, to=to, team=_team_of(row, to, team))
        return
    if team is not None and not _is_worked(row, team):
        words = _("Choose a team of your organisation in which somebody works cases.")
        raise Refused(words, fields={"team": _("Choose a team in which somebody works cases")})
    _hand(act, row, to=None, team=team or row.team_id)


def _is_worked(row: Case, team: UUID) -> bool:
    """Whether ``team`` is the case's organisation's and has somebody who can work it."""
    return any(team in reach.teams for reach in roles.reaches(row.organisation_id, WORK).values())


def _team_of(row: Case, person: UUID, wanted: UUID | None) -> UUID | None:
    """The team a case goes to with ``person``: one of theirs, the wanted one or the one it has before others;
    for whoever works for all teams, the wanted one or the one it has."""
    reach = roles.reaches(row.organisation_id, WORK).get(person)
    if reach is None or not (reach.is_whole or reach.teams):
        words = _("Choose a colleague who works cases.")
        raise Refused(words, fields={"to": _("Choose a colleague who works cases")})
    if wanted is not None and not reach.is_whole and wanted not in reach.teams:
        words = _("They work in another team. Choose them or the team, not both.")
        raise Refused(words, fields={"team": words})
    if wanted is not None or reach.is_whole:
        return wanted or row.team_id
    return row.team_id if row.team_id in reach.teams else reach.teams[0]


def _hand(act: Act, row: Case, *, to: UUID | None, team: UUID | None) -> None:
    rows.change(row, assigned_to_id=to, team_id=team)
    rows.publish_event(act, row, CaseAllocated(to=to, team=team))
