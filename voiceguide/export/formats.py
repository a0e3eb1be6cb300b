"""The same session as M4A, Ogg or FLAC: its samples go through ffmpeg, with title, words, chapters and cover.

The only door to imageio-ffmpeg. MP3 needs none of this, and is what most phones and cars like best.
"""

from __future__ import annotations

import base64
import shutil
import struct
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

from voiceguide import units
from voiceguide.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.audio.mp3.id3_writer import Tags


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """How ffmpeg is asked for it: encoder and muxer.

    `pictures` tells whether a cover is a stream of its own, else a comment; `commented` whether chapters
    are comments too, which ffmpeg leaves to us.
    """

    suffix: str
    encoder_options: tuple[str, ...]
    muxer: str
    has_cover_stream: bool = True
    has_chapter_comments: bool = False


FORMATS = {
    ".m4a": OutputFormat(".m4a", ("-c:a", "aac", "-b:a", "64k"), "ipod"),
    ".ogg": OutputFormat(
        ".ogg", ("-c:a", "libvorbis", "-q:a", "3"), "ogg", has_cover_stream=False, has_chapter_comments=True
    ),
    ".flac": OutputFormat(".flac", ("-c:a", "flac"), "flac", has_chapter_comments=True),
}

_FRONT_COVER_TYPE = 3  # as in ID3's APIC; the layout is that of FLAC's PICTURE block


def write_with_ffmpeg(file: BinaryIO, output_format: OutputFormat, pcm: Iterable[bytes], tags: Tags) -> None:
    """Samples (16-bit little-endian mono at 24 kHz), in chunks, as a file that plays exactly as many.

    Memory is bounded by a chunk. Raises SoundError where ffmpeg is missing or fails.
    """
    with tempfile.TemporaryDirectory(prefix="voiceguide-") as folder_name:
        folder = Path(folder_name)
        (folder / "told").write_text(
            "".join(_metadata_lines(output_format, tags)), encoding="utf-8", newline="\n"
        )
        output = folder / f"made{output_format.suffix}"
        _run_ffmpeg(_ffmpeg_command(output_format, folder, tags, output), pcm)
        with output.open("rb") as result:
            shutil.copyfileobj(result, file)


def ffmpeg_path() -> str:
    """The path of the system's ffmpeg, else of the one that imageio-ffmpeg brings. Raises SoundError."""
    if path := shutil.which("ffmpeg"):
        return path
    try:
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError) as error:
        raise AudioError(
            'This format needs ffmpeg: pip install "voiceguide[formats]", or install ffmpeg itself. '
            "MP3 and WAV need nothing."
        ) from error


def _ffmpeg_command(output_format: OutputFormat, folder: Path, tags: Tags, output: Path) -> list[str]:
    command = [
        ffmpeg_path(),
        "-nostdin",
        "-v",
        "error",
        "-f",
        "s16le",
        "-ar",
        str(units.SAMPLE_RATE),
        "-ac",
        "1",
    ]
    command += ["-i", "pipe:0", "-f", "ffmetadata", "-i", str(folder / "told")]
    maps = [
        "-map",
        "0:a",
        "-map_metadata",
        "1",
        "-map_chapters",
        "-1" if output_format.has_chapter_comments else "1",
    ]
    if tags.cover and output_format.has_cover_stream:
        (folder / "cover.jpg").write_bytes(tags.cover)
        command += ["-i", str(folder / "cover.jpg")]
        maps += ["-map", "2:v", "-c:v", "copy", "-disposition:v", "attached_pic"]
    # Nothing in the file that depends on the day or on the version of ffmpeg's muxer.
    bitexact_options = ["-fflags", "+bitexact", "-flags:a", "+bitexact", "-threads", "1"]
    return [
        *command,
        *maps,
        *output_format.encoder_options,
        *bitexact_options,
        "-f",
        output_format.muxer,
        "-y",
        str(output),
    ]


def _run_ffmpeg(command: list[str], pcm: Iterable[bytes]) -> None:
    with subprocess.Popen(  # noqa: S603 - our own arguments, and a file of ours
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        try:
            if process.stdin:
                _write_pcm(process.stdin, pcm)
            error_output = process.stderr.read() if process.stderr else b""
            exit_code = process.wait()
        except BaseException:
            process.kill()
            raise
    if exit_code:
        reason = error_output.decode(errors="replace").strip().partition("\n")[0]
        raise AudioError(f"ffmpeg could not write this format: {reason or f'it ended with {exit_code}'}.")


def _write_pcm(stdin: IO[bytes], pcm: Iterable[bytes]) -> None:
    with suppress(BrokenPipeError):  # then ffmpeg has ended early, and says why
        for chunk in pcm:
            stdin.write(chunk)
    with suppress(BrokenPipeError):
        stdin.close()


def _metadata_lines(output_format: OutputFormat, tags: Tags) -> Iterator[str]:
    """What is in the file besides the sound, in the lines of ffmpeg's FFMETADATA1."""
    yield ";FFMETADATA1\n"
    fields = {
        "title": tags.title,
        "artist": tags.artist,
        "album": tags.album,
        "album_artist": tags.artist,
        "track": str(tags.track or ""),
        "genre": "Speech",
        "date": str(tags.year),
        "comment": tags.comment,
        "lyrics": tags.transcript,
    }
    if output_format.has_chapter_comments:
        for number, chapter in enumerate(tags.chapters):
            fields[f"CHAPTER{number:03}"] = _format_chapter_time(chapter.start)
            fields[f"CHAPTER{number:03}NAME"] = chapter.title
    if tags.cover and not output_format.has_cover_stream:
        fields["METADATA_BLOCK_PICTURE"] = base64.b64encode(_picture_block(tags.cover)).decode("ascii")
    yield from (f"{name}={_escape(text)}\n" for name, text in fields.items() if text)
    if not output_format.has_chapter_comments:
        for chapter in tags.chapters:
            yield f"[CHAPTER]\nTIMEBASE=1/{units.SAMPLE_RATE}\nSTART={chapter.start}\nEND={chapter.end}\n"
            yield f"title={_escape(chapter.title)}\n"


def _escape(text: str) -> str:
    return "".join(f"\\{character}" if character in "=;#\\\n" else character for character in text)


def _format_chapter_time(position: int) -> str:
    """hh:mm:ss.sss, rounded down: a jump to a chapter must not land behind its first sound."""
    seconds, thousandths = divmod(position * 1000 // units.SAMPLE_RATE, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{thousandths:03}"


def _picture_block(jpeg: bytes) -> bytes:
    """A FLAC PICTURE block, as Ogg keeps it in a comment (xiph.org: METADATA_BLOCK_PICTURE)."""
    media_type = b"image/jpeg"
    header = struct.pack(">2I", _FRONT_COVER_TYPE, len(media_type)) + media_type + struct.pack(">I", 0)
    width, height = _jpeg_size(jpeg)
    return header + struct.pack(">5I", width, height, 24, 0, len(jpeg)) + jpeg


def _jpeg_size(jpeg: bytes) -> tuple[int, int]:
    """Width and height, out of the frame header of a baseline JPEG (ITU-T T.81, B.2.2)."""
    offset = jpeg.find(b"\xff\xc0")
    height, width = struct.unpack(">2H", jpeg[offset + 5 : offset + 9])
    return width, height
