"""Where a postcode is: asked of the kernel, answered by whichever capability keeps postcodes."""

import re
from collections.abc import Callable, Iterable, Mapping

from moothall.kernel.act import Act
from moothall.kernel.extension import Registry
from moothall.kernel.geo import Spot

SHAPE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?|GIR)([0-9][A-Z]{2})|(BFPO)([0-9]{1,4})")
"""A British postcode without its space: outward code, inward code (BS 7666); or the number of a forces
address, which stands in its place."""


Locator = Callable[..., Mapping[str, Spot]]

LOCATORS = Registry[str, Locator]("locator")
"""Each is called with the act and ``postcodes`` (tidy), and gives the spots it knows."""


def tidy(postcode: str) -> str:
    """``postcode`` as it is written, such as "WX4 2PL"; "" when it is not shaped like one."""
    found = SHAPE.fullmatch(re.sub(r"[^A-Z0-9]", "", postcode.upper()))
    return " ".join(filter(None, found.groups())) if found else ""


def located(act: Act, *, postcodes: Iterable[str]) -> Mapping[str, Spot]:
    """The spots of those of ``postcodes`` that are known, by tidy postcode."""
    wanted = {tidy(postcode) for postcode in postcodes} - {""}
    found: dict[str, Spot] = {}
    for locate in LOCATORS.values():
        found |= locate(act, postcodes=sorted(wanted - found.keys()))
    return found
