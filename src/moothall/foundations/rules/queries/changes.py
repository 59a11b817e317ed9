"""A pack as it would be with one file of rules changed, and what would be wrong with it."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from moothall.foundations.rules import rule_cache
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import PackVersion
from moothall.kernel.refusal import NotFound, Refused
from moothall.services import adopting
from moothall.services.problems import Problem

MOST_OCTETS = 500_000
PATH = re.compile(r"rules/[a-z0-9][a-z0-9-]{0,60}(\.[a-z0-9-]{1,40})?\.(yaml|csv|dmn)")


@query(allow=allow.staff("packs.publish"))
def problems_of_change(
    act: Act, *, pack: str, path: str, text: str, instead_of: str = ""
) -> tuple[Problem, ...]:
    """Everything that would keep publishing the change from publishing."""
    row = live_pack(act, pack)
    content = proposed_content(act, row.content, path=path, text=text, instead_of=instead_of)
    found = adopting.problems_of(act, organisation=row.organisation_id, content=content, slots=row.slots)
    return tuple(found)


def proposed_content(
    act: Act, content: dict[str, Any], *, path: str, text: str, instead_of: str
) -> dict[str, Any]:
    """The content of a pack with what is proposed: ``text`` as the file ``path``; empty, without that
    file."""
    if text:
        return changed_content(content, path=path, text=text, instead_of=instead_of)
    return _without(content, path, today=timezone.localtime(act.at).date().isoformat())


def _without(content: dict[str, Any], path: str, *, today: str) -> dict[str, Any]:
    """The content without a version that has not begun. Refused for any other."""
    files = dict(content.get("files", {}))
    if path not in files:
        raise NotFound("There is no such version of these rules in the live service.")
    if rule_cache.compiled(path, files[path]).about.valid_from <= today:
        raise Refused(
            "This version has begun: what it decided stands. Add a version that begins later instead."
        )
    del files[path]
    return {**content, "files": files}


def change_of(live: Mapping[str, str], texts: Mapping[str, str], name: str) -> dict[str, str] | None:
    """What a draft with these ``texts`` makes of the rules ``name`` of a pack whose files are ``live``: the
    file (``path``), its ``text`` (empty: it is taken out), and what it is there ``instead_of``; nothing when
    it leaves them as they are."""
    before, after = (_of(files, name) for files in (live, texts))
    written = [path for path in after if before.get(path) != after[path]]
    gone = [path for path in before if path not in after]
    if not written:
        return {"path": gone[0], "text": "", "instead_of": ""} if gone else None
    return {"path": written[0], "text": after[written[0]], "instead_of": gone[0] if gone else ""}


def _of(files: Mapping[str, str], name: str) -> dict[str, str]:
    paths = sorted(
        path for path in files if path.startswith(rule_cache.FOLDER) and rule_cache.name_of(path) == name
    )
    return {path: files[path] for path in paths}


def changed_content(content: dict[str, Any], *, path: str, text: str, instead_of: str) -> dict[str, Any]:
    """The content of a pack with one file of rules put in. Refused for a file that cannot be one of them."""
    files = dict(content.get("files", {}))
    if not PATH.fullmatch(path) or rule_cache.name_of(path) not in rule_cache.names(files):
        raise Refused("Call the version by small letters, digits and hyphens, such as 2027.")
    if len(text.encode()) > MOST_OCTETS:
        raise Refused("The file is larger than half a megabyte. Leave out what is not needed.")
    if instead_of and rule_cache.name_of(instead_of) == rule_cache.name_of(path):
        files.pop(instead_of, None)
    elif path in files:
        raise Refused("There is a version of that name already. Choose another name, or change that one.")
    return {**content, "files": {**files, path: text}}


def live_pack(act: Act, pack: str, *, lock: bool = False) -> PackVersion:
    """The live version of the organisation's pack, locked if it is to be replaced. Raises ``NotFound``."""
    rows = PackVersion.objects.filter(organisation_id=act.own_organisation, name=pack, retired_at=None)
    row = (rows.select_for_update() if lock else rows).first()
    if row is None:
        raise NotFound("There is no such live service of your organisation.")
    return row
