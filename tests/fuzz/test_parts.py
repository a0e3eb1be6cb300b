from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.fuzz.hostile import MAX_MEGABYTES, MAX_SECONDS, SCRIPTS, run_command, source
from tests.fuzz.odd_text import ODD_TEXTS
from tests.fuzz.parts import PARTS, Part

if TYPE_CHECKING:
    from pathlib import Path

_TEXTS = st.lists(st.sampled_from((*ODD_TEXTS, "9", "1", "a", "B", "m", " ", ". ", "*")), max_size=40).map(
    "".join
)
_INPUTS = st.binary(max_size=300) | _TEXTS.map(lambda text: text.encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=_INPUTS)
@example(data=b"\0TIT2\0\0\0\2\0\0\x09a")
@example(data=b"\0SYLT\0\0\0\6\0\0\1eng\2\1")
@example(data=b"")
def test_any_bytes_are_read_or_refused(part: Part, data: bytes) -> None:
    part(data)


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="memory cannot be measured")
@pytest.mark.parametrize("name", ["paragraphs: '9'", "cues: 'U.S.'"])
def test_a_hostile_script_exhausts_neither_time_nor_memory(name: str, tmp_path: Path) -> None:
    assert len(SCRIPTS) > 300
    trial = run_command("check", source(name), tmp_path)
    assert trial.exit_code in {0, 2}
    assert "Traceback" not in trial.messages
    assert trial.megabytes <= MAX_MEGABYTES
    assert trial.seconds <= 2 * MAX_SECONDS  # tests run beside one another
