"""Cache of clips that several computers share through fsspec, in front of which each has its own."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from voiceguide import paths
from voiceguide.errors import FileError
from voiceguide.export.batch.destination import Destination, open_destination
from voiceguide.files.cache import Cache

_DIGEST_BYTES = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class SharedCache(Cache):
    """Cache whose entries are also at another place. An entry is looked for here first, then there."""

    place: Destination

    def read(self, key: str) -> bytes | None:
        """Return the content of an entry, or None if neither place has it, or it is damaged."""
        content = Cache.read(self, key)
        if content is not None:
            return content
        with suppress(FileError):
            if (packed := self.place.read(_name(key))) is not None:
                digest, content = packed[:_DIGEST_BYTES], packed[_DIGEST_BYTES:]
                if digest != _digest(key, content):
                    return None
                Cache.write(self, key, content)
        return content

    def write(self, key: str, content: bytes) -> bool:
        """Write an entry to both places; return False if this computer's cannot be written."""
        with suppress(FileError):
            self.place.write(_name(key), (_digest(key, content), content))
        return Cache.write(self, key, content)


def open_cache(place: str) -> Cache:
    """Return this computer's cache, or one that is shared at a folder or a URL. Raise RequestError for a bad URL."""
    if not place:
        return Cache(paths.cache_dir())
    if "://" not in place:
        return Cache(Path(place))
    return SharedCache(paths.cache_dir(), open_destination(place))


def _digest(key: str, content: bytes) -> bytes:
    """Return the SHA-256 of an entry's key and content, with which it begins at the shared place."""
    return hashlib.sha256(bytes.fromhex(key) + content).digest()


def _name(key: str) -> str:
    return f"{key[:2]}/{key[2:]}"
