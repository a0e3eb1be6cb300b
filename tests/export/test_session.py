from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from voiceguide.export.session import lay_out_session
from voiceguide.files.cache import Cache
from voiceguide.plan.options import Choices

if TYPE_CHECKING:
    from pathlib import Path

STITCH_WITHOUT_PACKAGES = """
import sys, threading

allowed = {*sys.stdlib_module_names, "voiceguide", "lark", "markdown_it", "mdurl"}

class OnlyCorePackages:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in allowed:
            raise ImportError(f"{name} is not part of the core")

def start(thread):
    raise RuntimeError("can't start new thread")

sys.meta_path.insert(0, OnlyCorePackages())
threading.Thread.start = start

from pathlib import Path
from voiceguide.files.cache import Cache
from voiceguide.export.session import lay_out_session
from voiceguide.plan.options import Choices

for trim_proof in (False, True):
    choices = Choices(voice="silent", trim_proof=trim_proof)
    session = lay_out_session(sys.argv[1], choices, cache=Cache(Path(sys.argv[2])))
    sys.stdout.buffer.write(b"".join(session.mp3_file().read()))
"""


def test_cached_session_is_stitched_without_packages_and_threads(shrug: Path, tmp_path: Path) -> None:
    expected = b"".join(
        chunk
        for trim_proof in (False, True)
        for chunk in lay_out_session(
            str(shrug), Choices(voice="silent", trim_proof=trim_proof), cache=Cache(tmp_path / "cache")
        )
        .mp3_file()
        .read()
    )
    ran = subprocess.run(
        [sys.executable, "-c", STITCH_WITHOUT_PACKAGES, str(shrug), str(tmp_path / "cache")],
        env={**os.environ, "HOME": str(tmp_path)},
        check=True,
        capture_output=True,
    )
    assert ran.stdout == expected
