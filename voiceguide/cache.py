"""Content-addressed cache of clips: written atomically, verified by hash when read.

Any entry can be made again. A damaged or unknown one counts as missing, and so does a folder that cannot be
written.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from voiceguide.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CACHE_VERSION = 1
"""Version of the layout of the folder and its entries. Each version has a separate folder."""

_MAGIC = b"voiceguide clip %d\n" % CACHE_VERSION
_BUFFER_BYTES = 1 << 18
"""Size of a file's write buffer: a session comes in hundreds of small pieces."""

TOUCH_INTERVAL = 3600.0
"""Seconds after which a read updates an entry's time of use; an update for every read would be slow."""

_DIGEST_BYTES = hashlib.sha256().digest_size


def cache_key(inputs: Mapping[str, str]) -> str:
    """Return the SHA-256, in hexadecimal, of everything that shapes an entry."""
    return hashlib.sha256(json.dumps(dict(inputs), sort_keys=True).encode()).hexdigest()


@contextmanager
def atomic_write(path: Path, *, durable: bool = True) -> Iterator[BinaryIO]:
    """Open a file that replaces the old one, by an atomic rename, when the block ends without an exception.

    Bytes go to a temporary file beside `path`. If `durable`, they reach the disk before the rename, and the
    file gets the old one's permissions; otherwise a power failure may leave a damaged file. Raise OSError on failure.
    """
    temporary = path.with_name(f".{path.name[:40]}-{os.urandom(8).hex()}")
    try:
        with temporary.open("xb", buffering=_BUFFER_BYTES) as file:
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
        if durable:
            with suppress(FileNotFoundError):
                temporary.chmod(path.stat().st_mode)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def write_text(path: Path, text: str) -> None:
    """Write a text atomically, to the target if `path` is a link. Raise FileError on failure."""
    try:
        with atomic_write(Path(os.path.realpath(path))) as file:
            file.write(text.encode())
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror or error}.") from error


@dataclass(frozen=True, slots=True)
class Cache:
    """Cache in the folder `root`: v1/, then two levels deep. Many processes may use it at once."""

    root: Path

    def read(self, key: str) -> bytes | None:
        """Return the content of an entry, or None if it is missing or damaged."""
        try:
            with self.entry_path(key).open("rb") as file:
                data = file.read()
                last_use = os.fstat(file.fileno()).st_mtime
        except OSError:
            return None
        if abs(time.time() - last_use) > TOUCH_INTERVAL:
            with suppress(OSError):  # read-only folder
                os.utime(self.entry_path(key))
        return verified_content(data)

    def write(self, key: str, content: bytes) -> bool:
        """Write an entry; return False if the folder cannot be written."""
        path = self.entry_path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with atomic_write(path, durable=False) as file:  # damage is detected by `read`
                file.writelines((_MAGIC, hashlib.sha256(content).digest(), content))
        except OSError:
            return False
        return True

    def entry_path(self, key: str) -> Path:
        """Return the path of an entry. Its modification time is its last use, to within TOUCH_INTERVAL."""
        return self.root / f"v{CACHE_VERSION}/{key[:2]}/{key[2:]}"


def verified_content(data: bytes) -> bytes | None:
    """Return the content in an entry's bytes, or None if it is damaged or of another version."""
    digest, content = data[len(_MAGIC) : len(_MAGIC) + _DIGEST_BYTES], data[len(_MAGIC) + _DIGEST_BYTES :]
    return content if data.startswith(_MAGIC) and hashlib.sha256(content).digest() == digest else None
