"""What is installed here, what is missing, and the command that mends it."""

from __future__ import annotations

import platform
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide import __version__, paths
from voiceguide.script.files import shipped
from voiceguide.script.library import Library
from voiceguide.speech import engines

if TYPE_CHECKING:
    from collections.abc import Iterator


_PACKAGES = {
    **{name: name for name in ("lameenc", "pydub", "soxr", "numpy", "lark", "num2words")},
    "markdown_it": "markdown-it-py",
    "PIL": "pillow",
    "fontpkg_inter": "fontpkg-inter",
}
"""What nothing renders without: as Python calls it, and as pip does."""

_SHARING = ("starlette", "uvicorn", "segno")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `mend` is a command or a sentence; without what is `needed` nothing renders."""

    what: str
    well: bool
    needed: bool = True
    mend: str = ""


def examine() -> tuple[Finding, ...]:
    """Looks at Python, the voices, the encoder, the scripts, the store and the output folder.

    Loads nothing heavy and changes nothing.
    """
    return (
        Finding(f"voiceguide {__version__}, Python {platform.python_version()}, {sys.platform}", well=True),
        *_voices(),
        *_packages(),
        _scripts(),
        _folder("the store of clips", paths.store(), "set VOICEGUIDE_STORE to another folder", needed=False),
        _folder("the output folder", Path("output"), "voiceguide render -o FILE", needed=True),
    )


def _voices() -> Iterator[Finding]:
    for engine in engines.ENGINES:
        missing = engine.missing()
        lacks = f" (needs {', '.join(missing)})" if missing else ""
        yield Finding(
            f"voice {engine.name}: {engine.about}{lacks}",
            well=not missing,
            needed=False,
            mend=engine.hint if missing else "",
        )
    if engines.default_engine().missing():
        yield Finding("no voice can speak here", well=False, mend="pip install --force-reinstall voiceguide")


def _packages() -> Iterator[Finding]:
    from importlib.util import find_spec

    for name, package in _PACKAGES.items():
        here = find_spec(name) is not None
        yield Finding(f"package {package}", here, mend="" if here else f"pip install {package}")
    missing = [name for name in _SHARING if find_spec(name) is None]
    lacks = f" (needs {', '.join(missing)})" if missing else ""
    mend = f"pip install {' '.join(missing)}" if missing else ""
    yield Finding(f"sharing with a phone{lacks}", well=not missing, needed=False, mend=mend)


def _scripts() -> Finding:
    library = Library(shipped())
    count = len(library.sessions) + len(library.techniques)
    mend = "" if count else "pip install --force-reinstall voiceguide"
    return Finding(f"{count} scripts in {library.root}", count > 0, mend=mend)


def _folder(what: str, path: Path, mend: str, *, needed: bool) -> Finding:
    """Whether a folder can be written, found out by writing there, or where it would be made."""
    try:
        nearest = next(place for place in (path, *path.absolute().parents) if place.exists())
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as error:
        return Finding(f"{what}, {path}: {error.strerror}", well=False, needed=needed, mend=mend)
    return Finding(f"{what}, {path}, can be written", well=True)
