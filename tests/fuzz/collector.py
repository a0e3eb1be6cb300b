"""Keeps the inputs that `survive` does not, so that one run finds many faults."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import voiceguide
from tests.fuzz.target import HangError, survive

MEMORY = 512
"""MB that a process of the fuzzing may take, however many inputs it has seen; one begins with about 50."""

HANG = HangError.__name__

_OURS = (Path(voiceguide.__file__).parent, Path(__file__).parent.parent)


@dataclass
class Hunt:
    """What one process has found so far. `folder` gets a file for each fault: its smallest input."""

    folder: Path
    fates: Counter[str] = field(default_factory=Counter)

    def __call__(self, data: bytes) -> None:
        try:
            self.fates[survive(data)] += 1
        except Exception as error:  # noqa: BLE001 - any that comes out is a find
            self.fates["found"] += 1
            path = self.folder / fault(error)
            if not path.exists() or path.stat().st_size > len(data):
                path.write_bytes(data)


def fault(error: Exception) -> str:
    """A name for what went wrong: the error, and the function of ours in which it came up.

    What takes too long has one name for all: where it is stopped is up to chance.
    """
    if isinstance(error, HangError):
        return HANG
    frames = traceback.extract_tb(error.__traceback__)
    at = [frame for frame in frames if any(part in Path(frame.filename).parents for part in _OURS)][-1]
    return f"{type(error).__name__}-{Path(at.filename).stem}-{at.name.strip('<>')}"


def smaller(data: bytes, name: str, seconds: float) -> bytes:
    """The smallest input found in so much time that has the fault of that name: pieces are left out."""
    end = time.monotonic() + seconds
    size = len(data) // 2 if _faulty(data, name) else 0
    while size:
        at = 0
        while at < len(data) and time.monotonic() < end:
            shorter = data[:at] + data[at + size :]
            if _faulty(shorter, name):
                data = shorter
            else:
                at += size
        size //= 2
    return data


def _faulty(data: bytes, name: str) -> bool:
    try:
        survive(data)
    except Exception as error:  # noqa: BLE001 - any may be the one
        return fault(error) == name
    return False
