"""Conversion of samples to the formats that FFmpeg writes, with title, words, chapters and cover.

The only module that imports imageio-ffmpeg.
"""

from __future__ import annotations

import base64
import shutil
import struct
import subprocess  # starts FFmpeg, without a shell  # nosec B404
from contextlib import suppress
from typing import IO, TYPE_CHECKING, BinaryIO

from voiceguide import units
from voiceguide.errors import AudioError
from voiceguide.export.formats import AudioFormat, Storage
from voiceguide.files.temporary import create_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from voiceguide.audio.mp3.id3_writer import Tags


_FRONT_COVER_TYPE = 3
"""Picture type of a front cover, in ID3's APIC frame and in FLAC's PICTURE block."""

_FLAC_FRONT_COVER = "Cover (front)"
"""Name by which FFmpeg's FLAC muxer knows this type."""

_COVER_NAME = "cover.jpg"
_DECODED_CHUNK_BYTES = 1 << 20
_MISSING_SAMPLES, _EXTRA_SAMPLES = 32, 2048
"""Samples that a whole file may lack or exceed: a resampler rounds, and older decoders do not cut AAC's last frame."""


def write_file(file: BinaryIO, audio_format: AudioFormat, pcm: Iterable[bytes], tags: Tags) -> None:
    """Write chunks of samples (16-bit little-endian mono at 24 kHz) as a file that plays exactly that many samples.

    What FFmpeg wrote is decoded before it is used, because FFmpeg may end with exit code 0 after a failed read or a
    full disk. Memory is bounded by the size of a chunk. Raise AudioError if FFmpeg is missing or fails.
    """
    with create_folder() as folder:
        (folder / "metadata").write_text(
            "".join(_metadata_lines(audio_format, tags)), encoding="utf-8", newline="\n"
        )
        output = folder / f"output{audio_format.suffix}"
        if tags.cover:
            (folder / _COVER_NAME).write_bytes(tags.cover)
        _run_ffmpeg(_ffmpeg_command(audio_format, tags, output.name), folder, pcm)
        _check_length(output, tags.length)
        with output.open("rb") as result:
            shutil.copyfileobj(result, file)


def ffmpeg_path() -> str:
    """Return the path of the system's FFmpeg, else of imageio-ffmpeg's. Raise AudioError if there is none."""
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


def _ffmpeg_command(audio_format: AudioFormat, tags: Tags, output_name: str) -> list[str]:
    """Return the command that writes a file in the current folder; names of files are ours, so none is special."""
    cover_options = []
    cover_maps = []
    if tags.cover and audio_format.cover is Storage.NATIVE:
        cover_options = ["-f", "jpeg_pipe", "-i", _COVER_NAME]
        cover_maps = ["-map", "2:v", "-c:v", "copy", "-disposition:v", "attached_pic"]
        cover_maps += ["-metadata:s:v", f"comment={_FLAC_FRONT_COVER}"]
    return [
        *(ffmpeg_path(), "-nostdin", "-v", "error"),
        *("-f", "s16le", "-ar", str(units.SAMPLE_RATE), "-ac", "1", "-i", "pipe:0"),
        *("-f", "ffmetadata", "-i", "metadata"),
        *cover_options,
        *("-map", "0:a", "-map_metadata", "1"),
        *("-map_chapters", "1" if audio_format.chapters is Storage.NATIVE else "-1"),
        *cover_maps,
        *audio_format.encoder_options,
        # The file must not depend on the date or on the version of FFmpeg's muxer.
        *("-fflags", "+bitexact", "-flags:a", "+bitexact", "-threads", "1"),
        *("-f", audio_format.muxer, "-y", output_name),
    ]


def _run_ffmpeg(command: list[str], folder: Path, pcm: Iterable[bytes]) -> None:
    """Pass samples to FFmpeg. Raise AudioError if it fails, or reports an error although it ends with 0."""
    with subprocess.Popen(  # noqa: S603 - arguments and paths are made here  # nosec B603
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder
    ) as process:
        try:
            if process.stdin:
                _write_pcm(process.stdin, pcm)
            error_output = process.stderr.read() if process.stderr else b""
            exit_code = process.wait()
        except BaseException:
            process.kill()
            raise
    _raise_failure(exit_code, error_output)


def _check_length(path: Path, length: int) -> None:
    """Decode a file, and raise AudioError unless it is whole and has `length` samples at 24 kHz."""
    command = [ffmpeg_path(), "-nostdin", "-v", "error", "-xerror", "-i", path.name, "-map", "0:a"]
    command += ["-f", "s16le", "-ar", str(units.SAMPLE_RATE), "-ac", "1", "pipe:1"]
    size = 0
    with (
        (path.parent / "messages").open("w+b") as messages,
        subprocess.Popen(  # noqa: S603 - arguments and paths are made here  # nosec B603
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=messages, cwd=path.parent
        ) as process,
    ):
        try:
            while process.stdout and (chunk := process.stdout.read(_DECODED_CHUNK_BYTES)):
                size += len(chunk)
            exit_code = process.wait()
        except BaseException:
            process.kill()
            raise
        messages.seek(0)
        _raise_failure(exit_code, messages.read())
    if not -_MISSING_SAMPLES <= size // 2 - length <= _EXTRA_SAMPLES:
        raise AudioError(
            f"ffmpeg wrote {size // 2} of {length} samples. Is the disk of temporary files full? "
            "The variable TMPDIR names another folder for them."
        )


def _raise_failure(exit_code: int, error_output: bytes) -> None:
    if exit_code or error_output.strip():
        reason = error_output.decode(errors="replace").strip().partition("\n")[0]
        raise AudioError(f"ffmpeg could not write this format: {reason or f'it ended with {exit_code}'}.")


def _write_pcm(stdin: IO[bytes], pcm: Iterable[bytes]) -> None:
    with suppress(BrokenPipeError):  # FFmpeg ended early; its exit code and message are reported
        for chunk in pcm:
            stdin.write(chunk)
    with suppress(BrokenPipeError):
        stdin.close()


def _metadata_lines(audio_format: AudioFormat, tags: Tags) -> Iterator[str]:
    """Yield the file's metadata as lines in FFmpeg's format FFMETADATA1."""
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
    if audio_format.chapters is Storage.COMMENT:
        for number, chapter in enumerate(tags.chapters):
            fields[f"CHAPTER{number:03}"] = _format_chapter_time(chapter.start)
            fields[f"CHAPTER{number:03}NAME"] = chapter.title
    if tags.cover and audio_format.cover is Storage.COMMENT:
        fields["METADATA_BLOCK_PICTURE"] = base64.b64encode(_picture_block(tags.cover)).decode("ascii")
    yield from (f"{name}={_escape(text)}\n" for name, text in fields.items() if text)
    if audio_format.chapters is Storage.NATIVE:
        for chapter in tags.chapters:
            yield f"[CHAPTER]\nTIMEBASE=1/{units.SAMPLE_RATE}\nSTART={chapter.start}\nEND={chapter.end}\n"
            yield f"title={_escape(chapter.title)}\n"


def _escape(text: str) -> str:
    return "".join(f"\\{character}" if character in "=;#\\\n" else character for character in text)


def _format_chapter_time(position: int) -> str:
    """Return samples as hh:mm:ss.sss, rounded down so that a jump lands before the chapter's first sound."""
    seconds, thousandths = divmod(position * 1000 // units.SAMPLE_RATE, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{thousandths:03}"


def _picture_block(jpeg: bytes) -> bytes:
    """Return a FLAC PICTURE block for the Ogg comment METADATA_BLOCK_PICTURE (xiph.org, VorbisComment)."""
    media_type = b"image/jpeg"
    header = struct.pack(">2I", _FRONT_COVER_TYPE, len(media_type)) + media_type + struct.pack(">I", 0)
    width, height = _jpeg_size(jpeg)
    return header + struct.pack(">5I", width, height, 24, 0, len(jpeg)) + jpeg


def _jpeg_size(jpeg: bytes) -> tuple[int, int]:
    """Return width and height in pixels from the frame header of a baseline JPEG (ITU-T T.81, B.2.2)."""
    offset = jpeg.find(b"\xff\xc0")
    height, width = struct.unpack(">2H", jpeg[offset + 5 : offset + 9])
    return width, height
