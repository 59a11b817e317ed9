"""What the installation does because of a fact."""

from moothall.kernel.act import Act
from moothall.kernel.events import PersonErased
from moothall.kernel.reactions import Happened, reaction
from moothall.site import people_keys


@reaction(to=PersonErased)
def forget_key(act: Act, fact: Happened[PersonErased]) -> None:
    """Whoever is erased is erased from the keys kept for restoring backups too."""
    if fact.person is not None:
        people_keys.forget(fact.person)
