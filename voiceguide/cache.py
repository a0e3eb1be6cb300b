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

VERSION = 1
"""Of the folder's layout and of an entry's. Entries of another version stand in a folder of their own."""

_MAGIC = b"voiceguide clip %d\n" % VERSION
_AT_ONCE = 1 << 18
"""Bytes handed to the system together: a session comes in hundreds of small pieces."""

STALE = 3600.0
"""Seconds after which a use is noted again: less often than each time, since reading is meant to be quick."""

_DIGEST = hashlib.sha256().digest_size


def key(shaped_by: Mapping[str, str]) -> str:
    """The name of a clip: SHA-256, in hexadecimal, of everything that shaped it."""
    return hashlib.sha256(json.dumps(dict(shaped_by), sort_keys=True).encode()).hexdigest()


@contextmanager
def whole_file(path: Path, *, lasting: bool = True) -> Iterator[BinaryIO]:
    """A file that appears whole or not at all, and replaces the old one only then.

    Bytes go to a temporary file beside `path`, reach the disk, and take its name when the block ends
    well; otherwise the old file stays as it was. One that need not be `lasting` does not wait for the disk:
    should the power fail, it may be there damaged; nor has it the old one's permissions. Raises OSError.
    """
    unfinished = path.with_name(f".{path.name[:40]}-{os.urandom(8).hex()}")
    try:
        with unfinished.open("xb", buffering=_AT_ONCE) as file:
            yield file
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        if lasting:
            with suppress(FileNotFoundError):
                unfinished.chmod(path.stat().st_mode)
        unfinished.replace(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise


def write_text(path: Path, text: str) -> None:
    """A text as a file, whole or not at all; where `path` is a link, what it leads to. Raises FileError."""
    try:
        with whole_file(Path(os.path.realpath(path))) as file:
            file.write(text.encode())
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror or error}.") from error


@dataclass(frozen=True, slots=True)
class Store:
    """Clips in the folder `root`: v1/, then two levels deep. Many processes may use it at once."""

    root: Path

    def read(self, name: str) -> bytes | None:
        """The content kept under a name, or None where there is none, or none that is whole."""
        try:
            with self.path(name).open("rb") as file:
                data = file.read()
                used = os.fstat(file.fileno()).st_mtime
        except OSError:
            return None
        if abs(time.time() - used) > STALE:
            with suppress(OSError):  # a folder that cannot be written is read all the same
                os.utime(self.path(name))
        return whole(data)

    def write(self, name: str, content: bytes) -> bool:
        """Keeps content under a name; False where the folder cannot be written."""
        path = self.path(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(path, lasting=False) as file:  # it is verified when it is read
                file.writelines((_MAGIC, hashlib.sha256(content).digest(), content))
        except OSError:
            return False
        return True

    def path(self, name: str) -> Path:
        """Where an entry is, or would be. Its time of change tells when it was used, to within STALE."""
        return self.root / f"v{VERSION}/{name[:2]}/{name[2:]}"


def whole(data: bytes) -> bytes | None:
    """The content of an entry, given all its bytes; None where it is damaged, or of another version."""
    digest, content = data[len(_MAGIC) : len(_MAGIC) + _DIGEST], data[len(_MAGIC) + _DIGEST :]
    return content if data.startswith(_MAGIC) and hashlib.sha256(content).digest() == digest else None
