"""Read WAV files through pydub, which no other module imports, and write them with their metadata.

pydub parses and converts. Work on single samples is done on arrays (`voiceguide.audio.samples`): pydub counts in
milliseconds, so its silences and slices truncate, and each `+` copies both operands. It would also hold a whole
session in memory to write it.
"""

from __future__ import annotations

import struct
import warnings
from typing import TYPE_CHECKING, BinaryIO

from voiceguide.audio.mp3.id3_writer import encode_tag
from voiceguide.audio.samples import Samples, from_pcm
from voiceguide.errors import AudioError
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.audio.mp3.id3_writer import Tags

with warnings.catch_warnings():
    # pydub warns of a missing ffmpeg, which WAV never needs, of its own old-style escapes, and of audioop.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

_SAMPLE_BYTES = 2
_PCM_FORMAT = struct.pack("<2H2I2H", 1, 1, SAMPLE_RATE, SAMPLE_RATE * _SAMPLE_BYTES, _SAMPLE_BYTES, 16)
"""Body of the chunk “fmt ”: PCM, mono, rates of samples and bytes, bytes and bits of a sample."""

_MAX_RIFF_BYTES = 0xFFFFFFFF

_SPEECH_RATES = range(8_000, 192_001)
"""Sample rates in Hz that are accepted for speech."""


def read_wav(data: bytes) -> tuple[Samples, int]:
    """Decode a WAV file of integer PCM → (mono samples at 16 bits, sample rate in Hz).

    Channels are averaged. Raise AudioError if `data` is not such a file, ends within a sample, or has a sample
    rate outside 8-192 kHz.
    """
    try:
        # Not `from_file`, which hands a file that it cannot read to ffmpeg.
        segment = AudioSegment(data).set_channels(1).set_sample_width(2)
        samples = from_pcm(segment.raw_data)
    except Exception as error:  # pydub's parser raises exceptions of many types
        raise AudioError(f"The voice did not write a complete PCM WAV file: {error}.") from error
    if segment.frame_rate not in _SPEECH_RATES:
        raise AudioError(
            f"The voice wrote {segment.frame_rate} samples a second, which is not a rate of speech."
        )
    return samples, segment.frame_rate


def write_wav(file: BinaryIO, chunks: Iterable[bytes], tags: Tags) -> None:
    """Write chunks of 16-bit little-endian mono PCM at 24 kHz, `tags.length` samples in all, as one WAV file.

    The tags follow the samples: as a list of texts (INFO), and as an ID3 tag with chapters, words and cover. Memory is
    bounded by the size of a chunk. Raise AudioError if the samples are more or fewer, or too many for a WAV file
    (24 hours). OSError is not translated.
    """
    data_size = tags.length * _SAMPLE_BYTES
    info = b"".join(_riff_chunk(name, text.encode() + b"\0") for name, text in _info_texts(tags) if text)
    trailer = _riff_chunk(b"LIST", b"INFO" + info) + _riff_chunk(
        b"id3 ", encode_tag(tags, has_seek_table=False)
    )
    header = (
        b"WAVE"
        + _riff_chunk(b"fmt ", _PCM_FORMAT)
        + struct.pack("<4sI", b"data", min(data_size, _MAX_RIFF_BYTES))
    )
    riff_size = len(header) + data_size + len(trailer)
    if riff_size > _MAX_RIFF_BYTES:
        raise AudioError("The session is too long for a WAV file. Choose FLAC, or a shorter length.")
    file.write(struct.pack("<4sI", b"RIFF", riff_size) + header)
    written = 0
    for chunk in chunks:
        file.write(chunk)
        written += len(chunk)
    if written != data_size:
        raise AudioError(
            f"The session has {written // _SAMPLE_BYTES} samples and {tags.length} were planned. "
            "This is a bug in voiceguide; please report it."
        )
    file.write(trailer)


def _riff_chunk(name: bytes, body: bytes) -> bytes:
    """Return a chunk, padded to an even length (Microsoft, “Multimedia Programming Interface”, 1991)."""
    return struct.pack("<4sI", name, len(body)) + body + bytes(len(body) % 2)


def _info_texts(tags: Tags) -> tuple[tuple[bytes, str], ...]:
    return (
        (b"INAM", tags.title),
        (b"IART", tags.artist),
        (b"IPRD", tags.album),
        (b"ICRD", str(tags.year)),
        (b"IGNR", "Speech"),
        (b"ICMT", tags.comment),
        (b"ISFT", tags.software),
    )
