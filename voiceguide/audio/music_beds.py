"""Music beds, which play quietly under the voice: synthesised rain, drone or air, or a file of music.

A bed is a seamless loop. A bed synthesised from a spectrum is periodic by construction: each of its partials has
a whole number of cycles in the loop.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.audio.settings import SPEECH_LUFS, TARGET_LUFS
from voiceguide.errors import AudioError, RequestError
from voiceguide.units import SAMPLE_RATE
from voiceguide.versions import installed_versions

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.audio.samples import Samples

BEDS = ("rain", "drone", "air")
"""Names of the synthesised beds."""

LU_BELOW_SPEECH = 17.0
"""Level of a bed in LU below speech. WCAG 2.1, technique G56, requires 20 dB; ducking makes it 23 under words."""

MUSIC_CEILING_DBTP = TARGET_LUFS + 1.0
"""Highest true peak of a bed in dBTP. It limits percussive music alone: drums at the loudness of a bed could mask
a word, and isolated clicks would even clip."""

LOOP_CROSSFADE = 2 * SAMPLE_RATE
"""Samples of the crossfade from the end of a file of music to its beginning."""

MAX_MUSIC_SECONDS = 15 * 60
"""Seconds of a file of music that are used: an hour would take gigabytes of memory."""

LOOP_LENGTH = 24 * SAMPLE_RATE
"""Samples in the loop of a synthesised bed."""

_VERSION = "1"
_DRONE_PARTIALS = ((110.0, 1.0), (164.8, 0.6), (220.0, 0.5), (329.6, 0.25), (440.0, 0.15))
"""(Frequency in Hz, strength) of the drone's partials: A, E and their octaves."""


def check_music(music: str) -> str:
    """Return `music` if it names a bed or an existing file. Raise RequestError otherwise."""
    if music not in BEDS:
        _music_file(music)
    return music


def _music_file(music: str) -> Path:
    if path := paths.existing_file(music):
        return path
    raise RequestError(f"There is no music “{music}”. Name a file, or one of: {', '.join(BEDS)}.")


def cache_inputs(music: str) -> dict[str, str]:
    """Return everything that shapes a bed, for cache keys of mixes. Raise RequestError for an unreadable file."""
    if music in BEDS:
        return {"bed": f"{music} {_VERSION} {SPEECH_LUFS - LU_BELOW_SPEECH}", **installed_versions("numpy")}
    try:
        with _music_file(music).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise RequestError(f"The music {music} can't be read: {error.strerror}.") from error
    return {
        "bed": f"{digest} {_VERSION} {SPEECH_LUFS - LU_BELOW_SPEECH} {MUSIC_CEILING_DBTP}"
        f" {LOOP_CROSSFADE} {MAX_MUSIC_SECONDS}",
        **installed_versions("numpy", "av"),
    }


def load_bed(music: str) -> Samples:
    """Return one period of a bed's loop at 24 kHz, at its final level.

    Raise RequestError if a file cannot be used, and AudioError if PyAV, which reads files, is missing.
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
        raise RequestError(f"The music {music} is silent, or almost silent.") from None


def seamless_loop(samples: Samples) -> Samples:
    """Crossfade the end of a signal into its beginning, with equal power.

    The result is LOOP_CROSSFADE samples shorter. Raise RequestError if the signal is shorter than two crossfades.
    """
    import numpy as np

    if len(samples) < 2 * LOOP_CROSSFADE:
        raise RequestError(
            f"The music is too short: it must last at least {2 * LOOP_CROSSFADE // SAMPLE_RATE} seconds."
        )
    fade_in = np.sin(np.pi / 2 * (np.arange(LOOP_CROSSFADE) + 0.5) / LOOP_CROSSFADE)
    loop = samples[:-LOOP_CROSSFADE].copy()
    loop[:LOOP_CROSSFADE] = loop[:LOOP_CROSSFADE] * fade_in + samples[-LOOP_CROSSFADE:] * fade_in[::-1]
    return loop


def _noise(seed: int, slope: float, low: float, high: float) -> Samples:
    """Return a loop of noise with `slope` in dB an octave from `low` to `high` in Hz, steeper outside."""
    import numpy as np
    from numpy import fft
    from numpy.random import default_rng

    frequency = fft.rfftfreq(LOOP_LENGTH, 1 / SAMPLE_RATE)
    frequency[0] = frequency[1]
    magnitude = frequency ** (slope / 6.02) / ((1 + (low / frequency) ** 4) * (1 + (frequency / high) ** 4))
    phase_factors = np.exp(2j * np.pi * default_rng(seed).random(len(frequency)))
    phase_factors[0] = phase_factors[-1] = 0
    samples = fft.irfft(magnitude * phase_factors, LOOP_LENGTH)
    return np.asarray(samples / samples.std() / 10)


def _rain() -> Samples:
    """Synthesise rain: a soft hiss, and a lower patter that swells twice in the loop."""
    import numpy as np

    hiss, patter = _noise(1, -3.0, 500, 6000), _noise(2, -6.0, 200, 2500)
    gust = 1 + 0.3 * np.sin(2 * np.pi * 2 * np.arange(LOOP_LENGTH) / LOOP_LENGTH)
    return hiss + 0.7 * gust * patter


def _air() -> Samples:
    """Synthesise distant wind that swells three times in the loop, like slow breathing."""
    import numpy as np

    wind = _noise(3, -6.0, 120, 900)
    return np.asarray(wind * (1 + 0.35 * np.sin(2 * np.pi * 3 * np.arange(LOOP_LENGTH) / LOOP_LENGTH)))


def _drone() -> Samples:
    """Synthesise a drone of low partials that swell at different rates."""
    import numpy as np

    loop_position = np.arange(LOOP_LENGTH) / LOOP_LENGTH
    samples = np.zeros(LOOP_LENGTH)
    for number, (pitch, strength) in enumerate(_DRONE_PARTIALS, start=1):
        cycles = round(pitch * LOOP_LENGTH / SAMPLE_RATE)
        swell = 1 + 0.4 * np.sin(2 * np.pi * (number * loop_position + number / 5))
        samples += strength * swell * np.sin(2 * np.pi * cycles * loop_position)
    return samples
