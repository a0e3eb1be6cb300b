"""Programs and packages nobody here wrote, which judge what we make.

Where one is missing a test skips and says so; in CI (the variable `CI` is set) nothing may skip.
"""

from __future__ import annotations

import importlib
import os
import shutil
from typing import Any

import pytest


def require_program(name: str) -> str:
    """The path of a program; skips the test without it, fails it in CI."""
    return shutil.which(name) or skip_or_fail(f"the program {name} is not installed")


def require_package(name: str) -> Any:  # noqa: ANN401 - a module is whatever it is
    """An imported package; skips the test without it, fails it in CI."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return skip_or_fail(f"the package {name} is not installed")


def skip_or_fail(reason: str) -> Any:  # noqa: ANN401 - never returns
    """Skips the test for this reason, or fails it in CI."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and in CI nothing may skip")
    pytest.skip(reason)
