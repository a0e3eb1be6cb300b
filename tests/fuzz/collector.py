"""Collection of inputs on which `process_input` fails, so that one run finds many faults."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import voiceguide
from tests.fuzz.target import HangError, process_input

MAX_MEMORY_MB = 512
"""Memory limit of a fuzzing process in MB, for any number of inputs; a process begins with about 50."""

HANG_FAULT = HangError.__name__

_PROJECT_DIRS = (Path(voiceguide.__file__).parent, Path(__file__).parent.parent)


@dataclass
class FaultCollector:
    """Faults found by one process. `folder` gets a file for each fault: its smallest input."""

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
    """Return a name for a fault: the error, and the last function of the project in its traceback.

    All hangs have one name, since the function in which they are stopped is random.
    """
    if isinstance(error, HangError):
        return HANG_FAULT
    frames = traceback.extract_tb(error.__traceback__)
    last_frame = [
        frame for frame in frames if any(part in Path(frame.filename).parents for part in _PROJECT_DIRS)
    ][-1]
    return f"{type(error).__name__}-{Path(last_frame.filename).stem}-{last_frame.name.strip('<>')}"


def minimise(data: bytes, name: str, seconds: float) -> bytes:
    """Return the smallest input with the fault of this name that is found in `seconds` by deleting pieces."""
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
