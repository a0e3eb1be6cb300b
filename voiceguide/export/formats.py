"""Table of output formats; everything that names or describes a format is derived from it.

MP3 and WAV are written by voiceguide itself, the others by FFmpeg.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Storage(StrEnum):
    """Way in which a file carries chapters or a cover."""

    ABSENT = "absent"
    NATIVE = "native"
    COMMENT = "comment"
    """Encoded in a Vorbis comment, which FFmpeg leaves to its caller."""


@dataclass(frozen=True, slots=True, eq=False)
class AudioFormat:
    """Kind of audio file.

    suffix           end of the file's name, with its dot, in lower case
    media_type       MIME type, for browsers
    summary          sentence about its use, for people
    chapters, cover  their storage
    has_words        whether the file carries the transcript
    muxer            FFmpeg's name of the container; "" if voiceguide writes the file itself
    encoder_options  FFmpeg's options for the audio stream
    """

    suffix: str
    media_type: str
    summary: str
    chapters: Storage
    cover: Storage
    has_words: bool
    muxer: str = ""
    encoder_options: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Suffix without its dot, as the option --format takes it."""
        return self.suffix.removeprefix(".")


MP3 = AudioFormat(
    suffix=".mp3",
    media_type="audio/mpeg",
    summary="Plays on phones and in cars.",
    chapters=Storage.NATIVE,
    cover=Storage.NATIVE,
    has_words=True,
)
"""Default format, stitched from encoded clips; all others are written from samples."""

_ROWS = (
    MP3,
    AudioFormat(
        suffix=".m4a",
        media_type="audio/mp4",
        summary="AAC at 64 kbit/s, for Apple's players.",
        chapters=Storage.NATIVE,
        cover=Storage.NATIVE,
        has_words=True,
        muxer="ipod",
        encoder_options=("-c:a", "aac", "-b:a", "64k"),
    ),
    AudioFormat(
        suffix=".m4b",
        media_type="audio/mp4",
        summary="The same as an audiobook, which players resume where it was left.",
        chapters=Storage.NATIVE,
        cover=Storage.NATIVE,
        has_words=True,
        muxer="ipod",
        encoder_options=("-c:a", "aac", "-b:a", "64k", "-metadata", "media_type=2"),
    ),
    AudioFormat(
        suffix=".ogg",
        media_type="audio/ogg",
        summary="Ogg Vorbis at a constant 48 kbit/s.",
        chapters=Storage.COMMENT,
        cover=Storage.COMMENT,
        has_words=True,
        muxer="ogg",
        # Constant, as some players seek by the size of the file, and silence would take next to nothing of it.
        encoder_options=("-c:a", "libvorbis", "-b:a", "48k", "-minrate", "48k", "-maxrate", "48k"),
    ),
    AudioFormat(
        suffix=".flac",
        media_type="audio/flac",
        summary="Lossless, with all metadata.",
        chapters=Storage.COMMENT,
        cover=Storage.NATIVE,
        has_words=True,
        muxer="flac",
        encoder_options=("-c:a", "flac"),
    ),
    AudioFormat(
        suffix=".wav",
        media_type="audio/wav",
        summary="Lossless samples, for editing; metadata in an ID3 tag.",
        chapters=Storage.NATIVE,
        cover=Storage.NATIVE,
        has_words=True,
    ),
)

FORMATS = {row.suffix: row for row in _ROWS}
"""Output formats by suffix, the default first."""


def format_names() -> tuple[str, ...]:
    """Return the names that --format takes."""
    return tuple(row.name for row in FORMATS.values())


def suffix_list() -> str:
    """Return all suffixes for a sentence: “.mp3, .ogg or .wav”."""
    return _join_or(tuple(FORMATS))


def name_list() -> str:
    """Return all names for a sentence: “mp3, ogg or wav”."""
    return _join_or(format_names())


def _join_or(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def format_table() -> str:
    """Return the table of formats in Markdown, for the documentation."""
    lines = ["| format | chapters | cover | words | written by | use |", "|---|---|---|---|---|---|"]
    for row in FORMATS.values():
        cells = (
            f"`{row.name}`",
            *("no" if storage is Storage.ABSENT else "yes" for storage in (row.chapters, row.cover)),
            "yes" if row.has_words else "no",
            "FFmpeg" if row.muxer else "voiceguide",
            row.summary,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
