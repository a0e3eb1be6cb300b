"""Content-addressed cache of clips: written atomically, verified by key and hash when read.

Any entry can be made again. One that is damaged, has another key or is not a file counts as missing, and is replaced by
the next write. So does a folder that cannot be written.

An entry has a line with its version, the number of bytes after its header, their SHA-256, the key, and the content.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.files import clock_seconds
from voiceguide.files.atomic import quick_write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CACHE_VERSION = 2
"""Version of the layout of the folder and its entries. Each version has a separate folder."""

_MAGIC = b"voiceguide clip %d\n" % CACHE_VERSION
TOUCH_INTERVAL = 3600.0
"""Seconds after which a read updates an entry's time of use; an update for every read would be slow."""

TEMPORARY_FOLDER_NAME = "temporary"
"""Name of the folder, in that of a version, in which entries are written."""

_WRITE_ATTEMPTS = 30
"""Attempts to write an entry while other programs clear the cache, 1 ms apart."""

_LENGTH_BYTES, _DIGEST_BYTES = 8, hashlib.sha256().digest_size
_HEADER_BYTES = len(_MAGIC) + _LENGTH_BYTES + _DIGEST_BYTES


def cache_key(inputs: Mapping[str, str]) -> str:
    """Return the SHA-256, in hexadecimal, of everything that shapes an entry."""
    return hashlib.sha256(json.dumps(dict(inputs), sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Cache:
    """Cache in the folder `root`: v2/, then two levels deep. Many processes may use it at once."""

    root: Path

    def read(self, key: str) -> bytes | None:
        """Return the content of an entry, or None if it is missing, damaged or that of another key."""
        file_name = f"{self.root}/v{CACHE_VERSION}/{key[:2]}/{key[2:]}"  # a Path would take longer
        entry = read_entry(file_name, key)
        if entry is None:
            return None
        content, last_use = entry
        if abs(clock_seconds() - last_use) > TOUCH_INTERVAL:
            with suppress(OSError):  # read-only folder
                os.utime(file_name)
        return content

    def write(self, key: str, content: bytes) -> bool:
        """Write an entry in place of what has its name; return False if the folder cannot be written."""
        path = self.entry_path(key)
        for attempt in range(_WRITE_ATTEMPTS):
            try:
                for folder in (path.parent, self.temporary_folder):
                    _make_folder(folder)
                if path.is_dir() and not path.is_symlink():  # a rename replaces anything else
                    import shutil

                    shutil.rmtree(path)
                with quick_write(path, self.temporary_folder) as file:  # damage is detected by `read`
                    file.writelines(_entry_parts(key, content))
            except FileNotFoundError:  # another program is clearing the cache
                time.sleep(0.001 * (attempt > 0))
                continue
            except OSError:
                return False
            return True
        return False

    @property
    def temporary_folder(self) -> Path:
        """Folder of the entries that are being written."""
        return self.version_folder / TEMPORARY_FOLDER_NAME

    @property
    def version_folder(self) -> Path:
        """Folder of the entries of this version."""
        return self.root / f"v{CACHE_VERSION}"

    def entry_path(self, key: str) -> Path:
        """Return the path of an entry. Its modification time is its last use, to within TOUCH_INTERVAL."""
        return self.version_folder / key[:2] / key[2:]


def read_entry(file_name: str, key: str) -> tuple[bytes, float] | None:
    """Return the content of an entry's file and its time of last use; None if it is not the entry of this key.

    A link is not followed, a pipe is not waited for, and of a file with another length only the header is read.
    """
    try:
        with open(file_name, "rb", opener=_open_without_waiting) as file:
            status = os.fstat(file.fileno())
            header = file.read(_HEADER_BYTES) if stat.S_ISREG(status.st_mode) else b""
            if _declared_length(header) != status.st_size - _HEADER_BYTES:
                return None
            body = file.read()
    except OSError:
        return None
    name = bytes.fromhex(key)
    is_entry = hashlib.sha256(body).digest() == header[-_DIGEST_BYTES:] and body.startswith(name)
    return (body[len(name) :], status.st_mtime) if is_entry else None


def _open_without_waiting(file_name: str, flags: int) -> int:
    return os.open(file_name, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _entry_parts(key: str, content: bytes) -> tuple[bytes, ...]:
    """Return the parts of an entry's file, in order."""
    name = bytes.fromhex(key)
    digest = hashlib.sha256(name)
    digest.update(content)
    length = len(name) + len(content)
    return _MAGIC, length.to_bytes(_LENGTH_BYTES, "little"), digest.digest(), name, content


def _declared_length(header: bytes) -> int:
    """Return the number of bytes that follow a header, -1 if it is not one of this version."""
    if len(header) != _HEADER_BYTES or not header.startswith(_MAGIC):
        return -1
    return int.from_bytes(header[len(_MAGIC) : len(_MAGIC) + _LENGTH_BYTES], "little")


def _make_folder(folder: Path) -> None:
    """Create a folder of the cache, in place of a link or a file that has its name. Raise OSError on failure."""
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        if not stat.S_ISDIR(folder.lstat().st_mode):
            folder.unlink()
            folder.mkdir()
