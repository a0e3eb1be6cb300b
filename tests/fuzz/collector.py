"""Keeps the inputs that `survive` does not, so that one run finds many faults."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import voiceguide
from tests.fuzz.target import HangError, process_input

MAX_MEMORY_MB = 512
"""MB that a process of the fuzzing may take, however many inputs it has seen; one begins with about 50."""

HANG_FAULT = HangError.__name__

_PROJECT_DIRS = (Path(voiceguide.__file__).parent, Path(__file__).parent.parent)


@dataclass
class FaultCollector:
    """What one process has found so far. `folder` gets a file for each fault: its smallest input."""

    folder: Path
    outcomes: Counter[str] = field(default_factory=Counter)

    def __call__(self, data: bytes) -> None:
        try:
            self.outcomes[process_input(data)] += 1
        except Exception as error:  # noqa: BLE001 - any that comes out is a find
            self.outcomes["found"] += 1
            path = self.folder / fault_name(error)
            if not path.exists() or path.stat().st_size > len(data):
                path.write_bytes(data)


def fault_name(error: Exception) -> str:
    """A name for what went wrong: the error, and the function of ours in which it came up.

    What takes too long has one name for all: where it is stopped is up to chance.
    """
    if isinstance(error, HangError):
        return HANG_FAULT
    frames = traceback.extract_tb(error.__traceback__)
    last_frame = [
        frame for frame in frames if any(part in Path(frame.filename).parents for part in _PROJECT_DIRS)
    ][-1]
    return f"{type(error).__name__}-{Path(last_frame.filename).stem}-{last_frame.name.strip('<>')}"


def minimise(data: bytes, name: str, seconds: float) -> bytes:
    """The smallest input found in so much time that has the fault of that name: pieces are left out."""
    deadline = time.monotonic() + seconds
    size = len(data) // 2 if _has_fault(data, name) else 0
    while size:
        offset = 0
        while offset < len(data) and time.monotonic() < deadline:
            shorter = data[:offset] + data[offset + size :]
            if _has_fault(shorter, name):
                data = shorter
            else:
                offset += size
        size //= 2
    return data


def _has_fault(data: bytes, name: str) -> bool:
    try:
        process_input(data)
    except Exception as error:  # noqa: BLE001 - any may be the one
        return fault_name(error) == name
    return False
