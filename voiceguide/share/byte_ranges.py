"""Parser of the Range header (RFC 9110, section 14)."""

from __future__ import annotations

import re

_SINGLE_RANGE = re.compile(r"bytes=(?:(\d{1,19})-(\d{1,19})?|-(\d{1,19}))", re.ASCII | re.IGNORECASE)


def parse_range(header: str, size: int) -> range | None:
    """Return the requested bytes of a file of `size` bytes; None means the whole file.

    The range is empty if it begins after the end (status 416). A malformed header and one with several ranges
    are ignored, as the RFC allows; no known player requests several.
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
