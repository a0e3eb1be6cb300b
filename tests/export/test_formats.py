from __future__ import annotations

import base64
import json
import re
import shutil
import struct
import subprocess
import sys
import wave
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mutagen
import pytest
from mutagen import flac

from tests.helpers import external_tools
from tests.helpers.program import run_program
from voiceguide.audio.mp3.id3_writer import TagChapter, Tags
from voiceguide.errors import AudioError
from voiceguide.export import ffmpeg, formats
from voiceguide.export.render import render
from voiceguide.plan.options import Choices
from voiceguide.share import content

if TYPE_CHECKING:
    from voiceguide.export.session import LaidOutSession

KINDS = [row.name for row in formats.FORMATS.values() if row.muxer]


@pytest.fixture(scope="module", params=KINDS)
def session_file(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, LaidOutSession]:
    """Return the file of a session in one format, and the session."""
    external_tools.require_program("ffmpeg")
    path = tmp_path_factory.mktemp("formats") / f"session.{request.param}"
    done = render("settle", Choices(voice="silent"), path)
    return path, done.laid_out_session


def probe(path: Path, *options: str) -> Any:  # noqa: ANN401 - JSON
    command = [external_tools.require_program("ffprobe"), "-v", "error", *options, "-of", "json", str(path)]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


@pytest.mark.judge
def test_file_decodes_to_the_planned_samples(session_file: tuple[Path, LaidOutSession]) -> None:
    path, performance = session_file
    # The newest: older ones leave the last frame of AAC whole, whatever the file says.
    decoder = external_tools.require_package("imageio_ffmpeg").get_ffmpeg_exe()
    command = [str(decoder), "-v", "error", "-xerror", "-i", str(path), "-map", "0:a", "-f", "s16le", "-"]
    ran = subprocess.run(command, check=True, capture_output=True)
    assert ran.stderr == b""
    (sound,) = probe(path, "-select_streams", "a", "-show_entries", "stream=sample_rate")["streams"]
    rate = int(sound["sample_rate"])  # Opus has 48 kHz, whatever it was made from
    assert len(ran.stdout) * 24_000 == 2 * performance.timeline.length * rate


@pytest.mark.judge
def test_file_has_length_and_chapters_of_the_plan(session_file: tuple[Path, LaidOutSession]) -> None:
    path, performance = session_file
    told = probe(path, "-show_chapters", "-show_entries", "stream=codec_type,duration")
    (sound,) = [stream for stream in told["streams"] if stream["codec_type"] == "audio"]
    # The duration of Opus includes its first 6.5 ms, which no player plays.
    tolerance = 0.007 if path.suffix == ".opus" else 1e-6
    assert float(sound["duration"]) == pytest.approx(performance.timeline.length / 24_000, abs=tolerance)
    found = [(chapter["tags"]["title"], float(chapter["start_time"])) for chapter in told["chapters"]]
    wanted = [(chapter.title, chapter.start / 24_000) for chapter in performance.timeline.chapters]
    assert [title for title, _ in found] == [title for title, _ in wanted]
    # In an MP4 the first chapter begins with the file.
    for (_, start), (_, planned) in zip(found, wanted, strict=True):
        assert start == pytest.approx(planned, abs=0.0251)


def test_file_has_tags_and_cover(session_file: tuple[Path, LaidOutSession]) -> None:
    path, performance = session_file
    file: Any = mutagen.File(path)
    title = file["\xa9nam"] if path.suffix in {".m4a", ".m4b"} else file["title"]
    assert title == [performance.timeline.title]
    cover = performance.tags().cover
    if path.suffix in {".m4a", ".m4b"}:
        assert bytes(file["covr"][0]) == cover
    elif path.suffix == ".flac":
        assert (file.pictures[0].data, file.pictures[0].type) == (cover, 3)  # a front cover
    else:
        block = base64.b64decode(file["metadata_block_picture"][0])
        picture = flac.Picture(block)  # type: ignore[no-untyped-call]
        assert (picture.data, picture.mime, picture.width) == (cover, "image/jpeg", 600)


def test_a_moment_of_an_ogg_file_is_where_its_bytes_are_proportionally(tmp_path: Path) -> None:
    external_tools.require_program("ffmpeg")
    data = render("desk-break", Choices(voice="silent"), tmp_path / "a.ogg").path.read_bytes()
    # Each page has its last sample and begins with “OggS” (RFC 3533, section 6).
    starts = [found.start() for found in re.finditer(b"OggS", data)]
    pages = [(struct.unpack_from("<q", data, start + 6)[0] / 24_000, start) for start in starts]
    pages = [page for page in pages if page[0] > 0]
    (_, first), (length, last) = pages[0], pages[-1]
    errors = [abs((start - first) / (last - first) * length - seconds) for seconds, start in pages]
    assert max(errors) < 2


def test_flac_loses_nothing(tmp_path: Path, shrug: Path) -> None:
    external_tools.require_program("ffmpeg")
    lossless, wav = (
        render(str(shrug), Choices(voice="silent"), tmp_path / f"a.{kind}") for kind in ("flac", "wav")
    )
    soundfile = external_tools.require_package("soundfile")
    assert soundfile.read(lossless.path, dtype="int16")[0].tobytes() == _wav_samples(wav.path)


def _wav_samples(path: Path) -> bytes:
    with wave.open(str(path)) as file:
        return bytes(file.readframes(file.getnframes()))


def test_the_same_session_has_the_same_bytes(tmp_path: Path) -> None:
    external_tools.require_program("ffmpeg")
    tags = Tags(
        "T = 1; #2", "A", "B", 2026, "eng", 48_000, "C\\d\nnew", "S", chapters=(TagChapter(0, 48_000, "Ö"),)
    )
    for audio_format in filter(lambda row: row.muxer, formats.FORMATS.values()):
        for name in "ab":
            with (tmp_path / name).open("wb") as file:
                ffmpeg.write_file(file, audio_format, [bytes(96_000)], tags)
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
        title = probe(tmp_path / "a", "-show_entries", "format_tags=title:stream_tags=title")
        assert "T = 1; #2" in json.dumps(title)


def test_missing_ffmpeg_is_reported_before_speaking(monkeypatch: pytest.MonkeyPatch, shrug: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    with pytest.raises(AudioError, match=r'pip install "voiceguide\[formats\]"'):
        render(str(shrug), Choices(voice="silent"), shrug.parent / "a.ogg")
    assert list(shrug.parent.iterdir()) == [shrug]


def test_ffmpeg_error_is_reported_and_leaves_no_file(monkeypatch: pytest.MonkeyPatch, shrug: Path) -> None:
    external_tools.require_program("ffmpeg")
    monkeypatch.setitem(
        formats.FORMATS, ".ogg", replace(formats.FORMATS[".ogg"], encoder_options=("-c:a", "no-such"))
    )
    with pytest.raises(AudioError, match=r"ffmpeg could not write this format: .*no-such"):
        render(str(shrug), Choices(voice="silent"), shrug.parent / "a.ogg")
    assert list(shrug.parent.iterdir()) == [shrug]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--format", "mp4"), f"“mp4” is not a format. Choose one of: {', '.join(formats.format_names())}."),
        (("--format", "ogg", "-o", "a.mp3"), "--format ogg and -o a.mp3 differ"),
        (("--format", "ogg", "-o", "-"), "Only an MP3 can be written to standard output"),
    ],
)
def test_unsupported_format_is_refused(shrug: Path, options: tuple[str, ...], told: str) -> None:
    ran = run_program("render", "shrug.md", "--voice", "silent", *options, cwd=shrug.parent)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert told in ran.stderr.decode()


def test_the_format_names_the_file(shrug: Path) -> None:
    run_program("render", "shrug.md", "--voice", "silent", "--format", "WAV", cwd=shrug.parent)
    assert (shrug.parent / "output" / "shrug.wav").read_bytes().startswith(b"RIFF")


OPUS = formats.AudioFormat(
    suffix=".opus",
    media_type="audio/ogg; codecs=opus",
    summary="Opus at 32 kbit/s.",
    chapters=formats.Storage.COMMENT,
    cover=formats.Storage.COMMENT,
    has_words=True,
    muxer="opus",
    encoder_options=("-c:a", "libopus", "-b:a", "32k"),
)

PROGRAM_WITH_OPUS = """
from tests.export.test_formats import OPUS
from voiceguide.export.formats import FORMATS

FORMATS[OPUS.suffix] = OPUS
from voiceguide.cli.main import main

main()
"""


def test_new_row_is_rendered_and_shared(tmp_path: Path, shrug: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    external_tools.require_package("imageio_ffmpeg")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setitem(formats.FORMATS, OPUS.suffix, OPUS)
    path = tmp_path / "session.opus"
    session = render(str(shrug), Choices(voice="silent"), path).laid_out_session
    file: Any = mutagen.File(path)
    assert file.info.length == pytest.approx(session.timeline.length / 24_000, abs=1e-4)
    assert file["title"] == [session.timeline.title]
    assert file["chapter000name"] == [session.timeline.chapters[0].title]
    assert "metadata_block_picture" in file
    with content.open_content(path) as shared:
        assert shared.media_type == OPUS.media_type


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("render", "mp3, m4a, m4b, ogg, flac, wav or opus; by default that of FILE."),
        ("share", "an MP3, M4A, M4B, OGG, FLAC, WAV or OPUS file."),
    ],
)
def test_new_row_is_in_help(command: str, expected: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM_WITH_OPUS, command, "--help"],
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
        text=True,
    )
    assert expected in " ".join(ran.stdout.split())


def test_documentation_has_the_table_of_formats() -> None:
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
    assert formats.format_table() in page
