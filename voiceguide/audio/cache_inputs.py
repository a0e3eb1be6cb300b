"""Inputs of cache keys: everything besides words and voice that shapes a clip, found without numpy or an encoder."""

from __future__ import annotations

from voiceguide.audio import settings, tone_table
from voiceguide.audio.mp3 import frames
from voiceguide.errors import AudioError
from voiceguide.versions import installed_version, installed_versions

REINSTALL_HINT = "Install it again: pip install --force-reinstall lameenc"


def mastering_inputs() -> dict[str, str]:
    """Return each setting of mastering, and the versions of libraries."""
    constants = {name: str(value) for name, value in vars(settings).items() if name.isupper()}
    return constants | installed_versions("numpy", "pydub", "soxr")


def tone_inputs(name: str, chime: str = "bowl", delay: int = 0) -> dict[str, str]:
    """Return everything that shapes a tone: pattern, chime, delay, settings and versions."""
    pattern = f"{tone_table.tone_for_chime(name, chime)} {tone_table.CHIMES[chime]}"
    tone = {"tone": pattern, "synthesis": str(tone_table.SYNTHESIS_VERSION)}
    return mastering_inputs() | tone | ({"delay": str(delay)} if delay else {})


def encoder_inputs() -> dict[str, str]:
    """Return everything but the samples that shapes a clip's frames. Raise AudioError if lameenc is not installed."""
    version = installed_version("lameenc")
    if version == "none":
        raise AudioError(f"The MP3 encoder lameenc is not installed. {REINSTALL_HINT}")
    return {
        "encoder": f"lameenc {version}",
        "bitrate": str(frames.BITRATE_KBPS),
        "quality": str(frames.LAME_QUALITY),
    }
