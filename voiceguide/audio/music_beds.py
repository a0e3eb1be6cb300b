"""What lies quietly under a session: rain, a drone or air, made here, or a piece of music of the listener's.

A bed is a loop without a seam. What is made of a spectrum repeats by its nature: each of its waves fits into
the loop a whole number of times.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.audio.settings import SPEECH
from voiceguide.errors import AskedError, SoundError
from voiceguide.units import RATE
from voiceguide.versions import versions

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.audio.samples import Samples

BEDS = ("rain", "drone", "air")

BELOW = 17.0
"""How far a bed lies below the voice, in LU: WCAG 2.1, technique G56, wants 20 dB under speech, and
the duck makes 23 of it while words are spoken."""

PEAK = -18.0
"""dBTP that no knock in somebody's music passes: drums alone at that loudness could drown a word, and a few
clicks would not even fit into the samples. Other music, and the beds, stay below it."""

SEAM = 2 * RATE
"""Samples in which the end of somebody's music goes over into its beginning."""

LONGEST = 15 * 60
"""Seconds of somebody's music that are used: an hour of it would take gigabytes of memory."""

LOOP = 24 * RATE
_DESIGN = "1"
_DRONE = ((110.0, 1.0), (164.8, 0.6), (220.0, 0.5), (329.6, 0.25), (440.0, 0.15))
"""Hz and strengths: A, E and their octaves, a fifth that nobody has to follow."""


def named(music: str) -> str:
    """The name of a bed, or the path of a file that is there. Raises AskedError for anything else."""
    if music not in BEDS:
        _path(music)
    return music


def _path(music: str) -> Path:
    if path := paths.file(music):
        return path
    raise AskedError(f"There is no music “{music}”. Name a file, or one of: {', '.join(BEDS)}.")


def identity(music: str) -> dict[str, str]:
    """All that shapes a bed, for the names of what is mixed with it. Raises AskedError as `bed` does."""
    if music in BEDS:
        return {"bed": f"{music} {_DESIGN} {SPEECH - BELOW}", **versions("numpy")}
    try:
        with _path(music).open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise AskedError(f"The music {music} can't be read: {error.strerror}.") from error
    return {
        "bed": f"{content} {_DESIGN} {SPEECH - BELOW} {PEAK} {SEAM} {LONGEST}",
        **versions("numpy", "av"),
    }


def bed(music: str) -> Samples:
    """One round of the loop at its level, 24 kHz.

    Raises AskedError for a file that cannot be used, and SoundError where PyAV is missing that would read it.
    """
    if music in BEDS:
        return _bed(music)
    from voiceguide.audio import pyav, samples

    return _levelled(looped(samples.from_pcm(pyav.read(_path(music), LONGEST))), music)


@cache
def _bed(name: str) -> Samples:
    return _levelled({"rain": _rain, "drone": _drone, "air": _air}[name](), name)


def _levelled(sound: Samples, music: str) -> Samples:
    from voiceguide.audio import loudness

    try:
        return loudness.limited(loudness.matched(sound, SPEECH - BELOW), PEAK)
    except SoundError:
        raise AskedError(f"{music} is silent, or nearly so.") from None


def looped(sound: Samples) -> Samples:
    """A sound whose end goes over into its beginning, as loud in between as elsewhere.

    Raises AskedError for what is too short for that.
    """
    import numpy as np

    if len(sound) < 2 * SEAM:
        raise AskedError(f"The music is too short: it must last {2 * SEAM // RATE} seconds at least.")
    rise = np.sin(np.pi / 2 * (np.arange(SEAM) + 0.5) / SEAM)
    looped = sound[:-SEAM].copy()
    looped[:SEAM] = looped[:SEAM] * rise + sound[-SEAM:] * rise[::-1]
    return looped


def _noise(seed: int, slope: float, low: float, high: float) -> Samples:
    """Noise that falls by `slope` dB an octave between two frequencies in Hz, and fast outside them."""
    import numpy as np

    frequency = np.fft.rfftfreq(LOOP, 1 / RATE)
    frequency[0] = frequency[1]
    shape = frequency ** (slope / 6.02) / ((1 + (low / frequency) ** 4) * (1 + (frequency / high) ** 4))
    turns = np.exp(2j * np.pi * np.random.default_rng(seed).random(len(frequency)))
    turns[0] = turns[-1] = 0
    sound = np.fft.irfft(shape * turns, LOOP)
    return np.asarray(sound / sound.std() / 10)


def _rain() -> Samples:
    """A soft hiss of many drops, and a lower patter that comes and goes."""
    import numpy as np

    hiss, patter = _noise(1, -3.0, 500, 6000), _noise(2, -6.0, 200, 2500)
    gust = 1 + 0.3 * np.sin(2 * np.pi * 2 * np.arange(LOOP) / LOOP)
    return hiss + 0.7 * gust * patter


def _air() -> Samples:
    """Wind far away, swelling like slow breath."""
    import numpy as np

    wind = _noise(3, -6.0, 120, 900)
    return np.asarray(wind * (1 + 0.35 * np.sin(2 * np.pi * 3 * np.arange(LOOP) / LOOP)))


def _drone() -> Samples:
    """A few low strings, each swelling in its own time."""
    import numpy as np

    place = np.arange(LOOP) / LOOP
    sound = np.zeros(LOOP)
    for number, (pitch, strength) in enumerate(_DRONE, start=1):
        turns = round(pitch * LOOP / RATE)
        swell = 1 + 0.4 * np.sin(2 * np.pi * (number * place + number / 5))
        sound += strength * swell * np.sin(2 * np.pi * turns * place)
    return sound
