"""What is in the store, and keeping it small and sound."""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.cache import STALE, Store, whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

IN_USE = 2 * STALE
"""Seconds after its last use in which an entry stays, whatever the cap: a session may still read it."""

ROOMY = 0.9
"""What is too large is brought down to this part of its cap, so that it is not searched every time."""

_LEFT_BEHIND = 24 * 3600.0
"""Seconds after which a temporary file has nobody who will finish it."""

_VERSION = re.compile(r"v\d+")
_SHARD = re.compile(r"[0-9a-f]{2}")
_NAME = re.compile(r"[0-9a-f]{62}")
_UNFINISHED = re.compile(r"\.[0-9a-f]{40}-.+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the store: where, bytes, seconds since its last use, whether it was never finished."""

    path: str
    size: int
    unused: float
    unfinished: bool


@dataclass(frozen=True, slots=True)
class Stock:
    """How much is in a store: clips, and bytes in all."""

    count: int
    size: int


def entries(root: Path) -> Iterator[Entry]:
    """All files in a store, those of other versions too, and no file that is not a store's.

    A folder that is not there, or cannot be read, has none.
    """
    now = time.time()
    for version in _folders(root, _VERSION):
        for shard in _folders(version, _SHARD):
            for found in _listed(shard):
                unfinished = bool(_UNFINISHED.fullmatch(found.name))
                with suppress(OSError):  # gone since it was listed
                    if (unfinished or _NAME.fullmatch(found.name)) and found.is_file(follow_symlinks=False):
                        told = found.stat(follow_symlinks=False)
                        # Where a clock was wrong, the distance counts.
                        yield Entry(found.path, told.st_size, abs(now - told.st_mtime), unfinished)


def stock(root: Path) -> Stock:
    """What there is."""
    sizes = [entry.size for entry in entries(root)]
    return Stock(len(sizes), sum(sizes))


def trim(root: Path, most: int) -> Stock:
    """Makes a store of more than `most` bytes smaller, what was not used for longest first; what has gone.

    What was used in the last two hours stays. Writings that were broken off go in any case.
    """
    found = sorted(entries(root), key=lambda entry: -entry.unused)
    size = sum(entry.size for entry in found)
    target = most * ROOMY if size > most else size
    gone = []
    for entry in found:
        too_much = size > target and entry.unused > IN_USE
        if (too_much or (entry.unfinished and entry.unused > _LEFT_BEHIND)) and _removed(entry.path):
            size -= entry.size
            gone.append(entry)
    return Stock(len(gone), sum(entry.size for entry in gone))


def verify(store: Store) -> tuple[Stock, Stock]:
    """Reads every clip of this version: those that are whole, and those that were not, which are removed."""
    sound: list[int] = []
    damaged: list[int] = []
    here = str(store.path("00" * 32).parent.parent)
    for entry in entries(store.root):
        if entry.unfinished or not entry.path.startswith(here + os.sep):
            continue
        with suppress(OSError), open(entry.path, "rb") as file:  # noqa: PTH123 - scandir gives strings
            good = whole(file.read()) is not None
            (sound if good else damaged).append(entry.size)
            if not good:
                _removed(entry.path)
    return Stock(len(sound), sum(sound)), Stock(len(damaged), sum(damaged))


def clear(root: Path) -> Stock:
    """Removes everything that is the store's, and nothing else; what has gone."""
    gone = [entry.size for entry in tuple(entries(root)) if _removed(entry.path)]
    for version in _folders(root, _VERSION):
        for folder in (*_folders(version, _SHARD), version):
            with suppress(OSError):  # somebody else's things are in it
                os.rmdir(folder)  # noqa: PTH106 - scandir gives strings
    return Stock(len(gone), sum(gone))


def _folders(path: Path | str, pattern: re.Pattern[str]) -> list[str]:
    return [
        found.path
        for found in _listed(path)
        if pattern.fullmatch(found.name) and found.is_dir(follow_symlinks=False)
    ]


def _listed(path: Path | str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(path) as found:
            return list(found)
    except OSError:
        return []


def _removed(path: str) -> bool:
    try:
        os.unlink(path)  # noqa: PTH108 - as above
    except OSError:
        return False
    return True
