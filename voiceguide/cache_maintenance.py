"""Size, trimming, verification and clearing of the cache."""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.cache import TEMPORARY_FOLDER_NAME, TOUCH_INTERVAL, Cache, verified_content
from voiceguide.files import temporary
from voiceguide.files.atomic import record_change

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GRACE_PERIOD = 2 * TOUCH_INTERVAL
"""Seconds after its last use in which an entry is not trimmed, since a session may still read it."""

TRIM_FRACTION = 0.9
"""Part of the limit to which a cache is trimmed, so that the next clip does not trim it again."""

_VERSION_FOLDER = re.compile(r"v\d+")
_SHARD_FOLDER = re.compile(r"[0-9a-f]{2}")
_TEMPORARY_FOLDER = re.compile(re.escape(TEMPORARY_FOLDER_NAME))
_SHARD_OR_TEMPORARY_FOLDER = re.compile(f"{_SHARD_FOLDER.pattern}|{_TEMPORARY_FOLDER.pattern}")
_ENTRY_NAME = re.compile(r"[0-9a-f]{62}")


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """File of a cache: path, bytes, and seconds since its last use."""

    path: str
    size: int
    idle_seconds: float


@dataclass(frozen=True, slots=True)
class CacheUsage:
    """Number of files and their bytes in all."""

    count: int
    size: int


def entries(root: Path) -> Iterator[CacheEntry]:
    """Yield all entries of a cache, of every version, and no other files in its folder.

    A folder that is missing or cannot be read has none.
    """
    now = time.time()
    for version_folder in _subfolders(root, _VERSION_FOLDER):
        for shard_folder in _subfolders(version_folder, _SHARD_FOLDER):
            for item in _list_folder(shard_folder):
                with suppress(OSError):  # removed since it was listed
                    if _ENTRY_NAME.fullmatch(item.name) and item.is_file(follow_symlinks=False):
                        status = item.stat(follow_symlinks=False)
                        # abs, since a wrong clock may have set a time in the future.
                        yield CacheEntry(item.path, status.st_size, abs(now - status.st_mtime))


def cache_usage(root: Path) -> CacheUsage:
    """Return the number and size of a cache's files."""
    sizes = [entry.size for entry in entries(root)]
    return CacheUsage(len(sizes), sum(sizes))


def trim(root: Path, max_bytes: int) -> CacheUsage:
    """Remove the least recently used entries of a cache above `max_bytes`; return what was removed.

    Entries used within GRACE_PERIOD stay. Abandoned temporary files are removed in any case, and not counted.
    """
    _sweep(root)
    oldest_first = sorted(entries(root), key=lambda entry: -entry.idle_seconds)
    size = sum(entry.size for entry in oldest_first)
    target = max_bytes * TRIM_FRACTION if size > max_bytes else size
    removed_entries = []
    for entry in oldest_first:
        if size > target and entry.idle_seconds > GRACE_PERIOD and _remove(entry.path):
            size -= entry.size
            removed_entries.append(entry)
    return CacheUsage(len(removed_entries), sum(entry.size for entry in removed_entries))


def verify(cache: Cache) -> tuple[CacheUsage, CacheUsage]:
    """Verify every entry of this version and remove damaged ones; return (intact, damaged)."""
    _sweep(cache.root)
    intact: list[int] = []
    damaged: list[int] = []
    version_folder = str(cache.entry_path("00" * 32).parent.parent)
    for entry in entries(cache.root):
        if not entry.path.startswith(version_folder + os.sep):
            continue
        with suppress(OSError), open(entry.path, "rb") as file:  # noqa: PTH123 - scandir gives strings
            is_intact = verified_content(file.read()) is not None
            (intact if is_intact else damaged).append(entry.size)
            if not is_intact:
                _remove(entry.path)
    return CacheUsage(len(intact), sum(intact)), CacheUsage(len(damaged), sum(damaged))


def clear(root: Path) -> tuple[CacheUsage, CacheUsage]:
    """Remove every entry of a cache, and no other file in its folder; return what was removed, and what could not be.

    An entry that another program adds meanwhile is neither.
    """
    _sweep(root)
    removed: list[int] = []
    stuck: list[int] = []
    for entry in tuple(entries(root)):
        if _remove(entry.path):
            record_change("the cache")
            removed.append(entry.size)
        elif os.path.lexists(entry.path):
            stuck.append(entry.size)
    for version_folder in _subfolders(root, _VERSION_FOLDER):
        for folder in (*_subfolders(version_folder, _SHARD_OR_TEMPORARY_FOLDER), version_folder):
            with suppress(OSError):  # other files are in it
                os.rmdir(folder)  # noqa: PTH106 - scandir gives strings
    return CacheUsage(len(removed), sum(removed)), CacheUsage(len(stuck), sum(stuck))


def _sweep(root: Path) -> None:
    """Remove the temporary files of processes that have ended."""
    for version_folder in _subfolders(root, _VERSION_FOLDER):
        for folder in _subfolders(version_folder, _TEMPORARY_FOLDER):
            temporary.sweep(folder)


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
        os.unlink(path)  # noqa: PTH108 - scandir gives strings
    except OSError:
        return False
    return True
