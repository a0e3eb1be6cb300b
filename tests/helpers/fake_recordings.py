"""Recordings made for tests."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from voiceguide.speech import recording
from voiceguide.speech.phrases import Phrase

if TYPE_CHECKING:
    from voiceguide.speech.voice import Voice


def square_tone(seconds: float, rate: int = 8000, peak: int = 6000) -> bytes:
    """Return a WAV file of a square tone that sounds from its first sample to its last."""
    return recording.encode_wav(
        rate, array("h", (peak if i % 20 < 10 else -peak for i in range(round(seconds * rate)))).tobytes()
    )


def aiff_file(samples: list[int], rate: int = 22050, compression: bytes = b"") -> bytes:
    """Return an AIFF file, or AIFF-C with `kind` as its compression, of mono 16-bit samples."""
    order = "little" if compression == b"sowt" else "big"
    exponent = rate.bit_length() - 1
    rate_bytes = (16383 + exponent).to_bytes(2) + (rate << (63 - exponent)).to_bytes(8)
    common_chunk = (
        (1).to_bytes(2)
        + len(samples).to_bytes(4)
        + (16).to_bytes(2)
        + rate_bytes
        + (compression and compression + b"\0\0")
    )
    pcm = b"".join(sample.to_bytes(2, order, signed=True) for sample in samples)  # type: ignore[arg-type]
    chunks = b"".join(
        name + len(body).to_bytes(4) + body + b"\0" * (len(body) % 2)
        for name, body in ((b"FVER", b"odd"), (b"COMM", common_chunk), (b"SSND", bytes(8) + pcm))
    )
    return b"FORM" + (4 + len(chunks)).to_bytes(4) + (b"AIFC" if compression else b"AIFF") + chunks


def record_phrase(voice: Voice, text: str) -> bytes:
    """Record one phrase alone."""
    (wav,) = voice.record((Phrase(text, 0),))
    return wav
