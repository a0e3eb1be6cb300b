"""The Python runtime of a site: the npm package pyodide, pinned by version and hash.

Where a listener opens a site, the browser loads it from the site itself.
"""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import subprocess  # starts npm, without a shell  # nosec B404
import tarfile
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.errors import FileError, ShareError
from voiceguide.files.cache import Cache, cache_key
from voiceguide.files.temporary import create_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VERSION = "314.0.7"
INTEGRITY = "sha512-0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
"""Hash of the package's archive, as `npm view pyodide@VERSION dist.integrity` shows it."""

LICENCE = f"""Pyodide {VERSION} is a build of CPython for WebAssembly, licensed under the Mozilla Public License 2.0.
Its Python is licensed under the PSF License Version 2. Sources: https://github.com/pyodide/pyodide/tree/{VERSION}
"""

_FILES = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
"""Files that a browser loads."""

_TIMEOUT_SECONDS = 300


def load_runtime(folder: Path | None, announce: Callable[[str], None]) -> dict[str, bytes]:
    """Return the files of the runtime by name.

    They come from a folder, which holds the unpacked package or its archive; else from the cache; else the archive is
    fetched once by npm, which is announced first. Raise FileError or ShareError if they cannot be had, or are not those
    of the pinned version.
    """
    if folder:
        return _unpack(_verified(_archive_in(folder)))
    cache, key = Cache(paths.cache_dir()), cache_key({"runtime": VERSION, "integrity": INTEGRITY})
    archive = cache.read(key)
    if archive is None:
        announce(f"The runtime of the page, pyodide {VERSION}, is fetched once with npm (6 MB).")
        archive = _verified(_fetch())
        cache.write(key, archive)
    return _unpack(archive)


def _archive_in(folder: Path) -> bytes:
    path = folder / f"pyodide-{VERSION}.tgz" if folder.is_dir() else folder
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(
            f"{path} cannot be read: {error.strerror}. “npm pack pyodide@{VERSION}” makes it, on any computer."
        ) from error


def _fetch() -> bytes:
    npm = shutil.which("npm")
    if npm is None:
        raise ShareError(
            f"The runtime of the page is missing, and so is npm, which fetches it. Run “npm pack pyodide@{VERSION}” on "
            "another computer, and name the folder with its file: --runtime FOLDER."
        )
    with create_folder() as folder:
        try:
            run = subprocess.run(  # noqa: S603 - the arguments are made here  # nosec B603
                [npm, "pack", f"pyodide@{VERSION}", "--silent", "--pack-destination", str(folder)],
                capture_output=True,
                check=False,
                timeout=_TIMEOUT_SECONDS,
                text=True,
                errors="replace",
            )
        except subprocess.TimeoutExpired:
            raise ShareError(
                f"npm has not fetched the runtime within {_TIMEOUT_SECONDS} s. Try again."
            ) from None
        if run.returncode:
            reason = (run.stderr.strip().splitlines() or ["it gave no reason"])[-1]
            raise ShareError(
                f"npm could not fetch the runtime: {reason}. Name a folder that has it: --runtime FOLDER."
            )
        return _archive_in(folder)


def integrity_of(archive: bytes) -> str:
    """Return the hash of an archive as npm writes it."""
    return f"sha512-{base64.b64encode(hashlib.sha512(archive).digest()).decode()}"


def _verified(archive: bytes) -> bytes:
    if integrity_of(archive) != INTEGRITY:
        raise ShareError(f"The runtime is not pyodide {VERSION}: its hash differs from the pinned one.")
    return archive


def _unpack(archive: bytes) -> dict[str, bytes]:
    files = {"LICENCE.txt": LICENCE.encode()}
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as package:
        for name in _FILES:
            member = package.extractfile(f"package/{name}")
            if member:
                files[name] = member.read()
    return files
