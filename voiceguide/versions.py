"""The version of voiceguide, and of the installed libraries without importing any."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from functools import cache

__version__ = "0.1.0"
"""Version of voiceguide: the one in pyproject.toml and at the top of CHANGELOG.md."""


@cache
def installed_version(package: str) -> str:
    """Return the installed version of a distribution, or “none”."""
    return _versions_from_folder_names().get(_canonical_name(package)) or _version_from_metadata(package)


def installed_versions(*packages: str) -> dict[str, str]:
    """Return distribution name → installed version, or “none”."""
    return {package: installed_version(package) for package in packages}


@cache
def _versions_from_folder_names() -> dict[str, str]:
    """Return canonical name → version, from the names of metadata folders: “num2words-0.5.14.dist-info”.

    The names are specified at packaging.python.org, “Recording installed projects”.
    """
    version_by_name: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):
            for name in os.listdir(folder or os.curdir):  # noqa: PTH208 - only names are needed
                if name.endswith(".dist-info"):
                    package, _, number = name.removesuffix(".dist-info").rpartition("-")
                    version_by_name.setdefault(_canonical_name(package), number)
    return version_by_name


def _canonical_name(package: str) -> str:
    """Return a distribution's name as the specification compares names (PEP 503)."""
    return re.sub(r"[-_.]+", "-", package).lower()


def _version_from_metadata(package: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"
