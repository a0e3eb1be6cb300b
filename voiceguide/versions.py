"""Which versions of libraries are installed, told without importing any."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from functools import cache


@cache
def version(package: str) -> str:
    """The installed version of a distribution, or “none”."""
    return _beside().get(_plain(package)) or _asked(package)


def versions(*packages: str) -> dict[str, str]:
    """Distribution name → installed version, or “none”."""
    return {package: version(package) for package in packages}


@cache
def _beside() -> dict[str, str]:
    """What the folders of packages say by their names: “num2words-0.5.14.dist-info”.

    These names are specified: packaging.python.org, “Recording installed projects”.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):
            for name in os.listdir(folder or os.curdir):  # noqa: PTH208 - paths are of no use here
                if name.endswith(".dist-info"):
                    package, _, its = name.removesuffix(".dist-info").rpartition("-")
                    found.setdefault(_plain(package), its)
    return found


def _plain(package: str) -> str:
    """A name as the specification compares names."""
    return re.sub(r"[-_.]+", "-", package).lower()


def _asked(package: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"
