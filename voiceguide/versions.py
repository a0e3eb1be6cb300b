"""Which versions of libraries are installed, told without importing any."""

from __future__ import annotations

from functools import cache


@cache
def version(package: str) -> str:
    """The installed version of a distribution, or “none”."""
    from importlib import metadata  # noqa: PLC0415 - costs more than most rooms of the house

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"


def versions(*packages: str) -> dict[str, str]:
    """Distribution name → installed version, or “none”."""
    return {package: version(package) for package in packages}
