"""The demo place: Wexcombe Bay, loaded and lived in through the real operations.

``load`` may be interrupted and repeated: every part finds what is already there.
"""

from moothall.site.demo.loading import load
from moothall.site.demo.signing_in import PASSWORD, SignIn, sign_ins

__all__ = ["PASSWORD", "SignIn", "load", "sign_ins"]
