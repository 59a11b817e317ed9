"""``moot test`` leaves out what takes long; ``moot test --long`` has it too."""

import os
import subprocess
import sys

import pytest

from moothall.site import environment

LONG = "test_what_killed_workers_leave_is_done_once_and_in_order[20]"


@pytest.mark.parametrize("words, is_there", [([], False), (["--long"], True)])
def test_what_takes_long_is_left_out_unless_asked_for(words: list[str], is_there: bool) -> None:
    command = [sys.executable, "-P", "-m", "moothall.site.cli", "test", *words, "-n0", "--collect-only", "-q"]
    said = subprocess.run(
        [*command, "tests/crash/test_worker.py"],
        env=os.environ | {"PYTHONPATH": str(environment.ROOT / "src"), "MOOTHALL_BROWSER": "none"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert (LONG in said) is is_there
    assert LONG.replace("20", "2") in said
