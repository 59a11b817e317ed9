"""What the installation does because of a fact."""

from moothall.kernel.act import Act
from moothall.kernel.events import MatterErased, PersonErased
from moothall.kernel.reactions import Happened, reaction
from moothall.kernel.signin import accounts
from moothall.site import people_keys


@reaction(to=PersonErased)
def forget_key(act: Act, fact: Happened[PersonErased]) -> None:
    """Whoever is erased is erased from the keys kept for restoring backups too."""
    if fact.person is not None:
        people_keys.forget(fact.person)


@reaction(to=MatterErased)
def forget_key_of_matter(act: Act, fact: Happened[MatterErased]) -> None:
    """A matter that was about nobody had a key of its own, which is not kept for restoring backups either."""
    if fact.person is None and fact.matter is not None:
        people_keys.forget(fact.matter)


@reaction(to=PersonErased)
def end_account(act: Act, fact: Happened[PersonErased]) -> None:
    """Whoever is erased cannot sign in any more, and nothing says that they once could."""
    if fact.person is not None:
        accounts.end_account(fact.person)
