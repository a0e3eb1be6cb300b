"""Compressed forms of a site's files, which its service worker fetches in place of the files."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKED_SUFFIX = ".packed"
"""Added to the name of a file's compressed form (gzip).

Not .gz: some servers announce such a file as a compressed form of another one, which browsers then unpack.
"""

_LEAST_BYTES = 20_000
_MOST_SHARE = 0.8
"""Share of a file's bytes that its compressed form may have, to be worth its place."""


def packed_forms(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the compressed form of each file whose form is much smaller: silence shrinks to almost nothing."""
    return {path: gzip.compress(data, mtime=0) for path, data in files.items() if _is_worth_packing(data)}


def _is_worth_packing(data: bytes) -> bool:
    return len(data) > _LEAST_BYTES and len(zlib.compress(data, 1)) < _MOST_SHARE * len(data)
