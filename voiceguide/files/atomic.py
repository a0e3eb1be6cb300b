"""Files that are replaced whole: one, or a sound together with the words beside it.

A file is written under a temporary name in its folder, reaches the disk, and is renamed.
"""

from __future__ import annotations

import errno
import os
import signal
import stat
import threading
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from voiceguide.errors import FileError
from voiceguide.files import temporary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_UNSUPPORTED = frozenset(
    number
    for name in ("EINVAL", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "ENOTTY")
    if (number := getattr(errno, name, None))
)
"""Errors of a file system that does not have a call at all, unlike one whose disk is full or broken."""

_STOP_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)

_changes: dict[str, None] = {}


def changed_files() -> tuple[str, ...]:
    """Return the files that this process has replaced, apart from the cache's, in order."""
    return tuple(_changes)


def record_change(description: object) -> None:
    """Add a file, or a description of what was changed, to `changed_files`."""
    _changes[str(description)] = None


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """Open a file that replaces the one at `path` when the block ends without an exception.

    The target of a link is replaced, not the link. Raise OSError on failure, and if a folder, a device or a pipe
    is there.
    """
    with atomic_write_set(path) as (file,):
        yield file


@contextmanager
def atomic_write_set(main: Path, *companions: Path) -> Iterator[tuple[BinaryIO, ...]]:
    """Open a file and its companions, which replace the ones there when the block ends without an exception.

    No companion is ever beside a main file that it does not belong to, not even after a power failure: old companions
    are removed, then the main file is renamed, then the new companions. Raise OSError if nothing was replaced, and
    FileError if the main file was replaced and a companion was not.
    """
    with ExitStack() as stack:
        files = [stack.enter_context(_new_file(path)) for path in (main, *companions)]
        yield tuple(new_file.file for new_file in files)
        for new_file in files:
            new_file.finish()
        with delayed_signals():
            _replace(*files)
            for folder in {new_file.target.parent for new_file in files}:
                _sync_folder(folder)


@contextmanager
def quick_write(path: Path, temporary_folder: Path) -> Iterator[BinaryIO]:
    """Open a file that is renamed to `path` at the end, without waiting for the disk.

    A power failure may damage it, so that its reader must verify it. Raise OSError on failure.
    """
    temporary.sweep(temporary_folder)
    temporary_path, file = temporary.create_file(temporary_folder)
    try:
        with file:
            yield file
            file.flush()
            if os.name != "nt":
                temporary_path.replace(path)
        if os.name == "nt":  # where an open file cannot be renamed
            temporary_path.replace(path)
    except BaseException:
        temporary.remove(temporary_path)
        raise


def write_text(path: Path, text: str) -> None:
    """Replace a file by a text. A device or a pipe is written to. Raise FileError on failure."""
    try:
        if is_stream(path):
            with path.open("wb") as stream:
                stream.write(text.encode())
            return
        with atomic_write(path) as file:
            file.write(text.encode())
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror or error}.") from error


def is_stream(path: Path) -> bool:
    """Return whether a character device or a pipe is at a path, which is written to and never replaced."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def resolve_target(path: Path) -> Path:
    """Return the file that writing to `path` would replace. Raise OSError if it is neither a file nor free."""
    target = Path(os.path.realpath(path))
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return target
    if stat.S_ISLNK(mode):
        raise OSError(errno.ELOOP, "it is a link that leads in a circle", str(path))
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is a device, a pipe or a socket, not a file", str(path))
    return target


@contextmanager
def delayed_signals() -> Iterator[None]:
    """Delay SIGINT, SIGTERM and SIGHUP to the end of the block, which must take no more than some milliseconds."""
    if threading.current_thread() is not threading.main_thread():  # only the main thread receives them
        yield
        return
    arrived: list[int] = []

    def record(number: int, _frame: FrameType | None) -> None:
        arrived.append(number)

    handlers = {number: signal.getsignal(number) for number in _STOP_SIGNALS}
    replaced = [number for number, handler in handlers.items() if handler not in (None, signal.SIG_IGN)]
    try:
        for number in replaced:
            signal.signal(number, record)
        yield
    finally:
        for number in replaced:
            signal.signal(number, handlers[number])
        for number in arrived:
            signal.raise_signal(number)


@dataclass(frozen=True, slots=True, eq=False)
class _NewFile:
    """Temporary file that is renamed to `target`; `path` is how the user named it."""

    path: Path
    target: Path
    temporary_path: Path
    file: BinaryIO

    def finish(self) -> None:
        """Bring the bytes to the disk, and give the file the old one's permissions."""
        self.file.flush()
        try:
            os.fsync(self.file.fileno())
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
        with suppress(OSError):  # there is no old file, or the file system has no permissions
            self.temporary_path.chmod(stat.S_IMODE(self.target.stat().st_mode))
        if os.name == "nt":  # where an open file cannot be renamed
            self.file.close()

    def rename(self) -> None:
        self.temporary_path.replace(self.target)
        record_change(self.path)


@contextmanager
def _new_file(path: Path) -> Iterator[_NewFile]:
    target = resolve_target(path)
    temporary.sweep(target.parent)
    temporary_path, file = temporary.create_file(target.parent)
    try:
        yield _NewFile(path, target, temporary_path, file)
    finally:
        with suppress(OSError):  # what could not be written was reported by flush
            file.close()
        temporary.remove(temporary_path)


def _replace(main: _NewFile, *companions: _NewFile) -> None:
    old_texts: dict[Path, tuple[bytes, int]] = {}
    try:
        for companion in companions:
            with suppress(FileNotFoundError):
                old_text = companion.target.read_bytes(), companion.target.stat().st_mode
                companion.target.unlink()
                old_texts[companion.target] = old_text
        main.rename()
    except OSError:
        for target, (text, mode) in old_texts.items():
            with suppress(OSError):
                target.write_bytes(text)
                target.chmod(stat.S_IMODE(mode))
        raise
    for companion in companions:
        try:
            companion.rename()
        except OSError as error:
            raise FileError(
                f"{main.path} is written, but {companion.path} is not: {error.strerror or error}. Run it again."
            ) from error


def _sync_folder(folder: Path) -> None:
    """Bring a rename to the disk, where the system can; the file itself is there already."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
