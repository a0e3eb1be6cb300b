"""A silence that players take for sound: a tone nobody hears on a phone, so that holds are left whole.

Players that trim silence look at the level only: ExoPlayer, and so AntennaPod and many others, at stretches
of 100 ms in which no sample passes 1024/32768 (its SilenceSkippingAudioProcessor), which is −30.1 dB.
"""

from __future__ import annotations

from voiceguide.units import SAMPLE_RATE
from voiceguide.versions import installed_versions

FREQUENCY_HZ = 25
"""Hz: below what the speaker of a phone, or an earbud, gives back; what a subwoofer does is not known."""

PEAK_DBFS = -28.5
"""Highest sample in dB of full scale: it survives 64 kbit/s and stays above those −30.1 dB (measured)."""

MIN_LENGTH = SAMPLE_RATE // 10
"""Samples; no player takes less for silence."""

MAX_LENGTH = 20 * SAMPLE_RATE
"""Samples in one clip, so that a long hold needs no more memory than a short one."""

_VERSION = "1"


def synthesise(length: int) -> bytes:
    """So many samples of it, rising and falling softly: 16-bit little-endian mono PCM at 24 kHz."""
    import numpy as np

    from voiceguide.audio import samples

    wave = np.sin(2 * np.pi * FREQUENCY_HZ / SAMPLE_RATE * np.arange(length))
    return samples.to_pcm(samples.fade_edges(samples.db_to_amplitude(PEAK_DBFS) * wave))


def cache_inputs(length: int) -> dict[str, str]:
    """All that shapes it, for its cache key."""
    return {"hush": f"{_VERSION} {length} {FREQUENCY_HZ} {PEAK_DBFS}", **installed_versions("numpy")}
