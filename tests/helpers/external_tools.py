"""Independent programs and packages that judge voiceguide's output.

If one is missing, a test is skipped with a reason; in CI (the variable `CI` is set) it fails.
"""

from __future__ import annotations

import importlib
import os
import shutil
from typing import Any

import pytest


def require_program(name: str) -> str:
    """Return the path of a program; without it, skip the test, or fail it in CI."""
    return shutil.which(name) or skip_or_fail(f"the program {name} is not installed")


def require_package(name: str) -> Any:  # noqa: ANN401 - a module is whatever it is
    """Return an imported package; without it, skip the test, or fail it in CI."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return skip_or_fail(f"the package {name} is not installed")


def skip_or_fail(reason: str) -> Any:  # noqa: ANN401 - never returns
    """Skip the test for this reason, or fail it in CI."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and in CI nothing may skip")
    pytest.skip(reason)
