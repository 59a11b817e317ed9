"""A harbour whose moorings are given by rules, to try the steps with."""

from pathlib import Path
from uuid import UUID

from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.operations import organisations
from moothall.kernel.queries import organisations as known
from moothall.services.checking import checked_content, checked_folder
from moothall.services.operations import packs

PACK = Path(__file__).parent / "trial"
RULES = "rules/mooring.yaml"


def open_harbour() -> UUID:
    """The harbour with its service live. Returns the pack's version."""
    act = acts.system()
    harbour = organisations.add_organisation(act, slug="harbour", name="Town harbour", kind="harbour")
    content = checked_folder(PACK, at=clock.now()).content
    return packs.install_pack(act, organisation=harbour, name="trial-mooring", content=content)


def publish_again(**replaced: str) -> UUID:
    """The service published anew, with texts in its rules replaced. Returns the version."""
    act = acts.system()
    content = checked_folder(PACK, at=clock.now()).content
    for was, becomes in replaced.items():
        assert was in content["files"][RULES]
        content["files"][RULES] = content["files"][RULES].replace(was, becomes)
    harbour = known.organisation(act, slug="harbour")
    assert harbour is not None
    checked_content(content, at=clock.now())
    return packs.install_pack(act, organisation=harbour.id, name="trial-mooring", content=content)
