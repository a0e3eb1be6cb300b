"""The folder of clips: each named by the hash of all that shaped it, written whole, verified when read.

Nothing in it is precious. A damaged or foreign entry counts as missing, and a folder that cannot be
written is done without.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MAGIC = b"voiceguide clip 1\n"
_DIGEST = hashlib.sha256().digest_size


def key(shaped_by: Mapping[str, str]) -> str:
    """The name of a clip: SHA-256, in hexadecimal, of everything that shaped it."""
    return hashlib.sha256(json.dumps(dict(shaped_by), sort_keys=True).encode()).hexdigest()


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that appears whole or not at all, and replaces the old one only then.

    Bytes go to a temporary file beside `path`, reach the disk, and take its name when the block ends
    well; otherwise the old file stays as it was. Raises OSError.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}-")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


@dataclass(frozen=True, slots=True)
class Store:
    """Clips in the folder `root`, two levels deep."""

    root: Path

    def read(self, name: str) -> bytes | None:
        """The content kept under a name, or None where there is none, or none that is whole."""
        try:
            data = self._path(name).read_bytes()
        except OSError:
            return None
        digest, content = data[len(_MAGIC) : len(_MAGIC) + _DIGEST], data[len(_MAGIC) + _DIGEST :]
        whole = data.startswith(_MAGIC) and hashlib.sha256(content).digest() == digest
        return content if whole else None

    def write(self, name: str, content: bytes) -> bool:
        """Keeps content under a name; False where the folder cannot be written."""
        path = self._path(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(path) as file:
                file.writelines((_MAGIC, hashlib.sha256(content).digest(), content))
        except OSError:
            return False
        return True

    def _path(self, name: str) -> Path:
        return self.root / name[:2] / name[2:]
