"""Faults in the calls by which a program reaches its files: the n-th call fails, or the process ends there.

The calls of `os` and the files of `io` are replaced within this process, so that a command can be tried at every one
of its calls in some hundredths of a second, on any system. Only calls for paths below one folder count. What
programs in C do (FFmpeg, engines) is out of reach here; `tests.faults.traced` injects faults into their system calls.
"""

from __future__ import annotations

import _io
import builtins
import errno
import io
import os
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CALLS = ("open", "read", "write", "fsync", "rename", "unlink", "stat", "lseek", "chmod", "mkdir", "scandir")
"""Calls that can fail. `stat` stands for lstat and fstat too, `rename` for replace, `unlink` for remove and rmdir."""

CHANGING_CALLS = frozenset({"write", "fsync", "rename", "unlink", "chmod", "mkdir"})
"""Calls after which a folder is, or may be, other than before."""


class Mode(StrEnum):
    """Kind of fault at the n-th call."""

    ONCE = "once"
    """The call fails, and the following ones work."""
    FROM_THEN_ON = "from then on"
    KILL = "kill"
    """The process ends; half of a write reaches the file."""
    POWER_CUT = "power cut"
    """The process ends, and what was not synced is lost."""


class Killed(BaseException):
    """Raised in place of the end of the process; after it, no call of this process has an effect."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Fault at the call `number`, from 1, of those with the name `call`; "" counts the calls of all names."""

    mode: Mode
    number: int
    call: str = ""
    error_number: int = 0

    def __str__(self) -> str:
        name = f" {os.strerror(self.error_number)}" if self.error_number else ""
        return f"{self.mode}{name} at {self.call or 'call'} {self.number}"


NO_FAULT = Fault(Mode.ONCE, 0)


@dataclass
class Doors:
    """Counter of the calls below `root`, which raises the fault."""

    root: str
    fault: Fault
    counts: dict[str, int] = field(default_factory=dict)
    first_change: dict[str, int] = field(default_factory=dict)
    """Counts at the first call that changes something."""
    first_write: int = 0
    """Number of the first write among all calls, 0 if there is none."""
    is_dead: bool = False
    happened: bool = False
    last_call: str = ""
    _unsynced: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Second descriptor and synced size of each file being written, by its inode."""

    def enter(self, call: str, path: object, partial: Callable[[], object] | None = None) -> None:
        """Count a call for a path, and raise the fault if it is its turn. `partial` does half of a write."""
        if not self._is_inside(path):
            return
        if self.is_dead:
            raise Killed
        for name in (call, ""):
            self.counts[name] = self.counts.get(name, 0) + 1
        if call in CHANGING_CALLS and not self.first_change:
            self.first_change = dict(self.counts)
        if call == "write" and not self.first_write:
            self.first_write = self.counts[""]
        fault = self.fault
        if fault.call not in ("", call) or not fault.number:
            return
        count = self.counts[fault.call]
        if count == fault.number or (fault.mode is Mode.FROM_THEN_ON and count > fault.number):
            self.happened = True
            self.last_call = f"{call} {path}"
            if (
                partial and fault.error_number != errno.EINTR
            ):  # then nothing was written, and Python tries again
                partial()
            if fault.mode in (Mode.KILL, Mode.POWER_CUT):
                self.is_dead = True
                raise Killed
            raise OSError(fault.error_number, os.strerror(fault.error_number), os.fspath(path))  # type: ignore[call-overload]

    def record_write(self, descriptor: int, path: str) -> None:
        """Record that a file has bytes that are not synced."""
        if self.fault.mode is not Mode.POWER_CUT:
            return
        status = os.fstat(descriptor)
        if status.st_ino not in self._unsynced:
            self._unsynced[status.st_ino] = (_REAL["open"](path, os.O_RDWR), 0)

    def record_sync(self, descriptor: int) -> None:
        """Record that a file's bytes are on the disk."""
        status = os.fstat(descriptor)
        if status.st_ino in self._unsynced:
            other, _ = self._unsynced[status.st_ino]
            self._unsynced[status.st_ino] = (other, status.st_size)

    def finish(self) -> None:
        """Lose what was not synced, if the power was cut."""
        for descriptor, size in self._unsynced.values():
            if self.is_dead:
                os.ftruncate(descriptor, min(size, os.fstat(descriptor).st_size))
            os.close(descriptor)

    def _is_inside(self, path: object) -> bool:
        if isinstance(path, int):
            return False
        with suppress(TypeError, ValueError):
            name = os.fspath(path)  # type: ignore[call-overload]
            name = os.fsdecode(name)
            return (name if name.startswith("/") else f"{self.root}/{name}").startswith(self.root)
        return False


_REAL: dict[str, Any] = {
    name: getattr(os, name)
    for name in (
        "open",
        "fsync",
        "rename",
        "replace",
        "unlink",
        "remove",
        "rmdir",
        "stat",
        "lstat",
        "chmod",
        "mkdir",
    )
} | {"scandir": os.scandir}
_DOOR_NAMES = {"replace": "rename", "remove": "unlink", "rmdir": "unlink", "lstat": "stat"}
_real_open = io.open


@contextmanager
def faulty_doors(root: Path, fault: Fault) -> Iterator[Doors]:
    """Replace the calls, and yield their counter. After the block no thread of the command may run."""
    doors = Doors(str(root), fault)
    originals = [(module, "open", module.open) for module in (builtins, io, _io, os)]
    originals += [(os, name, function) for name, function in _REAL.items() if name != "open"]
    hook = sys.unraisablehook
    try:
        for name, function in _REAL.items():
            setattr(os, name, _door(doors, name, function))
        for module in (builtins, io, _io):
            setattr(module, "open", _file_opener(doors))  # noqa: B010 - mypy knows no such attribute
        yield doors
    finally:
        for module, name, function in originals:
            setattr(module, name, function)
        sys.unraisablehook = hook
        doors.finish()


def _door(doors: Doors, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def call(path: Any, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - any arguments
        place = _path_of(path) if name == "fsync" else path
        doors.enter(_DOOR_NAMES.get(name, name), place)
        if (
            name == "fsync"
        ):  # what reaches the disk is recorded here, and the disk itself need not be waited for
            doors.record_sync(path)
            return None
        return function(path, *arguments, **options)

    return call


def _path_of(descriptor: object) -> object:
    """Return the path of an open file; the descriptor itself where the system has no /proc."""
    try:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink())
    except OSError:
        return descriptor


def _file_opener(doors: Doors) -> Callable[..., Any]:
    class RawFile(io.FileIO):
        """File whose reads, writes and seeks are counted."""

        def readinto(self, buffer: Any) -> int:  # noqa: ANN401
            doors.enter("read", self.name)
            return super().readinto(buffer)

        def readall(self) -> bytes:
            doors.enter("read", self.name)
            return super().readall()

        def write(self, data: Any) -> int:  # noqa: ANN401
            doors.record_write(self.fileno(), str(self.name))
            doors.enter("write", self.name, lambda: super(RawFile, self).write(bytes(data)[: len(data) // 2]))
            return super().write(data)

        def seek(self, position: int, whence: int = 0) -> int:
            doors.enter("lseek", self.name)
            return super().seek(position, whence)

    def opener(file: Any, mode: str = "r", buffering: int = -1, *rest: Any, **options: Any) -> Any:  # noqa: ANN401
        if isinstance(file, int) or not doors._is_inside(file):
            return _real_open(file, mode, buffering, *rest, **options)
        doors.enter("open", file)
        raw = RawFile(os.fspath(file), mode.replace("b", "").replace("t", ""))
        if buffering == 0:
            return raw
        size = io.DEFAULT_BUFFER_SIZE if buffering < 2 else buffering
        if raw.writable() and raw.readable():
            binary: Any = io.BufferedRandom(raw, size)
        else:
            binary = io.BufferedWriter(raw, size) if raw.writable() else io.BufferedReader(raw, size)
        return binary if "b" in mode else io.TextIOWrapper(binary, *rest, **options)

    return opener
