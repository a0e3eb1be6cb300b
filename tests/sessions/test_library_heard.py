"""Library spoken by the default voice: decoded independently, and its words recognised."""

from __future__ import annotations

import io
import os
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import soundfile

from tests.helpers import recogniser
from tests.helpers.golden_timelines import fit_and_lay_out
from tests.helpers.mp3_decoders import stitch_file
from voiceguide import units
from voiceguide.checks.estimate import estimate
from voiceguide.export.session import LaidOutSession, lay_out_session, resolve_session
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.script.files import DEFAULT_SESSION, shipped_dir
from voiceguide.script.library import Library
from voiceguide.script.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.score.items import Sound

SHIPPED_LIBRARY = Library(shipped_dir())
NAMES = SHIPPED_LIBRARY.technique_names
OTHER_TECHNIQUES = sorted({*NAMES} - {use.technique for use in SHIPPED_LIBRARY.session(DEFAULT_SESSION).uses})
"""Techniques that are not in the default session, which test_heard.py covers."""

GROUP_COUNT = 8
GROUPS = range(GROUP_COUNT if os.environ.get("CI") else 1)
"""Groups of techniques to be recognised: all in CI, and elsewhere the first, since each takes about 15 s of CPU."""

PAUSE_LENGTH = units.SAMPLE_RATE // 2


def technique_cues(name: str) -> dict[Sound, LaidOutSession]:
    """Return every cue of a technique, at any level."""
    found: dict[Sound, LaidOutSession] = {}
    for level in Level:
        performance = lay_out_session(name, Choices(level=level))
        for event in performance.timeline.events:
            if event.sound and event.kind == "speech" and event.context.technique == name:
                found.setdefault(event.sound, performance)
    return found


def decoded_cues(name: str) -> Iterator[tuple[NDArray[np.float32], str]]:
    """Return the cues as one decoded MP3, each with the silence after it and its text."""
    placed, starts, at = [], [], units.FRAME_SAMPLES  # the lead-in of the first clip is before it
    found = technique_cues(name)
    for sound, performance in found.items():
        take = performance.clips.clip(sound)
        placed.append((at // units.FRAME_SAMPLES, performance.clips.data(sound)))
        starts.append(at)
        at += units.snap_to_frame(take.span + PAUSE_LENGTH)
    audio, rate = soundfile.read(io.BytesIO(b"".join(stitch_file(placed, at).read())), dtype="float32")
    assert (rate, len(audio)) == (units.SAMPLE_RATE, at)
    for sound, (start, end) in zip(found, pairwise([*starts, at]), strict=True):
        yield audio[start:end], sound.text


@pytest.mark.judge
@pytest.mark.parametrize("group", GROUPS)
def test_a_recogniser_understands_every_technique(group: int) -> None:
    """Assert at most 3 % word errors over several techniques, and at most 6 % in each."""
    recogniser.require_recogniser()
    wrong, errors, words = {}, 0, 0
    for name in OTHER_TECHNIQUES[group::GROUP_COUNT]:
        distance, count, misheard = recogniser.count_word_errors(decoded_cues(name))
        errors, words = errors + distance, words + count
        if distance > ALLOWED_ERRORS_EACH * count:
            wrong[name] = misheard
    assert not wrong
    assert errors <= ALLOWED_ERRORS * words


@pytest.mark.parametrize("name", NAMES)
def test_no_figure_or_unit_reaches_the_voice(name: str) -> None:
    timeline = fit_and_lay_out(make_plan(*resolve_session(name), Choices()), estimate)
    spoken = " ".join(event.spoken for event in timeline.events)
    assert not re.search(r"\d|(?<![\w'])(s|sec|min|kg|cm)\b", spoken)
