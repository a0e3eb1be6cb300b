"""Bundle the modules and scripts that the engine of a site needs on the phone, as one zip file.

The zip holds the source of this package and of lark and markdown-it, since their bytes are the same wherever it is
made, and the scripts of the sessions. Equal input gives equal bytes.
"""

from __future__ import annotations

import importlib.util
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PARSERS = ("lark", "markdown_it", "mdurl")
"""Packages that read scripts."""

_EXCLUDED = (
    "cli/",
    "share/server",
    "share/app",
    "share/qr",
    "share/idle_connections",
    "speech/piper",
    "scripts/",
)
"""Beginnings of paths in this package that a phone never imports."""

_SCRIPTS = "voiceguide/scripts"
_TIMESTAMP = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can hold
_SOURCE_SUFFIXES = {".py", ".lark"}


def build_bundle(scripts: Mapping[str, bytes]) -> bytes:
    """Return the zip file. `scripts` maps paths such as “techniques/seated-twist.md” to their contents.

    Raise FileError if a package cannot be found.
    """
    package_dir = Path(__file__).parents[2]
    contents = {
        f"voiceguide/{name}": data for name, data in _sources(package_dir) if not name.startswith(_EXCLUDED)
    }
    for package in _PARSERS:
        contents |= {f"{package}/{name}": data for name, data in _sources(_package_dir(package))}
    contents |= {f"{_SCRIPTS}/{name}": data for name, data in scripts.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(contents):
            archive.writestr(zipfile.ZipInfo(name, _TIMESTAMP), contents[name], zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _package_dir(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileError(f"The package {package} is not installed. Install voiceguide again.")
    return Path(spec.submodule_search_locations[0])


def _sources(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (path, content) of each source file below a folder."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in _SOURCE_SUFFIXES and "__pyinstaller" not in path.parts:
            yield path.relative_to(folder).as_posix(), path.read_bytes()
