"""Independent programs and packages that judge voiceguide's output.

If one is missing, a test is skipped with a reason; in CI (the variable `CI` is set) it fails.
"""

from __future__ import annotations

import importlib
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

LOCKED_PACKAGES = {
    *("hibari", "pyttsx3", "espeakng_loader"),
    *("numpy", "soxr", "soundfile", "mutagen", "imageio_ffmpeg", "PIL", "psutil"),
}
"""Packages of requirements.lock, which the CI installs on every interpreter; not each exists on each system."""

running_test: pytest.Item | None = None
"""Test that runs, set in tests/conftest.py."""


def require_program(name: str) -> str:
    """Return the path of a program; without it, skip the test, or fail it in CI."""
    return shutil.which(name) or skip_or_fail(f"the program {name} is not installed")


def require_package(name: str) -> Any:  # noqa: ANN401 - a module is whatever it is
    """Return an imported package; without it, skip the test, or fail it in CI.

    Fail a test that needs a judge and has no mark for it, since it would fail on interpreters without judges.
    """
    if name.partition(".")[0] not in LOCKED_PACKAGES and not (
        running_test is None or running_test.get_closest_marker("judge")
    ):
        pytest.fail(f"Mark this test with pytest.mark.judge, since it needs the package {name}")
    try:
        return importlib.import_module(name)
    except ImportError:
        return skip_or_fail(f"the package {name} is not installed")


def require_npm_package(name: str) -> Path:
    """Return the folder below which npm installed a package; without it, skip the test, or fail it in CI.

    The variable NODE_JUDGES names the folder.
    """
    folder = Path(os.environ.get("NODE_JUDGES", ""))
    if not (folder / "node_modules" / name).is_dir():
        skip_or_fail(f"the npm package {name} is not installed below $NODE_JUDGES")
    return folder


def skip_or_fail(reason: str) -> Any:  # noqa: ANN401 - never returns
    """Skip the test for this reason, or fail it in CI."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and in CI nothing may skip")
    pytest.skip(reason)
