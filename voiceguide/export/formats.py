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
from voiceguide.errors import SoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.audio.mp3.id3 import Tags


@dataclass(frozen=True, slots=True)
class Format:
    """How ffmpeg is asked for it: encoder and muxer.

    `pictures` tells whether a cover is a stream of its own, else a comment; `commented` whether chapters
    are comments too, which ffmpeg leaves to us.
    """

    ending: str
    encoder: tuple[str, ...]
    muxer: str
    pictures: bool = True
    commented: bool = False


FORMATS = {
    ".m4a": Format(".m4a", ("-c:a", "aac", "-b:a", "64k"), "ipod"),
    ".ogg": Format(".ogg", ("-c:a", "libvorbis", "-q:a", "3"), "ogg", pictures=False, commented=True),
    ".flac": Format(".flac", ("-c:a", "flac"), "flac", commented=True),
}

_FRONT_COVER = 3  # as in ID3's APIC; the layout is that of FLAC's PICTURE block


def write(file: BinaryIO, kind: Format, pcm: Iterable[bytes], tags: Tags) -> None:
    """Samples (16-bit little-endian mono at 24 kHz), in chunks, as a file that plays exactly as many.

    Memory is bounded by a chunk. Raises SoundError where ffmpeg is missing or fails.
    """
    with tempfile.TemporaryDirectory(prefix="voiceguide-") as name:
        folder = Path(name)
        (folder / "told").write_text("".join(_told(kind, tags)), encoding="utf-8", newline="\n")
        made = folder / f"made{kind.ending}"
        _converted(_command(kind, folder, tags, made), pcm)
        with made.open("rb") as whole:
            shutil.copyfileobj(whole, file)


def ffmpeg() -> str:
    """The path of the system's ffmpeg, else of the one that imageio-ffmpeg brings. Raises SoundError."""
    if found := shutil.which("ffmpeg"):
        return found
    try:
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError) as error:
        raise SoundError(
            'This format needs ffmpeg: pip install "voiceguide[formats]", or install ffmpeg itself. '
            "MP3 and WAV need nothing."
        ) from error


def _command(kind: Format, folder: Path, tags: Tags, made: Path) -> list[str]:
    command = [ffmpeg(), "-nostdin", "-v", "error", "-f", "s16le", "-ar", str(units.RATE), "-ac", "1"]
    command += ["-i", "pipe:0", "-f", "ffmetadata", "-i", str(folder / "told")]
    maps = ["-map", "0:a", "-map_metadata", "1", "-map_chapters", "-1" if kind.commented else "1"]
    if tags.cover and kind.pictures:
        (folder / "cover.jpg").write_bytes(tags.cover)
        command += ["-i", str(folder / "cover.jpg")]
        maps += ["-map", "2:v", "-c:v", "copy", "-disposition:v", "attached_pic"]
    # Nothing in the file that depends on the day or on the version of ffmpeg's muxer.
    exactly = ["-fflags", "+bitexact", "-flags:a", "+bitexact", "-threads", "1"]
    return [*command, *maps, *kind.encoder, *exactly, "-f", kind.muxer, "-y", str(made)]


def _converted(command: list[str], pcm: Iterable[bytes]) -> None:
    with subprocess.Popen(  # noqa: S603 - our own arguments, and a file of ours
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        try:
            if process.stdin:
                _pour(process.stdin, pcm)
            said = process.stderr.read() if process.stderr else b""
            code = process.wait()
        except BaseException:
            process.kill()
            raise
    if code:
        reason = said.decode(errors="replace").strip().partition("\n")[0]
        raise SoundError(f"ffmpeg could not write this format: {reason or f'it ended with {code}'}.")


def _pour(stdin: IO[bytes], pcm: Iterable[bytes]) -> None:
    with suppress(BrokenPipeError):  # then ffmpeg has ended early, and says why
        for chunk in pcm:
            stdin.write(chunk)
    with suppress(BrokenPipeError):
        stdin.close()


def _told(kind: Format, tags: Tags) -> Iterator[str]:
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
    if kind.commented:
        for number, chapter in enumerate(tags.chapters):
            fields[f"CHAPTER{number:03}"] = _clock(chapter.start)
            fields[f"CHAPTER{number:03}NAME"] = chapter.title
    if tags.cover and not kind.pictures:
        fields["METADATA_BLOCK_PICTURE"] = base64.b64encode(_picture(tags.cover)).decode("ascii")
    yield from (f"{name}={_escaped(text)}\n" for name, text in fields.items() if text)
    if not kind.commented:
        for chapter in tags.chapters:
            yield f"[CHAPTER]\nTIMEBASE=1/{units.RATE}\nSTART={chapter.start}\nEND={chapter.end}\n"
            yield f"title={_escaped(chapter.title)}\n"


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "=;#\\\n" else letter for letter in text)


def _clock(position: int) -> str:
    """hh:mm:ss.sss, rounded down: a jump to a chapter must not land behind its first sound."""
    seconds, thousandths = divmod(position * 1000 // units.RATE, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{thousandths:03}"


def _picture(jpeg: bytes) -> bytes:
    """A FLAC PICTURE block, as Ogg keeps it in a comment (xiph.org: METADATA_BLOCK_PICTURE)."""
    kind = b"image/jpeg"
    head = struct.pack(">2I", _FRONT_COVER, len(kind)) + kind + struct.pack(">I", 0)
    width, height = _size(jpeg)
    return head + struct.pack(">5I", width, height, 24, 0, len(jpeg)) + jpeg


def _size(jpeg: bytes) -> tuple[int, int]:
    """Width and height, out of the frame header of a baseline JPEG (ITU-T T.81, B.2.2)."""
    at = jpeg.find(b"\xff\xc0")
    height, width = struct.unpack(">2H", jpeg[at + 5 : at + 9])
    return width, height
