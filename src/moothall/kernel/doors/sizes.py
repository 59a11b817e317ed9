"""How much may be sent to an address: what its form can hold, and no more."""

from django.urls import Resolver404, resolve

FILE = 10_000_000
MOST_FILES = 20
"""Files that one question of a service may ask for."""
FORM = 128_000
"""A form without files: its longest text may have 5,000 characters, of up to nine octets each as browsers
write them."""
QUESTION, CHANGE = 256_000, 14_000_000
"""An API call: a question of a program, and a change, which may carry a file of ten megabytes in base64."""


def files(most: int) -> int:
    """Octets of a form with up to ``most`` files."""
    return most * FILE + FORM


def most_octets(path: str) -> int:
    """Octets that may be sent to ``path``: what its page declares (``page(most_octets=…)``), or a form's."""
    try:
        found = resolve(path)
    except Resolver404:
        return FORM
    return int(getattr(found.func, "most_octets", FORM))
