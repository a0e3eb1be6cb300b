"""Diagnosis of the installation, with the command that fixes each fault."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library
from voiceguide.speech import engines
from voiceguide.versions import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator


_REQUIRED_PACKAGES = {
    **{name: name for name in ("lameenc", "pydub", "soxr", "numpy", "lark", "num2words")},
    "markdown_it": "markdown-it-py",
    "PIL": "pillow",
    "fontpkg_inter": "fontpkg-inter",
}
"""Packages without which no session renders: import name → distribution name."""

_SHARING_MODULES = ("starlette", "uvicorn", "segno")


@dataclass(frozen=True, slots=True)
class Finding:
    """Result of one check. `fix` is a command or a sentence; nothing renders unless every required one is ok."""

    description: str
    is_ok: bool
    is_required: bool = True
    fix: str = ""


def diagnose() -> tuple[Finding, ...]:
    """Check Python, voices, packages, scripts, the cache and the output folder.

    Import no heavy package and change nothing.
    """
    return (
        Finding(f"voiceguide {__version__}, Python {platform.python_version()}, {sys.platform}", is_ok=True),
        *_voice_findings(),
        *_package_findings(),
        _scripts_finding(),
        _folder_finding(
            "the cache of clips",
            paths.cache_dir(),
            "set VOICEGUIDE_STORE to another folder",
            is_required=False,
        ),
        _folder_finding("the output folder", Path("output"), "voiceguide render -o FILE", is_required=True),
    )


def _voice_findings() -> Iterator[Finding]:
    for engine in engines.ENGINES:
        missing = engine.missing_packages()
        missing_note = f" (needs {', '.join(missing)})" if missing else ""
        yield Finding(
            f"voice {engine.name}: {engine.description}{missing_note}",
            is_ok=not missing,
            is_required=False,
            fix=engine.install_hint if missing else "",
        )
    if engines.default_engine().missing_packages():
        yield Finding("no voice is available", is_ok=False, fix="pip install --force-reinstall voiceguide")


def _package_findings() -> Iterator[Finding]:
    from importlib.util import find_spec

    for name, package in _REQUIRED_PACKAGES.items():
        is_installed = find_spec(name) is not None
        yield Finding(
            f"package {package}", is_installed, fix="" if is_installed else f"pip install {package}"
        )
    missing = [name for name in _SHARING_MODULES if find_spec(name) is None]
    missing_note = f" (needs {', '.join(missing)})" if missing else ""
    fix = f"pip install {' '.join(missing)}" if missing else ""
    yield Finding(f"sharing with a phone{missing_note}", is_ok=not missing, is_required=False, fix=fix)


def _scripts_finding() -> Finding:
    library = Library(shipped_dir())
    count = len(library.session_names) + len(library.technique_names)
    fix = "" if count else "pip install --force-reinstall voiceguide"
    return Finding(f"{count} scripts in {library.root}", count > 0, fix=fix)


def _folder_finding(description: str, path: Path, fix: str, *, is_required: bool) -> Finding:
    if reason := paths.write_error(path):
        return Finding(f"{description}, {path}: {reason}", is_ok=False, is_required=is_required, fix=fix)
    return Finding(f"{description}, {path}, can be written", is_ok=True)
