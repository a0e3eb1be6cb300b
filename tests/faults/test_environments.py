from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.faults.environments import ENVIRONMENTS, broken_promises, build_library
from tests.helpers.external_tools import require_program

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.judge,
    pytest.mark.skipif(sys.platform != "linux", reason="the calls of another system cannot be refused so"),
]


@pytest.fixture(autouse=True)
def compiler() -> str:
    """Return the path of the compiler of the library that refuses calls."""
    return require_program("cc")


def test_file_system_that_refuses_calls_is_written_to_or_reported(tmp_path: Path) -> None:
    library = build_library(tmp_path)
    for name in ("refuses chmod fsync flock utime symlink", "refuses rename"):
        (environment,) = (one for one in ENVIRONMENTS if one.name == name)
        assert broken_promises(environment, library, tmp_path / name.replace(" ", "-")) == []


def test_broken_promise_is_found(tmp_path: Path) -> None:
    library = build_library(tmp_path)
    (environment,) = (one for one in ENVIRONMENTS if one.name == "clock in 1970")
    right = broken_promises(environment, library, tmp_path / "right")
    assert right == []
    wrong = type(environment)(environment.name, "list --nothing", 0, "never said")
    assert len(broken_promises(wrong, library, tmp_path / "wrong")) == 3
