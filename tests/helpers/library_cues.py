"""Every cue of the shipped library, spoken by the default voice and decoded from an MP3, for a recogniser."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING

import soundfile

from tests.helpers.mp3_decoders import stitch_file
from voiceguide import units
from voiceguide.export.session import LaidOutSession, lay_out_session
from voiceguide.plan.options import Choices
from voiceguide.script.shared_pages import NOTE_LENGTHS
from voiceguide.script.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.score.items import Sound

    CuesFound = dict[Sound, LaidOutSession]

ALLOWED_ERRORS = 0.03
"""Share of words that a recogniser may mishear over the library."""

ALLOWED_ERRORS_EACH = 0.06
"""Share of words that a recogniser may mishear in one technique, or in a session's own words."""

PAUSE_LENGTH = units.SAMPLE_RATE // 2


def technique_cues(name: str) -> CuesFound:
    """Return every cue of a technique, at any level, with a session that has it."""
    found: CuesFound = {}
    for level in Level:
        session = lay_out_session(name, Choices(level=level))
        for event in session.timeline.events:
            if event.sound and event.kind == "speech" and event.context.technique == name:
                found.setdefault(event.sound, session)
    return found


def session_cues(name: str) -> CuesFound:
    """Return the cues of a session outside the techniques' files: greeting, safety, changes, its own lines."""
    found: CuesFound = {}
    for note in NOTE_LENGTHS:
        session = lay_out_session(name, Choices(note=note))
        for event in session.timeline.events:
            source = event.context.source
            is_of_technique = source is not None and source.file.startswith("scripts/techniques/")
            if event.sound and event.kind == "speech" and not is_of_technique:
                found.setdefault(event.sound, session)
    return found


def decode_cues(found: CuesFound) -> Iterator[tuple[NDArray[np.float32], str]]:
    """Return the cues as one decoded MP3, each with the silence after it and its text."""
    placed, starts, at = [], [], units.FRAME_SAMPLES  # the lead-in of the first clip is before it
    for sound, session in found.items():
        clip = session.clips.clip(sound)
        placed.append((at // units.FRAME_SAMPLES, session.clips.data(sound)))
        starts.append(at)
        at += units.snap_to_frame(clip.span + PAUSE_LENGTH)
    audio, rate = soundfile.read(io.BytesIO(b"".join(stitch_file(placed, at).read())), dtype="float32")
    assert (rate, len(audio)) == (units.SAMPLE_RATE, at)
    for sound, (start, end) in zip(found, pairwise([*starts, at]), strict=True):
        yield audio[start:end], sound.text
