"""What every test shares: one store of clips, in a folder that goes away with the run."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# The same examples every time, so that a change is judged by what it changed. Others are looked for with
# HYPOTHESIS_PROFILE=wild pytest; what they find becomes a case. The brief ones show that another Python does
# as the first.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("brief", derandomize=True, max_examples=20, deadline=None)
settings.register_profile("wild", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# In the background of a script a suite is deaf to interrupts, and so would be the programs that it starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

PROJECT_DIR = Path(__file__).parent.parent

SHRUG_SCRIPT = """---
title: Shrug
position: chair
hold: 20s (10s-120s)
---

Sit tall.

- hold {hold}
  - Lift your shoulders…
  - @end Let them drop.

> Stop if it hurts.
"""


@pytest.fixture(scope="session", autouse=True)
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of clips for the whole run, never the user's; programs started by tests use it too.

    They also find the package under test, from whatever folder they run in.
    """
    base_dir = tmp_path_factory.getbasetemp()
    root = (
        base_dir.parent if "PYTEST_XDIST_WORKER" in os.environ else base_dir
    ) / "store"  # one for all workers
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VOICEGUIDE_STORE", str(root))
        patch.setenv("VOICEGUIDE_SCRIPTS", str(root / "no-scripts"))
        patch.setenv("VOICEGUIDE_PREFERENCES", str(root / "none.toml"))
        patch.setenv("PYTHONPATH", str(PROJECT_DIR), prepend=os.pathsep)
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("compiled")))
        yield root


@pytest.fixture
def shrug(tmp_path: Path) -> Path:
    """A small technique of an author's own, whose hold stretches; “Let them drop.” stands at 11:5."""
    path = tmp_path / "shrug.md"
    path.write_text(SHRUG_SCRIPT, encoding="utf-8")
    return path
