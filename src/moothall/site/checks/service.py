"""Checks of the running place: worker, queue, parked events, mail, payments."""

from collections.abc import Iterator

import psycopg

from moothall.kernel import act as acts
from moothall.kernel import connections
from moothall.kernel.act import Door
from moothall.kernel.adapters import KINDS
from moothall.kernel.queries import backlogs
from moothall.kernel.queries import connections as queries
from moothall.site import holding, schema
from moothall.site.checks.finding import Finding, good, note, wrong

HEARD_SECONDS = 60
LATE_SECONDS = 300
WORKERS = (
    "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)"
)
DUE = """SELECT count(*), coalesce(extract(epoch FROM now() - min(e.at)), 0) FROM procrastinate_jobs j
LEFT JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())"""
LEFT = """SELECT count(*) FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %s))"""
PARKED = """SELECT reaction, error, count(*) FROM kernel_parkedevent
WHERE replayed_at IS NULL AND given_up_at IS NULL GROUP BY 1, 2 ORDER BY 3 DESC"""
NO_WORKER_MEND = (
    "If the place has only just started, ask again in a moment; else look at the lines of ./moot up that "
    "begin with “worker”."
)
PASSED_ON_MEND = (
    "See that a worker is at work and what its lines say (a post or payment provider that is away). What "
    "waits is tried again by itself, and found by the clock every five minutes."
)
CONNECTED_MEND = (
    "Change or end it under Settings, Connections (its organisation does, with a manager's sign-in)."
)
ROUND_MEND = "See the lines of the worker at that time. It is tried again when it is due next."
PARKED_MEND = (
    "Mend the cause, then send each again, or give it up, on the page Failed updates (/staff/parked/)."
)


def worker() -> Iterator[Finding]:
    """Somebody carries out background work, if the place is running."""
    alive = _one(WORKERS, HEARD_SECONDS)[0]
    if alive:
        yield good(f"{alive:.0f} worker(s) at work")
    elif holding.is_held():
        yield wrong("No worker is at work.", NO_WORKER_MEND)
    else:
        yield note("No worker is at work.", "Start the place with ./moot up, or a worker with ./moot worker.")


def queue() -> Iterator[Finding]:
    """Background work does not pile up and is not left lying."""
    due, oldest = _one(DUE)
    left = _one(LEFT, HEARD_SECONDS)[0]
    if due and oldest > LATE_SECONDS:
        yield wrong(
            f"{due:.0f} jobs wait, the oldest for {oldest / 60:.0f} minutes.",
            "Start more workers (./moot worker) or raise MOOTHALL_LANE_NOW (docs/look-up/settings.md).",
        )
    else:
        yield good(f"{due:.0f} jobs wait")
    if left:
        yield note(
            f"{left:.0f} jobs were left by workers that ended.", "A running worker takes them up itself."
        )


def passed_on() -> Iterator[Finding]:
    """Nothing that was acknowledged waits for too long to be passed on."""
    act = acts.system(door=Door.COMMAND_LINE)
    standings = [one for one in backlogs.standings(act) if one.name != "parked"]
    late = [one for one in standings if one.oldest and one.is_late]
    for one in late:
        hours = (act.at - (one.oldest or act.at)).total_seconds() / 3600
        yield wrong(f"{one.title}: {one.count} wait, the oldest for {hours:.1f} hours.", PASSED_ON_MEND)
    if not late:
        yield good(f"{sum(one.count for one in standings)} things wait to be passed on, none for too long")


def rounds() -> Iterator[Finding]:
    """What the clock does went well the last time."""
    found = backlogs.rounds(acts.system(door=Door.COMMAND_LINE))
    failed = [one for one in found if one.failed]
    for one in failed:
        yield wrong(f"{one.title}: {one.outcome}, when the clock did it last.", ROUND_MEND)
    if not failed:
        yield good(f"{len(found)} things are done by the clock, none failed the last time")


def parked() -> Iterator[Finding]:
    """No event is set aside because a reaction to it keeps failing."""
    with psycopg.connect(schema.owner_dsn(), connect_timeout=10) as owner:
        waiting = owner.execute(PARKED).fetchall()
    if waiting:
        kinds = ", ".join(f"{count} × {reaction} ({error})" for reaction, error, count in waiting)
        yield wrong(f"Reactions set aside after repeated failure: {kinds}.", PARKED_MEND)
    else:
        yield good("No reactions set aside")


def connected() -> Iterator[Finding]:
    """Every connection reaches its system, and what only pretends is named."""
    live = queries.live(acts.system(door=Door.COMMAND_LINE))
    for connection in live:
        outcome = connections.tested(connection)
        words = f"{KINDS[connection.kind].title}: connection {connection.id} by {connection.adapter}"
        yield wrong(f"{words}: {outcome}", CONNECTED_MEND) if outcome else good(f"{words} works")
    for kind, known in KINDS.items():
        shared = connections.chosen(kind, organisation=None)
        if known.adapters[shared.adapter].is_test:
            yield note(
                f"{known.title}: the place has no connection, so a test system serves ({shared.adapter}).",
                "Nothing real happens. Connect one under Settings, Connections.",
            )


def _one(question: str, *values: object) -> tuple[float, ...]:
    with psycopg.connect(schema.owner_dsn(), connect_timeout=10) as owner:
        row = owner.execute(question.encode(), values).fetchone()
    return tuple(map(float, row)) if row else (0.0,)
