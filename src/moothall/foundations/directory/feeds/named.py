"""Services that name their organisation by its id only: the feed describes it elsewhere, or we know it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from moothall.foundations.directory.queries import open_referral
from moothall.foundations.directory.rules import reading, values
from moothall.foundations.directory.rules.notes import Notes
from moothall.kernel import act as acts
from moothall.kernel.act import Door

Raw = Mapping[str, Any]


@dataclass(slots=True)
class Named:
    """The organisations of one feed, by the ids it gives them."""

    source: str
    described: dict[str, Raw] = field(default_factory=dict)

    def completed(self, raws: Iterable[Raw]) -> Iterator[Raw]:
        """``raws``, each with its organisation in place where it is known; who only name one come last, when
        all that the feed says of organisations has been read."""
        waiting = []
        for raw in raws:
            if self._is_described(raw):
                yield raw
            else:
                waiting.append(raw)
        yield from map(self._complete, waiting)

    def _is_described(self, raw: Raw) -> bool:
        organisation = raw.get("organization")
        if isinstance(organisation, Mapping) and organisation.get("id"):
            self.described.setdefault(str(organisation["id"]), organisation)
        return bool(organisation) or not raw.get("organization_id")

    def _complete(self, raw: Raw) -> Raw:
        named = str(raw["organization_id"])
        found = self.described.get(named) or self._known(named)
        return raw if found is None else {**raw, "organization": found}

    def _known(self, named: str) -> Raw | None:
        """What the directory has of the organisation."""
        identity = values.identity(named, Notes()) or reading.derived_id(self.source, named)
        text = open_referral.open_organisation(acts.system(door=Door.IMPORT), id=UUID(identity))
        return None if text is None else json.loads(text)
