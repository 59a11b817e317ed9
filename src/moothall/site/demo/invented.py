"""Whom the demo has invented. Its staff work their cases and nobody else's: whoever tries the place out,
signed in as one of its people or not, is left to others who try it out."""

from uuid import UUID

from moothall.site import environment


class Invented:
    """The people invented so far; noted in the data folder, so that a later start knows them too."""

    def __init__(self) -> None:
        self._note = environment.data_folder() / "demo-invented"
        lines = self._note.read_text().split() if self._note.exists() else []
        self._known = {UUID(line) for line in lines}

    def __contains__(self, person: UUID | None) -> bool:
        return person in self._known

    def add(self, person: UUID) -> None:
        """Note one more."""
        self._known.add(person)
        with self._note.open("a") as note:
            note.write(f"{person}\n")
