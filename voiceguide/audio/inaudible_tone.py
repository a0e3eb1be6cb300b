"""Inaudible tone in place of silence, so that players that trim silence leave holds at their length.

Such players look at the level only. ExoPlayer, and with it AntennaPod and many others, skips stretches of 100 ms
in which no sample exceeds 1024/32768, which is −30.1 dB (its SilenceSkippingAudioProcessor).
"""

from __future__ import annotations

from voiceguide.units import SAMPLE_RATE
from voiceguide.versions import installed_versions

FREQUENCY_HZ = 25
"""Frequency in Hz, below what the speaker of a phone or an earbud reproduces; subwoofers were not tried."""

PEAK_DBFS = -28.5
"""Peak in dB of full scale: after encoding at 64 kbit/s it is still above −30.1 dB (measured)."""

MIN_LENGTH = SAMPLE_RATE // 10
"""Samples of the shortest tone: no player trims a shorter silence."""

MAX_LENGTH = 20 * SAMPLE_RATE
"""Samples of the longest clip: a long hold is made of several, so that memory is bounded."""

_VERSION = "1"


def synthesise(length: int) -> bytes:
    """Synthesise `length` samples with faded edges: 16-bit little-endian mono PCM at 24 kHz."""
    import numpy as np

    from voiceguide.audio import samples

    wave = np.sin(2 * np.pi * FREQUENCY_HZ / SAMPLE_RATE * np.arange(length))
    return samples.to_pcm(samples.fade_edges(samples.db_to_amplitude(PEAK_DBFS) * wave))


def cache_inputs(length: int) -> dict[str, str]:
    """Return everything that shapes a tone of `length` samples, for its cache key."""
    return {
        "inaudible tone": f"{_VERSION} {length} {FREQUENCY_HZ} {PEAK_DBFS}",
        **installed_versions("numpy"),
    }
