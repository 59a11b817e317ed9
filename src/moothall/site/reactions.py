"""What the installation does because of an event."""

from moothall.kernel.act import Act
from moothall.kernel.events import MatterErased, PersonErased
from moothall.kernel.reactions import Envelope, reaction
from moothall.kernel.signin import accounts
from moothall.site import people_keys


@reaction(to=PersonErased)
def forget_key(act: Act, stored: Envelope[PersonErased]) -> None:
    """Whoever is erased is erased from the keys kept for restoring backups too."""
    if stored.person is not None:
        people_keys.forget(stored.person)


@reaction(to=MatterErased)
def forget_key_of_matter(act: Act, stored: Envelope[MatterErased]) -> None:
    """A matter that was about nobody had a key of its own, which is not kept for restoring backups either."""
    if stored.person is None and stored.matter is not None:
        people_keys.forget(stored.matter)


@reaction(to=PersonErased)
def end_account(act: Act, stored: Envelope[PersonErased]) -> None:
    """Whoever is erased cannot sign in any more, and nothing says that they once could."""
    if stored.person is not None:
        accounts.end_account(stored.person)
