"""Place of a batch's files: a folder, or whatever fsspec opens (s3://…). The only module that imports fsspec."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from voiceguide.errors import FileError, RequestError
from voiceguide.files import temporary
from voiceguide.files.atomic import quick_write, resolve_target
from voiceguide.paths import MARK, is_ours

if TYPE_CHECKING:
    from collections.abc import Iterable


WORK_FOLDER = ".voiceguide-batch"
"""Folder at the destination with the journal, and with files that are being written."""

_SEARCHED_BYTES = 1 << 18
"""Bytes at the start of a remote file that are searched for our mark: its tag."""


class Destination(Protocol):
    """Place of files with names such as “anna-berg/2027-01-04-1-settle.mp3”. Each file appears whole.

    Every method raises FileError if the place cannot be read or written.
    """

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write a file, in place of one with this name."""
        ...

    def read(self, name: str) -> bytes | None:
        """Return the content of a file, None if there is none."""
        ...

    def size(self, name: str) -> int | None:
        """Return the size of a file in bytes, None if there is none."""
        ...

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the names of the files in a folder, sorted, without those of its folders."""
        ...

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        ...

    def is_replaceable(self, name: str) -> bool:
        """Return whether a name is free, or its file was made by voiceguide."""
        ...


def open_destination(place: str) -> Destination:
    """Return the place that a path or a URL names.

    Raise RequestError if the URL's protocol is unknown, or fsspec or its package for the protocol is missing.
    """
    return RemoteFolder(place.rstrip("/")) if "://" in place else LocalFolder(Path(place))


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """Folder of this computer, or one that is mounted."""

    root: Path

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write a file without waiting for the disk; `batch --verify` finds what a power failure damaged."""
        path, work_folder = self.root / name, self.root / WORK_FOLDER
        try:
            target = resolve_target(path)
            for folder in (target.parent, work_folder):
                folder.mkdir(parents=True, exist_ok=True)
            with quick_write(target, work_folder) as file:
                file.writelines(chunks)
        except OSError as error:
            raise _file_error(path, error) from error

    def read(self, name: str) -> bytes | None:
        """Return the content of a file, None if there is none."""
        try:
            return (self.root / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise _file_error(self.root / name, error, "read") from error

    def size(self, name: str) -> int | None:
        """Return the size of a file in bytes, None if there is none."""
        with suppress(OSError):
            path = self.root / name
            return path.stat().st_size if path.is_file() else None
        return None

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the names of the files in a folder, sorted."""
        try:
            items = sorted(path for path in (self.root / folder).iterdir() if path.is_file())
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            raise _file_error(self.root / folder, error, "read") from error
        return tuple(path.name for path in items if not temporary.is_temporary(path.name))

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        try:
            (self.root / name).unlink(missing_ok=True)
        except OSError as error:
            raise _file_error(self.root / name, error) from error

    def is_replaceable(self, name: str) -> bool:
        """Return whether a name is free, or its file was made by voiceguide."""
        return is_ours(self.root / name)


@dataclass(frozen=True, slots=True)
class RemoteFolder:
    """Folder at a URL that fsspec opens. An object appears when its upload is complete."""

    url: str

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write a file, in place of one with this name."""
        with _translated_errors(self._path(name)):
            files, path = self._files(name)
            files.pipe_file(path, b"".join(chunks))

    def read(self, name: str) -> bytes | None:
        """Return the content of a file, None if there is none."""
        with _translated_errors(self._path(name)):
            files, path = self._files(name)
            with suppress(FileNotFoundError):
                content: bytes = files.cat_file(path)
                return content
        return None

    def size(self, name: str) -> int | None:
        """Return the size of a file in bytes, None if there is none."""
        with _translated_errors(self._path(name)):
            files, path = self._files(name)
            with suppress(FileNotFoundError):
                return int(files.info(path)["size"])
        return None

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the names of the files in a folder, sorted."""
        with _translated_errors(self._path(folder)):
            files, path = self._files(folder)
            files.invalidate_cache()
            with suppress(FileNotFoundError):
                items = files.ls(path, detail=True)
                return tuple(
                    sorted(item["name"].rpartition("/")[2] for item in items if item["type"] == "file")
                )
        return ()

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        with _translated_errors(self._path(name)), suppress(FileNotFoundError):
            files, path = self._files(name)
            files.rm_file(path)

    def is_replaceable(self, name: str) -> bool:
        """Return whether a name is free, or its file was made by voiceguide."""
        with _translated_errors(self._path(name)):
            files, path = self._files(name)
            with suppress(FileNotFoundError):
                head: bytes = files.cat_file(path, start=0, end=_SEARCHED_BYTES)
                return MARK in head
        return True

    def _path(self, name: str) -> str:
        return f"{self.url}/{name}"

    def _files(self, name: str) -> tuple[Any, str]:
        """Return the file system of fsspec, and a path in it."""
        return _file_system(self.url), f"{self.url.partition('://')[2]}/{name}"


@lru_cache(maxsize=8)
def _file_system(url: str) -> Any:  # noqa: ANN401 - fsspec has no types
    protocol = url.partition("://")[0]
    try:
        import fsspec
    except ImportError:
        raise RequestError(f"{url} needs the package fsspec: pip install 'voiceguide[cluster]'.") from None
    try:
        return fsspec.filesystem(protocol)
    except (ImportError, ValueError) as error:
        raise RequestError(f"{url} cannot be opened: {error}") from error


class _translated_errors:  # noqa: N801 - a context manager, used like a function
    """Convert the errors of a remote place to FileError; they are of many types."""

    def __init__(self, place: str) -> None:
        self.place = place

    def __enter__(self) -> None:
        return

    def __exit__(self, _type: object, error: BaseException | None, _traceback: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, RequestError | FileError):
            raise FileError(f"{self.place} cannot be reached: {error}.") from error


def _file_error(path: Path, error: OSError, verb: str = "written") -> FileError:
    return FileError(f"{path} cannot be {verb}: {error.strerror or error}.")
