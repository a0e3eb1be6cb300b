"""Size, trimming, verification and clearing of the cache."""

from __future__ import annotations

import os
import re
import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.files import clock_seconds, temporary
from voiceguide.files.atomic import record_change
from voiceguide.files.cache import TEMPORARY_FOLDER_NAME, TOUCH_INTERVAL, Cache, read_entry

if TYPE_CHECKING:
    from collections.abc import Iterator

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

    A folder that is missing or cannot be read has none. What has the name of an entry, but is a folder, a link or a
    device, is an entry too: it is in the place of one.
    """
    now = clock_seconds()
    for version_folder in _subfolders(root, _VERSION_FOLDER):
        for shard_folder in _subfolders(version_folder, _SHARD_FOLDER):
            for item in _list_folder(shard_folder):
                with suppress(OSError):  # removed since it was listed
                    if _ENTRY_NAME.fullmatch(item.name):
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
    """Verify every entry of this version and remove damaged ones; return (intact, damaged).

    Damaged are also entries under the name of another, and folders, links and devices in the place of an entry.
    """
    _sweep(cache.root)
    intact: list[int] = []
    damaged: list[int] = []
    for item in _list_folder(cache.version_folder):
        if _SHARD_FOLDER.fullmatch(item.name) and not item.is_dir(follow_symlinks=False):
            damaged.append(0)
            _remove(item.path)
    for entry in entries(cache.root):
        path = Path(entry.path)
        if path.parent.parent != cache.version_folder:
            continue
        if read_entry(entry.path, path.parent.name + path.name):
            intact.append(entry.size)
        elif _remove(entry.path) is not None:  # else another program removed it
            damaged.append(entry.size)
    return CacheUsage(len(intact), sum(intact)), CacheUsage(len(damaged), sum(damaged))


def clear(root: Path) -> tuple[CacheUsage, CacheUsage]:
    """Remove every entry of a cache, and no other file in its folder; return what was removed, and what could not be.

    An entry that another program adds meanwhile is neither. Folders of the current version stay, since another program
    may be about to write to one.
    """
    _sweep(root)
    removed: list[int] = []
    stuck: list[int] = []
    for entry in tuple(entries(root)):
        if is_removed := _remove(entry.path):
            record_change("the cache")
            removed.append(entry.size)
        elif is_removed is not None:
            stuck.append(entry.size)
    current = str(Cache(root).version_folder)
    for version_folder in (folder for folder in _subfolders(root, _VERSION_FOLDER) if folder != current):
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


def _remove(path: str) -> bool | None:
    """Remove an entry, or what is in its place; return False if that fails, None if it is no longer there."""
    try:
        if stat.S_ISDIR(os.lstat(path).st_mode):
            shutil.rmtree(path)
        else:
            os.unlink(path)  # noqa: PTH108 - scandir gives strings
    except FileNotFoundError:
        return None
    except OSError:
        return False
    return True
