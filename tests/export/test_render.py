from __future__ import annotations

import random
import re
import subprocess
import sys
import wave
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import soundfile
from mutagen.id3 import ID3

from voiceguide import units
from voiceguide.errors import FileError, RequestError, ScriptError, VoiceError
from voiceguide.export import file_tags
from voiceguide.export.formats import suffix_list
from voiceguide.export.render import RenderedFile, render
from voiceguide.export.session import lay_out_session
from voiceguide.files.cache import Cache
from voiceguide.plan.options import Choices
from voiceguide.plan.parsers import parse_hold, parse_length
from voiceguide.score.timeline_json import timeline_to_dict
from voiceguide.speech import engines
from voiceguide.speech.silent import SilentVoice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voiceguide.speech.phrases import Phrase

SILENT = Choices(voice="silent")


class FailingVoice(SilentVoice):
    """Silent voice that fails on phrases that contain a text, by default on every phrase."""

    def __init__(self, cannot: str = "") -> None:
        self.unspeakable = cannot
        self.closed = False

    def record(self, cue: Sequence[Phrase]) -> tuple[bytes, ...]:
        if any(self.unspeakable in phrase.text for phrase in cue):
            raise VoiceError("The engine is hoarse.")
        return super().record(cue)

    def close(self) -> None:
        self.closed = True


def use_voice(voice: SilentVoice, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(engines, "open_voice", lambda _wanted, _manner: voice)


def render_shrug(
    shrug: Path, name: str = "shrug.mp3", options: Choices = SILENT, store: Cache | None = None
) -> RenderedFile:
    return render(str(shrug), options, shrug.parent / name, cache=store)


def count_samples(path: Path) -> int:
    """Return the number of samples that libsndfile plays."""
    with soundfile.SoundFile(path) as file:
        assert (file.samplerate, file.channels) == (units.SAMPLE_RATE, 1)
        return sum(len(block) for block in file.blocks(blocksize=1 << 16, dtype="int16"))


@pytest.mark.parametrize("name", ["shrug.mp3", "shrug.wav"])
def test_bytes_are_the_same_with_empty_and_full_cache(
    shrug: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shrug.parent
    first = render_shrug(shrug, name, store=Cache(folder / "1")).path.read_bytes()
    assert render_shrug(shrug, name, store=Cache(folder / "2")).path.read_bytes() == first
    use_voice(FailingVoice(), monkeypatch)
    assert render_shrug(shrug, name, store=Cache(folder / "1")).path.read_bytes() == first


def test_bytes_are_the_same_when_cache_is_damaged(shrug: Path) -> None:
    root = shrug.parent / "store"
    first = render_shrug(shrug, store=Cache(root)).path.read_bytes()
    for number, path in enumerate(path for path in root.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        path.write_bytes((b"", whole[:-1], whole[:60] + b"?" + whole[61:], b"a stranger")[number % 4])
    assert render_shrug(shrug, store=Cache(root)).path.read_bytes() == first


@pytest.mark.parametrize("length", ["7:00", "10:00", "12:30", "9:59"])
def test_the_default_session_lasts_as_long_as_asked_to_the_sample(tmp_path: Path, length: str) -> None:
    wanted = parse_length(length)
    done = render(choices=Choices(voice="silent", length=wanted), output=tmp_path / "session.mp3")
    assert done.laid_out_session.timeline.length == wanted
    assert count_samples(done.path) == wanted
    assert done.size == done.path.stat().st_size


def test_without_a_length_a_session_lasts_whole_seconds_and_plays_them(shrug: Path) -> None:
    length = render_shrug(shrug).laid_out_session.timeline.length
    assert length % units.SAMPLE_RATE == 0
    assert count_samples(shrug.parent / "shrug.mp3") == length


def test_a_wav_has_the_planned_samples_and_the_same_timeline(shrug: Path) -> None:
    mp3, wav = render_shrug(shrug), render_shrug(shrug, "shrug.WAV")
    assert timeline_to_dict(wav.laid_out_session.timeline) == timeline_to_dict(mp3.laid_out_session.timeline)
    with wave.open(str(wav.path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (24000, 1, 2)
        assert file.getnframes() == mp3.laid_out_session.timeline.length
        samples = file.readframes(file.getnframes())
    for event in wav.laid_out_session.timeline.events:
        assert any(samples[2 * event.start : 2 * event.end]) == (event.sound is not None)


def test_any_range_of_a_rendering_is_the_same_slice_of_the_file(shrug: Path) -> None:
    whole, rendering = render_shrug(shrug).path.read_bytes(), lay_out_session(str(shrug), SILENT).mp3_file()
    assert rendering.size == len(whole)
    chance = random.Random(7)
    for _ in range(1000):
        start, stop = sorted(chance.choices(range(len(whole) + 1), k=2))
        assert b"".join(rendering.read(start, stop)) == whole[start:stop]


def test_rendered_timeline_is_the_one_show_prints(shrug: Path) -> None:
    assert lay_out_session(str(shrug), SILENT).timeline == render_shrug(shrug).laid_out_session.timeline


def test_the_tag_has_title_chapters_and_what_the_listener_must_know(shrug: Path) -> None:
    done = render_shrug(shrug, options=Choices(voice="silent", overrides=(parse_hold("shrug=25s"),)))
    length = units.format_clock(done.laid_out_session.timeline.length)
    tag = ID3(done.path)  # type: ignore[no-untyped-call]  # mutagen is typed in parts
    frames: Callable[[str], list[Any]] = tag.getall
    assert str(tag["TIT2"]) == "Shrug"
    chapters = [(frame.start_time, frame.end_time, str(frame.sub_frames["TIT2"])) for frame in frames("CHAP")]
    assert chapters == [
        (chapter.start * 1000 // 24000, chapter.end * 1000 // 24000, chapter.title)
        for chapter in done.laid_out_session.timeline.chapters
    ]
    assert "Shrug" in [title for _, _, title in chapters]
    (comment,) = frames("COMM")
    performance = done.laid_out_session
    said = file_tags.comment(performance.timeline, performance.plan, performance.voice_name)
    assert comment.text == [said]
    assert comment.text[0].startswith(f"{length}, voice silent:hum.")
    assert "Shrug: hold 25s." in comment.text[0]
    assert "trim-silence off" in comment.text[0]


def test_file_contains_no_timestamp(shrug: Path) -> None:
    assert str(ID3(render_shrug(shrug).path)["TDRC"]) == f"{file_tags.RELEASE_YEAR}-01-01"  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(("cannot", "line"), [("Let them drop", "11:5"), ("Sit tall", "7:1")])
def test_an_engine_that_fails_on_one_cue_names_it_and_leaves_the_old_file(
    shrug: Path, monkeypatch: pytest.MonkeyPatch, cannot: str, line: str
) -> None:
    (shrug.parent / "shrug.mp3").write_bytes(b"an old file of voiceguide")
    voice = FailingVoice(cannot)
    use_voice(voice, monkeypatch)
    with pytest.raises(VoiceError) as failed:
        render_shrug(shrug, store=Cache(shrug.parent / "store"))
    assert str(failed.value) == f"{shrug}:{line}: “{cannot}.”: The engine is hoarse."
    assert voice.closed
    assert (shrug.parent / "shrug.mp3").read_bytes() == b"an old file of voiceguide"
    assert sorted(path.name for path in shrug.parent.iterdir()) == ["shrug.md", "shrug.mp3", "store"]


def test_voice_is_closed_after_the_last_clip(shrug: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voice = FailingVoice("nothing of this")
    use_voice(voice, monkeypatch)
    render_shrug(shrug)
    assert voice.closed


def test_without_an_output_the_session_names_the_file_in_a_folder_that_is_made(
    shrug: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shrug.parent)
    assert render("shrug.md", SILENT).path == Path("output/shrug.mp3")
    assert count_samples(Path("output/shrug.mp3")) > 0


@pytest.mark.parametrize("name", ["shrug.aac", "shrug", "mp3", "shrug.mp3.txt", "shrug.md", ""])
def test_any_other_kind_of_file_is_refused_before_anything_is_spoken(
    shrug: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(shrug.parent)
    script = shrug.read_bytes()
    use_voice(FailingVoice(), monkeypatch)
    with pytest.raises(RequestError, match=re.escape(f"must end in {suffix_list()}")):
        render("shrug.md", SILENT, Path(name))
    assert list(Path().iterdir()) == [Path("shrug.md")]
    assert shrug.read_bytes() == script


@pytest.mark.parametrize("name", ["folder.mp3", "missing/x.mp3", "shrug.md/x.mp3", "x" * 300 + ".mp3"])
def test_a_file_that_cannot_be_written_is_named_with_the_reason(
    shrug: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(shrug.parent)
    Path("folder.mp3").mkdir()
    if len(name) < 255:  # then the error is reported before a voice is loaded
        use_voice(FailingVoice(), monkeypatch)
    with pytest.raises(FileError) as failed:
        render("shrug.md", SILENT, Path(name), cache=Cache(Path("store")))
    assert str(failed.value).startswith(f"{name} cannot be written: ")
    assert str(failed.value).endswith(" Choose another place with -o.")
    assert [path for path in Path().iterdir() if path.is_file()] == [Path("shrug.md")]
    assert not list(Path("folder.mp3").iterdir())


def test_render_refuses_to_overwrite_its_music(shrug: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    music = shrug.with_name("music.wav")
    music.write_bytes(b"a file of theirs")
    monkeypatch.chdir(shrug.parent)
    use_voice(FailingVoice(), monkeypatch)
    with pytest.raises(RequestError, match=r"^music\.wav is the music, which would be lost\."):
        render("shrug.md", replace(SILENT, music=str(music)), Path("music.wav"))
    assert music.read_bytes() == b"a file of theirs"


def test_a_script_with_a_problem_leaves_no_file(shrug: Path) -> None:
    shrug.write_text(shrug.read_text("utf-8").replace("- hold", "- hodl"), encoding="utf-8")
    with pytest.raises(ScriptError, match=r"shrug\.md:9:"):
        render_shrug(shrug)
    assert list(shrug.parent.iterdir()) == [shrug]


def test_concurrent_renders_of_one_file_leave_a_whole_file(shrug: Path) -> None:
    alone = render_shrug(shrug, "alone.mp3").path.read_bytes()
    command = [
        sys.executable,
        "-m",
        "voiceguide",
        "render",
        str(shrug),
        "--voice",
        "silent",
        "-o",
        "both.mp3",
    ]
    with ExitStack() as stack:
        both = [
            stack.enter_context(subprocess.Popen(command, cwd=shrug.parent, stderr=subprocess.PIPE))
            for _ in range(2)
        ]
        for program in both:
            _, said = program.communicate()
            assert program.returncode == 0, said
    assert (shrug.parent / "both.mp3").read_bytes() == alone
    assert sorted(path.name for path in shrug.parent.iterdir()) == ["alone.mp3", "both.mp3", "shrug.md"]


def test_notes_report_unwritable_cache(shrug: Path) -> None:
    done = render_shrug(shrug, store=Cache(shrug / "below a file"))
    assert done.notes == (
        f"{shrug / 'below a file'} cannot be written, so the next rendering is no quicker.",
    )
    assert render_shrug(shrug).notes == ()
