"""Representation of a script without locations."""

from __future__ import annotations

import re

_LOCATION = re.compile(r"Location\(file='[^']*', line=\d+, column=\d+\)")


def repr_without_locations(model: object) -> str:
    """Return the repr of a script, or of a part of one, without locations."""
    return _LOCATION.sub("here", repr(model))
