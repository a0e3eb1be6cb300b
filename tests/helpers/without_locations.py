"""What a script says, wherever in its file it says it."""

from __future__ import annotations

import re

_LOCATION = re.compile(r"Location\(file='[^']*', line=\d+, column=\d+\)")


def repr_without_locations(model: object) -> str:
    """A script, or a part of one, in full but for its places, to be compared."""
    return _LOCATION.sub("here", repr(model))
