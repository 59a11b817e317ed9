"""Where connections may lead: to the outside only, so that nobody reaches through us what stands beside us.

An organisation names the addresses of its systems. One that leads to this machine or its neighbours would let
it speak, through us, with services that trust whoever is inside (OWASP: server-side request forgery). Whoever
runs the place may name neighbours that are meant (``MOOTHALL_NEIGHBOURS``).
"""

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from moothall.kernel.adapters import CannotReach


def check_host(host: str) -> None:
    """Raises ``CannotReach``, in words, unless every address of ``host`` is outside or it is a neighbour that
    is meant. Ask again before each use: what a name leads to changes."""
    if host.casefold() in settings.MOOTHALL_NEIGHBOURS:
        return
    if any(not ip_address(found).is_global for found in _addresses(host)):
        raise CannotReach(
            _("%(host)s is inside our own network, where connections do not lead.") % {"host": host}
        )


def check_url(url: str) -> None:
    """The same for a web address, which has to be ``https``."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.username is not None:
        raise CannotReach(_("Enter a web address that begins with https://"))
    check_host(parts.hostname)


def _addresses(host: str) -> set[str]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as lost:
        raise CannotReach(_("%(host)s is not known. Check how it is written.") % {"host": host}) from lost
    return {_plain(str(address[0])) for _family, _kind, _protocol, _name, address in found}


def _plain(address: str) -> str:
    """Without the zone of a link, and with an IPv4 address that is written as IPv6 as itself."""
    found = ip_address(address.partition("%")[0])
    return str(getattr(found, "ipv4_mapped", None) or found)
