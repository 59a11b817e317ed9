"""Styles, scripts and pictures in one folder under names that change with their content."""

from pathlib import Path

from django.core.management import call_command

from moothall.site import environment, fingerprint

STAMP = "collected"


def are_current() -> bool:
    """Whether what was collected last is what there is now."""
    stamp = _folder() / STAMP
    return stamp.exists() and stamp.read_text() == fingerprint.of_static_files()


def collect() -> None:
    """Collect them anew. Needs Django to be set up."""
    stamp = _folder() / STAMP
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint.of_static_files())


def _folder() -> Path:
    return environment.data_folder() / "static"
