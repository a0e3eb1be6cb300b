"""Which bytes a Range header asks for (RFC 9110, section 14)."""

from __future__ import annotations

import re

_SINGLE_RANGE = re.compile(r"bytes=(?:(\d{1,19})-(\d{1,19})?|-(\d{1,19}))", re.ASCII | re.IGNORECASE)


def parse_range(header: str, size: int) -> range | None:
    """The bytes that are asked for: an empty range where none of them is there, None for the whole.

    A header that is malformed, or asks for several ranges, counts as none: the whole is a right answer to
    both, and no player that we know of asks for several.
    """
    match = _SINGLE_RANGE.fullmatch(header.strip())
    if not match:
        return None
    first, last, suffix_length = match.groups()
    if suffix_length is not None:
        return range(max(size - int(suffix_length), 0), size)
    start, stop = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return None  # malformed
    return range(start, max(start, stop)) if start < size else range(0)
