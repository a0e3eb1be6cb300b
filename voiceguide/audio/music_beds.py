"""What lies quietly under a session: rain, a drone or air, made here, or a piece of music of the listener's.

A bed is a loop without a seam. What is made of a spectrum repeats by its nature: each of its waves fits into
the loop a whole number of times.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.audio.settings import SPEECH_LUFS
from voiceguide.errors import AudioError, RequestError
from voiceguide.units import SAMPLE_RATE
from voiceguide.versions import installed_versions

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.audio.samples import Samples

BEDS = ("rain", "drone", "air")

LU_BELOW_SPEECH = 17.0
"""How far a bed lies below the voice, in LU: WCAG 2.1, technique G56, wants 20 dB under speech, and
the duck makes 23 of it while words are spoken."""

MUSIC_CEILING_DBTP = -18.0
"""dBTP that no knock in somebody's music passes: drums alone at that loudness could drown a word, and a few
clicks would not even fit into the samples. Other music, and the beds, stay below it."""

LOOP_CROSSFADE = 2 * SAMPLE_RATE
"""Samples in which the end of somebody's music goes over into its beginning."""

MAX_MUSIC_SECONDS = 15 * 60
"""Seconds of somebody's music that are used: an hour of it would take gigabytes of memory."""

LOOP_LENGTH = 24 * SAMPLE_RATE
_VERSION = "1"
_DRONE_PARTIALS = ((110.0, 1.0), (164.8, 0.6), (220.0, 0.5), (329.6, 0.25), (440.0, 0.15))
"""Hz and strengths: A, E and their octaves, a fifth that nobody has to follow."""


def check_music(music: str) -> str:
    """The name of a bed, or the path of a file that is there. Raises AskedError for anything else."""
    if music not in BEDS:
        _music_file(music)
    return music


def _music_file(music: str) -> Path:
    if path := paths.existing_file(music):
        return path
    raise RequestError(f"There is no music “{music}”. Name a file, or one of: {', '.join(BEDS)}.")


def cache_inputs(music: str) -> dict[str, str]:
    """All that shapes a bed, for the names of what is mixed with it. Raises AskedError as `bed` does."""
    if music in BEDS:
        return {"bed": f"{music} {_VERSION} {SPEECH_LUFS - LU_BELOW_SPEECH}", **installed_versions("numpy")}
    try:
        with _music_file(music).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise RequestError(f"The music {music} can't be read: {error.strerror}.") from error
    return {
        "bed": f"{digest} {_VERSION} {SPEECH_LUFS - LU_BELOW_SPEECH} {MUSIC_CEILING_DBTP} {LOOP_CROSSFADE} {MAX_MUSIC_SECONDS}",
        **installed_versions("numpy", "av"),
    }


def load_bed(music: str) -> Samples:
    """One round of the loop at its level, 24 kHz.

    Raises AskedError for a file that cannot be used, and SoundError where PyAV is missing that would read it.
    """
    if music in BEDS:
        return _synthesise_bed(music)
    from voiceguide.audio import pyav, samples

    return _scale_to_bed_loudness(
        seamless_loop(samples.from_pcm(pyav.read_music(_music_file(music), MAX_MUSIC_SECONDS))), music
    )


@cache
def _synthesise_bed(name: str) -> Samples:
    return _scale_to_bed_loudness({"rain": _rain, "drone": _drone, "air": _air}[name](), name)


def _scale_to_bed_loudness(samples: Samples, music: str) -> Samples:
    from voiceguide.audio import loudness

    try:
        return loudness.limit_peaks(
            loudness.scale_to_loudness(samples, SPEECH_LUFS - LU_BELOW_SPEECH), MUSIC_CEILING_DBTP
        )
    except AudioError:
        raise RequestError(f"{music} is silent, or nearly so.") from None


def seamless_loop(samples: Samples) -> Samples:
    """A sound whose end goes over into its beginning, as loud in between as elsewhere.

    Raises AskedError for what is too short for that.
    """
    import numpy as np

    if len(samples) < 2 * LOOP_CROSSFADE:
        raise RequestError(
            f"The music is too short: it must last {2 * LOOP_CROSSFADE // SAMPLE_RATE} seconds at least."
        )
    fade_in = np.sin(np.pi / 2 * (np.arange(LOOP_CROSSFADE) + 0.5) / LOOP_CROSSFADE)
    loop = samples[:-LOOP_CROSSFADE].copy()
    loop[:LOOP_CROSSFADE] = loop[:LOOP_CROSSFADE] * fade_in + samples[-LOOP_CROSSFADE:] * fade_in[::-1]
    return loop


def _noise(seed: int, slope: float, low: float, high: float) -> Samples:
    """Noise that falls by `slope` dB an octave between two frequencies in Hz, and fast outside them."""
    import numpy as np

    frequency = np.fft.rfftfreq(LOOP_LENGTH, 1 / SAMPLE_RATE)
    frequency[0] = frequency[1]
    magnitude = frequency ** (slope / 6.02) / ((1 + (low / frequency) ** 4) * (1 + (frequency / high) ** 4))
    phase_factors = np.exp(2j * np.pi * np.random.default_rng(seed).random(len(frequency)))
    phase_factors[0] = phase_factors[-1] = 0
    samples = np.fft.irfft(magnitude * phase_factors, LOOP_LENGTH)
    return np.asarray(samples / samples.std() / 10)


def _rain() -> Samples:
    """A soft hiss of many drops, and a lower patter that comes and goes."""
    import numpy as np

    hiss, patter = _noise(1, -3.0, 500, 6000), _noise(2, -6.0, 200, 2500)
    gust = 1 + 0.3 * np.sin(2 * np.pi * 2 * np.arange(LOOP_LENGTH) / LOOP_LENGTH)
    return hiss + 0.7 * gust * patter


def _air() -> Samples:
    """Wind far away, swelling like slow breath."""
    import numpy as np

    wind = _noise(3, -6.0, 120, 900)
    return np.asarray(wind * (1 + 0.35 * np.sin(2 * np.pi * 3 * np.arange(LOOP_LENGTH) / LOOP_LENGTH)))


def _drone() -> Samples:
    """A few low strings, each swelling in its own time."""
    import numpy as np

    loop_position = np.arange(LOOP_LENGTH) / LOOP_LENGTH
    samples = np.zeros(LOOP_LENGTH)
    for number, (pitch, strength) in enumerate(_DRONE_PARTIALS, start=1):
        cycles = round(pitch * LOOP_LENGTH / SAMPLE_RATE)
        swell = 1 + 0.4 * np.sin(2 * np.pi * (number * loop_position + number / 5))
        samples += strength * swell * np.sin(2 * np.pi * cycles * loop_position)
    return samples
