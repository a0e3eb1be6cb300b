"""Journal of a batch: which files are done, so that the next call continues where this one ended.

It is a folder of numbered files of JSON lines. Each is written whole, so that a batch may be killed at any moment, and
works in a place that cannot append, such as an object store.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from voiceguide.export.batch.destination import WORK_FOLDER

if TYPE_CHECKING:
    from voiceguide.export.batch.destination import Destination

_SECONDS_BETWEEN_WRITES = 1.0


@dataclass(frozen=True, slots=True)
class DoneFile:
    """One finished file: its name, what determined its bytes, and their SHA-256 and number."""

    name: str
    signature: str
    sha256: str
    size: int


@dataclass(slots=True)
class Journal:
    """Finished files of a destination by name; those added since the last write are in `pending`."""

    destination: Destination
    done: dict[str, DoneFile] = field(default_factory=dict)
    pending: list[DoneFile] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _last_write: float = field(default_factory=time.monotonic)

    @classmethod
    def read(cls, destination: Destination) -> Journal:
        """Return the journal of a destination, empty if it has none. Raise FileError if it cannot be read."""
        journal = cls(destination)
        for part in destination.names(WORK_FOLDER):
            for line in (destination.read(f"{WORK_FOLDER}/{part}") or b"").splitlines():
                try:
                    done = DoneFile(**json.loads(line))
                except (ValueError, TypeError):  # damaged, or of another version: that file is made again
                    continue
                journal.done[done.name] = done
            journal._parts.append(part)
        return journal

    @property
    def exists(self) -> bool:
        """True if a batch was written to this place before."""
        return bool(self._parts)

    def begin(self) -> None:
        """Mark the place as that of a batch, before any file is written there. Raise FileError on failure."""
        if not self.exists:
            self._write_part([])

    def add(self, done: DoneFile) -> None:
        """Add a finished file, and write the journal if the last write is a second ago. Raise FileError."""
        self.done[done.name] = done
        self.pending.append(done)
        if time.monotonic() - self._last_write >= _SECONDS_BETWEEN_WRITES:
            self.write()

    def write(self) -> None:
        """Write the files added since the last write. Raise FileError on failure."""
        if self.pending:
            self._write_part(self.pending)
            self.pending = []
        self._last_write = time.monotonic()

    def compact(self) -> None:
        """Replace all parts by one, when the batch is complete. Raise FileError on failure."""
        self.write()
        old_parts = tuple(self._parts)
        if len(old_parts) > 1:
            self._write_part(list(self.done.values()))
            for part in old_parts:
                self.destination.remove(f"{WORK_FOLDER}/{part}")
            self._parts = self._parts[-1:]

    def _write_part(self, files: list[DoneFile]) -> None:
        last = self._parts[-1].partition(".")[0] if self._parts else "0"
        part = f"{int(last) + 1 if last.isdecimal() else 1:08}.jsonl"
        lines = "".join(f"{json.dumps(asdict(file))}\n" for file in files)
        self.destination.write(f"{WORK_FOLDER}/{part}", (lines.encode(),))
        self._parts.append(part)
