"""Temporary files and folders that are removed by the next run of anybody once their owner has ended.

Each is locked (flock) for as long as its owner lives. The system releases the lock when the owner ends, however it
ends, so that whoever obtains the lock may remove the file. This also holds between containers and on a shared disk,
where a process number would say nothing.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

try:
    import fcntl
except ImportError:  # Windows, or a browser
    fcntl = None  # type: ignore[assignment]

from voiceguide.files import clock_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = re.compile(r"\.voiceguide-[0-9a-f]{16}")
_BUFFER_BYTES = 1 << 18
"""Size of a file's write buffer: a session comes in hundreds of small pieces."""

_ABANDONED_AFTER = 24 * 3600.0
"""Seconds after which a file counts as abandoned where locks do not work."""


def create_file(folder: Path) -> tuple[Path, BinaryIO]:
    """Create a locked temporary file in a folder, and return its path and the file, open for writing.

    Raise OSError on failure.
    """
    while True:
        path = _new_path(folder)
        file = path.open("xb", buffering=_BUFFER_BYTES)
        try:
            if _owns(file.fileno(), path):
                return path, file
        except BaseException:
            file.close()
            remove(path)
            raise
        file.close()


@contextmanager
def create_folder() -> Iterator[Path]:
    """Create a locked folder in the system's folder for temporary files, and remove it after the block.

    Remove abandoned folders first. Raise OSError if it cannot be created.
    """
    import tempfile

    parent = Path(tempfile.gettempdir())
    sweep(parent)
    while True:
        path = _new_path(parent)
        try:
            path.mkdir(mode=0o700)
            try:
                descriptor = _open_to_lock(path)
            except FileNotFoundError:  # another process removed it before it was locked
                continue
            try:
                if _owns(descriptor, path):
                    yield path
                    return
            finally:
                _close(descriptor)
        finally:
            remove(path)


def sweep(folder: Path | str) -> int:
    """Remove the temporary files of processes that have ended from a folder; return the bytes of removed files."""
    with suppress(OSError), os.scandir(folder) as items:
        return sum(_remove_if_abandoned(item) for item in items if is_temporary(item.name))
    return 0


def is_temporary(name: str) -> bool:
    """Return whether a file's name is that of a temporary file."""
    return bool(_NAME.fullmatch(name))


def remove(path: Path | str) -> bool:
    """Remove a temporary file or folder; return False if it could not be removed, or is no longer there.

    Try again what failed once, since nobody else removes it before the next run.
    """
    for _ in range(2):
        try:
            os.unlink(path)  # noqa: PTH108 - scandir gives strings
        except FileNotFoundError:
            return False
        except (IsADirectoryError, PermissionError):  # macOS and Windows refuse to unlink a folder
            import shutil

            shutil.rmtree(path, ignore_errors=True)
            if not os.path.lexists(path):
                return True
        except OSError:
            continue
        else:
            return True
    return False


def _new_path(folder: Path) -> Path:
    return folder / f".voiceguide-{os.urandom(8).hex()}"


def _remove_if_abandoned(item: os.DirEntry[str]) -> int:
    """Remove an item unless its owner lives, or it belongs to another user; return its size if it was removed."""
    with suppress(OSError):
        status = item.stat(follow_symlinks=False)
        if hasattr(os, "getuid") and status.st_uid != os.getuid():
            return 0
        descriptor = _open_to_lock(item.path)
        try:
            is_locked = _lock(descriptor)
            is_old = clock_seconds() - status.st_mtime > _ABANDONED_AFTER
            if (is_old if is_locked is None else is_locked) and remove(item.path):
                return status.st_size
        finally:
            _close(descriptor)
    return 0


def _open_to_lock(path: Path | str) -> int:
    """Return a descriptor by which a file or folder is locked, -1 where there are no locks."""
    if fcntl is None:
        return -1
    return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)


def _close(descriptor: int) -> None:
    if descriptor >= 0:
        os.close(descriptor)


def _lock(descriptor: int) -> bool | None:
    """Return True if a file was locked, False if another process has locked it, None where there are no locks."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # some network file systems
        return None
    return True


def _owns(descriptor: int, path: Path) -> bool:
    """Lock a new file or folder; return False if another process removed it before it was locked."""
    if _lock(descriptor) is False:
        return False
    try:
        os.lstat(path)
    except FileNotFoundError:
        return False
    return True
