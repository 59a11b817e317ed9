"""``moot match-score FILE``: how well matching ranks, against a file of judged needs; with
``--shown``, which services people are shown first, right and wrong."""

import os
from pathlib import Path

from moothall.civic.matching import score, shown
from moothall.site import environment

DEMO = Path("packs") / "demo" / "place" / "services.yaml"
CORPORA = Path("data") / "directory"


def main(arguments: list[str]) -> int:
    """Hand over to the measure, with the folder of corpora unless it is given with ``--shared``; with
    ``--shown``, to the one of what people of the demo place are shown first."""
    if "--shown" in arguments:
        return shown.main(_with_services([word for word in arguments if word != "--shown"]))
    given = any(word.split("=")[0] == "--shared" for word in arguments)
    where = None if given else _shared(arguments)
    return score.main([*arguments, *([] if where is None else ["--shared", str(where)])])


def _with_services(arguments: list[str]) -> list[str]:
    given = any(word.split("=")[0] == "--services" for word in arguments)
    return arguments if given else [*arguments, "--services", str(environment.ROOT / DEMO)]


def _shared(arguments: list[str]) -> Path | None:
    """The first folder that holds the corpora: ``MOOTHALL_SHARED``, beside the project, above the file."""
    named = os.environ.get("MOOTHALL_SHARED")
    above = (parent for word in arguments for parent in Path(word).resolve().parents)
    places = [*([Path(named)] if named else []), environment.ROOT.parent / "shared", *above]
    return next((place for place in places if (place / CORPORA).is_dir()), None)
