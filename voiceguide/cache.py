"""Content-addressed cache of clips: written atomically, verified by hash when read.

Any entry can be made again. A damaged or unknown one counts as missing, and so does a folder that cannot be
written.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.files.atomic import quick_write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CACHE_VERSION = 1
"""Version of the layout of the folder and its entries. Each version has a separate folder."""

_MAGIC = b"voiceguide clip %d\n" % CACHE_VERSION
TOUCH_INTERVAL = 3600.0
"""Seconds after which a read updates an entry's time of use; an update for every read would be slow."""

TEMPORARY_FOLDER_NAME = "temporary"
"""Name of the folder, in that of a version, in which entries are written."""

_WRITE_ATTEMPTS = 3

_DIGEST_BYTES = hashlib.sha256().digest_size


def cache_key(inputs: Mapping[str, str]) -> str:
    """Return the SHA-256, in hexadecimal, of everything that shapes an entry."""
    return hashlib.sha256(json.dumps(dict(inputs), sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Cache:
    """Cache in the folder `root`: v1/, then two levels deep. Many processes may use it at once."""

    root: Path

    def read(self, key: str) -> bytes | None:
        """Return the content of an entry, or None if it is missing or damaged."""
        file_name = f"{self.root}/v{CACHE_VERSION}/{key[:2]}/{key[2:]}"
        try:
            with open(file_name, "rb") as file:  # noqa: PTH123 - a session reads hundreds; a Path takes longer
                data = file.read()
                last_use = os.fstat(file.fileno()).st_mtime
        except OSError:
            return None
        if abs(time.time() - last_use) > TOUCH_INTERVAL:
            with suppress(OSError):  # read-only folder
                os.utime(file_name)
        return verified_content(data)

    def write(self, key: str, content: bytes) -> bool:
        """Write an entry; return False if the folder cannot be written."""
        path = self.entry_path(key)
        for _ in range(_WRITE_ATTEMPTS):
            try:
                for folder in (path.parent, self.temporary_folder):
                    folder.mkdir(parents=True, exist_ok=True)
                with quick_write(path, self.temporary_folder) as file:  # damage is detected by `read`
                    file.writelines((_MAGIC, hashlib.sha256(content).digest(), content))
            except FileNotFoundError:  # another program is clearing the cache
                continue
            except OSError:
                return False
            return True
        return False

    @property
    def temporary_folder(self) -> Path:
        """Folder of the entries that are being written."""
        return self.root / f"v{CACHE_VERSION}/{TEMPORARY_FOLDER_NAME}"

    def entry_path(self, key: str) -> Path:
        """Return the path of an entry. Its modification time is its last use, to within TOUCH_INTERVAL."""
        return self.root / f"v{CACHE_VERSION}/{key[:2]}/{key[2:]}"


def verified_content(data: bytes) -> bytes | None:
    """Return the content in an entry's bytes, or None if it is damaged or of another version."""
    digest, content = data[len(_MAGIC) : len(_MAGIC) + _DIGEST_BYTES], data[len(_MAGIC) + _DIGEST_BYTES :]
    return content if data.startswith(_MAGIC) and hashlib.sha256(content).digest() == digest else None
