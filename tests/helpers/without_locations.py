"""What a script says, wherever in its file it says it."""

from __future__ import annotations

import re

_PLACE = re.compile(r"Location\(file='[^']*', line=\d+, column=\d+\)")


def placeless(model: object) -> str:
    """A script, or a part of one, in full but for its places, to be compared."""
    return _PLACE.sub("here", repr(model))
