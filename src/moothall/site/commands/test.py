"""``moot test``: every test, with a real browser."""

import os
import shutil
import subprocess
import sys

from moothall.site import environment
from moothall.site.exits import Stop

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PARALLEL = ["-n", "3", "--dist", "worksteal"]
"""Three on two processors, as the crash tests mostly wait; who has done their share takes from another's."""


def main(arguments: list[str]) -> int:
    """Run pytest in this process's place; ``arguments`` are pytest's own. Its closing line comes last."""
    os.environ["MOOTHALL_BROWSER"] = _browser()
    os.environ.pop("MOOTHALL_DATA", None)
    told = any(argument.startswith(("-n", "--numprocesses")) for argument in arguments)
    parallel = [] if told else PARALLEL
    os.chdir(environment.ROOT)
    sys.stdout.flush()
    command = [sys.executable, "-m", "pytest", *parallel, *arguments]
    os.execv(sys.executable, command)  # noqa: S606
    raise AssertionError("execv does not return")


def _browser() -> str:
    """The path of a Chromium; installed on Debian when there is none and rights allow. Raises ``Stop``."""
    found = _found() or _install()
    if found is None:
        raise Stop(
            "The browser tests need Chromium or Chrome. Install one (Debian: apt-get install chromium) "
            "and run the command again."
        )
    return found


def _found() -> str | None:
    named = os.environ.get("MOOTHALL_BROWSER")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _install() -> str | None:
    rights = _rights()
    if rights is None or shutil.which("apt-get") is None:
        return None
    print("Installing the browser for the tests (Debian package chromium)", flush=True)
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    for task in (["update"], ["install", "--no-install-recommends", "chromium"]):
        subprocess.run([*apt, *task], check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603
    return _found()


def _rights() -> list[str] | None:
    """What to put before a command to run it as root; ``None`` if that cannot be had."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:  # noqa: S603
        return [sudo, "-n"]
    return None
