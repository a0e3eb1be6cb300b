"""The folder of clips: each named by the hash of all that shaped it, written whole, verified when read.

Nothing in it is precious. A damaged or foreign entry counts as missing, and a folder that cannot be
written is done without.
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
"""Of the folder's layout and of an entry's. Entries of another version stand in a folder of their own."""

_MAGIC = b"voiceguide clip %d\n" % CACHE_VERSION
_BUFFER_BYTES = 1 << 18
"""Bytes handed to the system together: a session comes in hundreds of small pieces."""

TOUCH_INTERVAL = 3600.0
"""Seconds after which a use is noted again: less often than each time, since reading is meant to be quick."""

_DIGEST_BYTES = hashlib.sha256().digest_size


def cache_key(inputs: Mapping[str, str]) -> str:
    """The name of a clip: SHA-256, in hexadecimal, of everything that shaped it."""
    return hashlib.sha256(json.dumps(dict(inputs), sort_keys=True).encode()).hexdigest()


@contextmanager
def atomic_write(path: Path, *, durable: bool = True) -> Iterator[BinaryIO]:
    """A file that appears whole or not at all, and replaces the old one only then.

    Bytes go to a temporary file beside `path`, reach the disk, and take its name when the block ends
    well; otherwise the old file stays as it was. One that need not be `lasting` does not wait for the disk:
    should the power fail, it may be there damaged; nor has it the old one's permissions. Raises OSError.
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
    """A text as a file, whole or not at all; where `path` is a link, what it leads to. Raises FileError."""
    try:
        with atomic_write(Path(os.path.realpath(path))) as file:
            file.write(text.encode())
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror or error}.") from error


@dataclass(frozen=True, slots=True)
class Cache:
    """Clips in the folder `root`: v1/, then two levels deep. Many processes may use it at once."""

    root: Path

    def read(self, key: str) -> bytes | None:
        """The content kept under a name, or None where there is none, or none that is whole."""
        try:
            with self.entry_path(key).open("rb") as file:
                data = file.read()
                last_use = os.fstat(file.fileno()).st_mtime
        except OSError:
            return None
        if abs(time.time() - last_use) > TOUCH_INTERVAL:
            with suppress(OSError):  # a folder that cannot be written is read all the same
                os.utime(self.entry_path(key))
        return verified_content(data)

    def write(self, key: str, content: bytes) -> bool:
        """Keeps content under a name; False where the folder cannot be written."""
        path = self.entry_path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with atomic_write(path, durable=False) as file:  # it is verified when it is read
                file.writelines((_MAGIC, hashlib.sha256(content).digest(), content))
        except OSError:
            return False
        return True

    def entry_path(self, key: str) -> Path:
        """Where an entry is, or would be. Its time of change tells when it was used, to within STALE."""
        return self.root / f"v{CACHE_VERSION}/{key[:2]}/{key[2:]}"


def verified_content(data: bytes) -> bytes | None:
    """The content of an entry, given all its bytes; None where it is damaged, or of another version."""
    digest, content = data[len(_MAGIC) : len(_MAGIC) + _DIGEST_BYTES], data[len(_MAGIC) + _DIGEST_BYTES :]
    return content if data.startswith(_MAGIC) and hashlib.sha256(content).digest() == digest else None
