"""How often something may be asked for from outside: counted in the cache that sign-in counts in, which all
web processes share.

Each use takes one of a limit's places for a while. A place is taken by one statement, so however many ask at
once, no more get one. What is counted by is kept as a keyed hash, never as it is.
"""

from dataclasses import dataclass
from ipaddress import ip_address

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUR = 60 * 60


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` uses in ``seconds``, of what ``name`` says."""

    name: str
    most: int
    seconds: int = HOUR

    def allows(self, by: str) -> bool:
        """Whether there is a place left for ``by`` (a journey, an address); it is taken then."""
        key = salted_hmac(f"limit {self.name}", by, algorithm="sha256").hexdigest()
        places = (f"limit-{key}-{place}" for place in range(self.most))
        return any(cache.add(place, 1, self.seconds) for place in places)


def visitor(request: HttpRequest) -> str | None:
    """The address a request came from, to count by; ``None`` for this machine itself, which may be a proxy
    that nobody has told us of: then it is everybody's."""
    address = request.META.get("REMOTE_ADDR", "")
    try:
        return None if ip_address(address).is_loopback else address
    except ValueError:
        return None
