"""docs/licences.md: the licence of each package that voiceguide or its tests may install.

`python -m tests.helpers.licences_page` rewrites the table. Run it where requirements-judges.lock is installed.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE_PATH = ROOT / "docs" / "licences.md"
LOCK_PATH = ROOT / "requirements-judges.lock"
START, END = "<!-- packages -->\n", "<!-- /packages -->"

STATED_LICENCES = {
    "axe-playwright-python": "MIT; axe-core inside: MPL-2.0",  # its file LICENSE
    "espeakng-loader": "GPL-3.0-or-later, that of espeak-ng inside",
    "pypiwin32": "PSF, that of pywin32, which it installs",
}
"""Licences that the metadata of a package does not give."""

LICENCES_ELSEWHERE = {
    "audioop-lts": "PSF-2.0",
    "colorama": "BSD License",
    "comtypes": "MIT",
    "httpx2-jsfetch": "BSD-3-Clause",
    "pywin32": "Python Software Foundation License",
}
"""Licences of packages that only other systems or other versions of Python install, from their metadata."""


def locked_packages() -> list[str]:
    """Return the names of the packages in requirements-judges.lock, which has those of requirements.lock too."""
    return sorted(re.findall(r"^([\w.-]+)==", LOCK_PATH.read_text("utf-8"), re.MULTILINE))


def package_licence(name: str) -> str:
    """Return the licence of a package: from the tables above, or else from the metadata of the installed one.

    Raise KeyError if neither says it, and PackageNotFoundError if it is not installed.
    """
    if stated := STATED_LICENCES.get(name) or LICENCES_ELSEWHERE.get(name):
        return stated
    about = metadata.metadata(name)
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier", [])
        if line.startswith("License ::") and not line.endswith("OSI Approved")
    ]
    given = about.get_all("License-Expression") or classifiers or about.get_all("License") or [""]
    licence = str(given[0])
    if not licence or "\n" in licence:
        raise KeyError(name)
    return licence


def licence_table() -> str:
    """Return the table of packages and licences, in Markdown."""
    rows = [f"| {name} | {package_licence(name)} |" for name in locked_packages()]
    return "\n".join(["| package | licence |", "| --- | --- |", *rows]) + "\n"


def update_table(page: str) -> str:
    """Return the page with its table rewritten."""
    head, _, rest = page.partition(START)
    return f"{head}{START}\n{licence_table()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE_PATH.write_text(update_table(PAGE_PATH.read_text("utf-8")), encoding="utf-8")
