"""Programs and packages nobody here wrote, which judge what we make.

Where one is missing a test skips and says so; in CI (the variable `CI` is set) nothing may skip.
"""

from __future__ import annotations

import importlib
import os
import shutil
from typing import Any

import pytest


def program(name: str) -> str:
    """The path of a program; skips the test without it, fails it in CI."""
    return shutil.which(name) or missing(f"the program {name} is not installed")


def package(name: str) -> Any:  # noqa: ANN401 - a module is whatever it is
    """An imported package; skips the test without it, fails it in CI."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return missing(f"the package {name} is not installed")


def missing(reason: str) -> Any:  # noqa: ANN401 - never returns
    """Skips the test for this reason, or fails it in CI."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and in CI nothing may skip")
    pytest.skip(reason)
