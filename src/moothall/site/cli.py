"""The command line. Finds the command, gets ready what it needs, and turns every failure into words.

Only the module of the command that is asked for is imported, so ``moot --help`` answers at once.
"""

import difflib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module

from moothall.site import environment, interrupts, supervisor, thrift
from moothall.site.exits import Exit, Stop


@dataclass(frozen=True, slots=True)
class Command:
    """One word of the command line.

    Args:
        summary: one line for the overview.
        module: where its ``function`` is; called with the arguments after the word, or with the word too if
            ``whole``.
        django: whether Django is set up first.
        database: whether the database server must run, and whether the tables must be up to date.
    """

    summary: str
    module: str
    function: str = "main"
    whole: bool = False
    django: bool = False
    database: str = "no"


HERE = "moothall.site.commands."
COMMANDS = {
    "up": Command("start the place: database, web server, worker, demo", HERE + "up"),
    "test": Command("run the tests; --long: the longest too; arguments are pytest's", HERE + "test"),
    "doctor": Command("say what is wrong and how to mend it", HERE + "doctor", django=True),
    "backup": Command(
        "write everything but secrets to a file", HERE + "backup", django=True, database="migrated"
    ),
    "restore": Command("bring back a backup", HERE + "restore", django=True, database="server"),
    "keys": Command(
        "rotate: a new master key for people's data", HERE + "keys", django=True, database="current"
    ),
    "migrate": Command(
        "bring database and static files up to date", HERE + "migrate", django=True, database="server"
    ),
    "web": Command("run a web server only", HERE + "web", django=True),
    "worker": Command("run a worker only", HERE + "worker", django=True, database="migrated"),
    "demo": Command("load the demo place", HERE + "demo", django=True, database="migrated"),
    "do": Command(
        "carry out an operation: moot do OPERATION --name value …",
        "moothall.kernel.doors.cli",
        "run",
        django=True,
        database="migrated",
    ),
    "import": Command(
        "bring in open data: moot import KIND FILE",
        HERE + "offered",
        whole=True,
        django=True,
        database="migrated",
    ),
    "pack": Command(
        "check, preview or publish a service pack",
        HERE + "offered",
        whole=True,
        django=True,
        database="migrated",
    ),
    "match-score": Command("measure matching against a file of judged needs", HERE + "match_score"),
    "crisis-score": Command(
        "measure urgent help against a file of judged words", "moothall.civic.matching.crisis_score"
    ),
    "tck": Command("run the DMN conformance kit over a folder", "moothall.engines.dmn.tck"),
}
OTHERS = Command(
    "a command that a capability offers", HERE + "offered", whole=True, django=True, database="migrated"
)


def main(arguments: Sequence[str]) -> int:
    """Carry out the command in ``arguments`` and return its exit code; never raises."""
    try:
        with interrupts.interruptible():
            supervisor.hold_lifeline()
            return _heed(_take_data_folder(list(arguments)))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else Exit.MISUSED
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        return Exit.INTERRUPTED
    except Exception as error:
        return _explain(error)


def _heed(words: list[str]) -> int:
    if not words or words[0] in {"help", "-h", "--help"}:
        print(overview())
        return Exit.DONE if words else Exit.MISUSED
    return _carry_out(words[0], words[1:])


def overview() -> str:
    """What ``moot --help`` says."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.summary}" for name, command in COMMANDS.items()]
    return "\n".join(
        [
            "usage: moot [--data DIR] COMMAND …",
            "",
            *lines,
            "",
            "moot COMMAND --help says more. Settings: docs/look-up/settings.md.",
            "Exit codes: 0 done; 1 done, but look at what it says; 2 not understood; 3 something is missing",
            "or in the way; 4 Moothall failed; 130 interrupted.",
        ]
    )


def _take_data_folder(words: list[str]) -> list[str]:
    """``--data DIR``, wherever it stands, becomes the setting that every process of the command inherits."""
    rest, pending = [], iter(words)
    for word in pending:
        if word == "--data":
            os.environ["MOOTHALL_DATA"] = next(pending, "")
        elif word.startswith("--data="):
            os.environ["MOOTHALL_DATA"] = word.removeprefix("--data=")
        else:
            rest.append(word)
    if os.environ.get("MOOTHALL_DATA") == "":
        raise Stop("--data needs a folder after it.", Exit.MISUSED)
    return rest


def _carry_out(name: str, arguments: list[str]) -> int:
    near = difflib.get_close_matches(name, COMMANDS, n=1)
    if name not in COMMANDS and near:
        raise Stop(f"There is no command “{name}”. Did you mean “{near[0]}”?", Exit.MISUSED)
    command = COMMANDS.get(name, OTHERS)
    with ExitStack() as until_done:
        if command.django:
            _set_up_django()
        if command.database != "no" and not {"-h", "--help"} & set(arguments):
            _open_database(until_done, must_be_migrated=command.database == "migrated")
        function: Callable[[list[str]], int | None] = getattr(import_module(command.module), command.function)
        return function([name, *arguments] if command.whole else arguments) or Exit.DONE


def _set_up_django() -> None:
    thrift.keep_little()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moothall.site.settings")
    import_module("django").setup()


def _open_database(until_done: ExitStack, *, must_be_migrated: bool) -> None:
    until_done.enter_context(import_module("moothall.site.postgres").available())
    if must_be_migrated:
        import_module("moothall.site.schema").must_be_migrated()


def _explain(error: Exception) -> int:
    """Say in words what happened. What was foreseen carries its own; the rest is written to a report."""
    if isinstance(error, Stop):
        print(f"moot: {error}", file=sys.stderr)
        return error.code
    if _is_foreseen(error):
        print(f"moot: {error}", file=sys.stderr)
        return Exit.UNAVAILABLE
    if environment.flag("MOOTHALL_DEBUG"):
        traceback.print_exception(error)
    print(f"moot: Moothall itself failed ({type(error).__name__}). {_report(error)}", file=sys.stderr)
    return Exit.BROKEN


def _is_foreseen(error: Exception) -> bool:
    return isinstance(error, OSError) or type(error).__name__ in {"Trouble", "Unready", "OperationalError"}


def _report(error: Exception) -> str:
    """Write the traceback where only the operator can read it; returns a sentence that says where."""
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    try:
        path = environment.data_folder() / "reports" / f"{moment}-{os.getpid()}.txt"
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text("".join(traceback.format_exception(error)))
    except OSError:
        return "Run it again with MOOTHALL_DEBUG=1 to see where."
    return (
        f"The report is in {path}; please send it with a bug report (it may hold personal data: look first)."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
