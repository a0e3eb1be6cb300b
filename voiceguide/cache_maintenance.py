"""What is in the store, and keeping it small and sound."""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.cache import TOUCH_INTERVAL, Cache, verified_content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GRACE_PERIOD = 2 * TOUCH_INTERVAL
"""Seconds after its last use in which an entry stays, whatever the cap: a session may still read it."""

TRIM_FRACTION = 0.9
"""What is too large is brought down to this part of its cap, so that it is not searched every time."""

_ABANDONED_AFTER = 24 * 3600.0
"""Seconds after which a temporary file has nobody who will finish it."""

_VERSION_FOLDER = re.compile(r"v\d+")
_SHARD_FOLDER = re.compile(r"[0-9a-f]{2}")
_ENTRY_NAME = re.compile(r"[0-9a-f]{62}")
_TEMPORARY_NAME = re.compile(r"\.[0-9a-f]{40}-.+")


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """A file of the store: where, bytes, seconds since its last use, whether it was never finished."""

    path: str
    size: int
    idle_seconds: float
    is_temporary: bool


@dataclass(frozen=True, slots=True)
class CacheUsage:
    """How much is in a store: clips, and bytes in all."""

    count: int
    size: int


def entries(root: Path) -> Iterator[CacheEntry]:
    """All files in a store, those of other versions too, and no file that is not a store's.

    A folder that is not there, or cannot be read, has none.
    """
    now = time.time()
    for version_folder in _subfolders(root, _VERSION_FOLDER):
        for shard_folder in _subfolders(version_folder, _SHARD_FOLDER):
            for item in _list_folder(shard_folder):
                is_temporary = bool(_TEMPORARY_NAME.fullmatch(item.name))
                with suppress(OSError):  # gone since it was listed
                    if (is_temporary or _ENTRY_NAME.fullmatch(item.name)) and item.is_file(
                        follow_symlinks=False
                    ):
                        status = item.stat(follow_symlinks=False)
                        # Where a clock was wrong, the distance counts.
                        yield CacheEntry(item.path, status.st_size, abs(now - status.st_mtime), is_temporary)


def cache_usage(root: Path) -> CacheUsage:
    """What there is."""
    sizes = [entry.size for entry in entries(root)]
    return CacheUsage(len(sizes), sum(sizes))


def trim(root: Path, max_bytes: int) -> CacheUsage:
    """Makes a store of more than `most` bytes smaller, what was not used for longest first; what has gone.

    What was used in the last two hours stays. Writings that were broken off go in any case.
    """
    oldest_first = sorted(entries(root), key=lambda entry: -entry.idle_seconds)
    size = sum(entry.size for entry in oldest_first)
    target = max_bytes * TRIM_FRACTION if size > max_bytes else size
    removed_entries = []
    for entry in oldest_first:
        is_excess = size > target and entry.idle_seconds > GRACE_PERIOD
        if (is_excess or (entry.is_temporary and entry.idle_seconds > _ABANDONED_AFTER)) and _remove(
            entry.path
        ):
            size -= entry.size
            removed_entries.append(entry)
    return CacheUsage(len(removed_entries), sum(entry.size for entry in removed_entries))


def verify(cache: Cache) -> tuple[CacheUsage, CacheUsage]:
    """Reads every clip of this version: those that are whole, and those that were not, which are removed."""
    intact: list[int] = []
    damaged: list[int] = []
    version_folder = str(cache.entry_path("00" * 32).parent.parent)
    for entry in entries(cache.root):
        if entry.is_temporary or not entry.path.startswith(version_folder + os.sep):
            continue
        with suppress(OSError), open(entry.path, "rb") as file:  # noqa: PTH123 - scandir gives strings
            is_intact = verified_content(file.read()) is not None
            (intact if is_intact else damaged).append(entry.size)
            if not is_intact:
                _remove(entry.path)
    return CacheUsage(len(intact), sum(intact)), CacheUsage(len(damaged), sum(damaged))


def clear(root: Path) -> CacheUsage:
    """Removes everything that is the store's, and nothing else; what has gone."""
    removed_sizes = [entry.size for entry in tuple(entries(root)) if _remove(entry.path)]
    for version_folder in _subfolders(root, _VERSION_FOLDER):
        for folder in (*_subfolders(version_folder, _SHARD_FOLDER), version_folder):
            with suppress(OSError):  # somebody else's things are in it
                os.rmdir(folder)  # noqa: PTH106 - scandir gives strings
    return CacheUsage(len(removed_sizes), sum(removed_sizes))


def _subfolders(path: Path | str, pattern: re.Pattern[str]) -> list[str]:
    return [
        item.path
        for item in _list_folder(path)
        if pattern.fullmatch(item.name) and item.is_dir(follow_symlinks=False)
    ]


def _list_folder(path: Path | str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(path) as items:
            return list(items)
    except OSError:
        return []


def _remove(path: str) -> bool:
    try:
        os.unlink(path)  # noqa: PTH108 - as above
    except OSError:
        return False
    return True
