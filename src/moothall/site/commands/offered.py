"""Commands that capabilities offer in their ``commands.py``, such as ``moot import postcodes FILE``."""

import difflib
from collections.abc import Mapping

from moothall.kernel.doors.cli import COMMANDS, Command
from moothall.site.exits import Exit, Stop


def main(words: list[str]) -> int:
    """Carry out the offered command that ``words`` begin with; the rest are its arguments."""
    for length in range(len(words), 0, -1):
        found = COMMANDS.get(" ".join(words[:length]))
        if found is not None:
            return found.main(words[length:])
    family = {name: command for name, command in COMMANDS.items() if name.split()[0] == words[0]}
    if not family:
        raise Stop(f"There is no command “{words[0]}”.{_hint(words[0], COMMANDS)}", Exit.MISUSED)
    print(_overview(words[0], family))
    return Exit.DONE if {"-h", "--help"} & set(words) else Exit.MISUSED


def _overview(word: str, family: Mapping[str, Command]) -> str:
    width = max(map(len, family))
    lines = [f"  moot {name:<{width}}  {command.help}" for name, command in sorted(family.items())]
    return "\n".join([f"usage: moot {word} …", "", *lines])


def _hint(word: str, offered: Mapping[str, Command]) -> str:
    near = difflib.get_close_matches(word, {name.split()[0] for name in offered}, n=1)
    return f" Did you mean “{near[0]}”?" if near else " moot --help lists them all."
