from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from typing import TYPE_CHECKING

from voiceguide.versions import installed_version, installed_versions

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_version_is_that_of_the_package_metadata() -> None:
    names = sorted({found.metadata["Name"] for found in metadata.distributions()})
    assert len(names) > 20
    assert installed_versions(*names) == {name: metadata.version(name) for name in names}


def test_version_is_none_when_package_is_missing() -> None:
    assert installed_version("no-such-package") == "none"


def test_version_is_read_from_package_when_metadata_folder_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "oldfashioned.egg-info").mkdir()
    (tmp_path / "oldfashioned.egg-info" / "PKG-INFO").write_text("Name: oldfashioned\nVersion: 1.2\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert installed_version("oldfashioned") == "1.2"


def test_version_lookup_loads_no_slow_module() -> None:
    code = """
import sys
from voiceguide.versions import installed_version
installed_version("click")
print(*sys.modules)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "importlib.metadata" not in ran.stdout.split()
