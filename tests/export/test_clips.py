from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest

from voiceguide.audio.mp3 import encode, frames
from voiceguide.errors import Location, RequestError, ScriptError, VoiceError
from voiceguide.export import clips
from voiceguide.export.clip_factory import ClipFactory
from voiceguide.export.clips import ClipEncoding
from voiceguide.files.cache import Cache
from voiceguide.language import fingerprint
from voiceguide.score.items import (
    ChapterStart,
    EventContext,
    Interval,
    Role,
    Say,
    Sound,
    SoundKind,
    TimedSound,
)
from voiceguide.speech.silent import SilentVoice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voiceguide.speech.phrases import Phrase

SIT = Sound(SoundKind.SPEECH, "Sit tall.")
LIFT = Sound(SoundKind.SPEECH, "Lift both shoulders. Keep breathing…")
START = Sound(SoundKind.TONE, "start")
ITEMS = (
    ChapterStart("Shrug", "shrug"),
    Say(SIT, Role.CUE, EventContext(source=Location("shrug.md", 8, 1))),
    Interval(
        480_000,
        Role.HOLD,
        EventContext(source=Location("shrug.md", 10, 1)),
        (TimedSound(0, START, Role.START), TimedSound(9, LIFT, Role.MID, Location("shrug.md", 11, 5))),
    ),
    Say(SIT, Role.CUE, EventContext(source=Location("shrug.md", 12, 1))),
)


@dataclass
class RecordingVoice:
    """Silent voice that records its phrases, with any name, and fails on a phrase that has `unspeakable`."""

    name: str = "silent:hum"
    unspeakable: str = "nothing"
    spoken_phrases: list[str] = field(default_factory=list)
    loaded: Event = field(default_factory=Event)

    @property
    def cache_inputs(self) -> dict[str, str]:
        return {**SilentVoice().cache_inputs, "voice": self.name}

    def load(self) -> None:
        self.loaded.set()

    def record(self, cue: Sequence[Phrase]) -> tuple[bytes, ...]:
        self.spoken_phrases += [phrase.text for phrase in cue]
        if any(self.unspeakable in phrase.text for phrase in cue):
            raise VoiceError("The engine is hoarse.")
        return SilentVoice().record(cue)

    def close(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class CountingCache(Cache):
    """Cache that counts reads and writes by key."""

    read_counts: Counter[str] = field(default_factory=Counter)
    write_counts: Counter[str] = field(default_factory=Counter)

    def read(self, name: str) -> bytes | None:
        self.read_counts[name] += 1
        return Cache.read(self, name)

    def write(self, name: str, content: bytes) -> bool:
        self.write_counts[name] += 1
        return Cache.write(self, name, content)


def test_a_cue_is_spoken_phrase_by_phrase_and_encoded(tmp_path: Path) -> None:
    voice = RecordingVoice()
    booth = ClipFactory(voice, Cache(tmp_path))
    clip = booth.clip(LIFT)
    assert voice.spoken_phrases == ["Lift both shoulders.", "Keep breathing…"]
    assert clip.spoken == "Lift both shoulders. Keep breathing…"
    assert len(booth.data(LIFT)) == frames.clip_frame_count(clip.length) * frames.FRAME_BYTES
    assert clip.span == frames.clip_frame_count(clip.length) * 576


def test_a_tone_has_a_clip_and_no_words(tmp_path: Path) -> None:
    voice = RecordingVoice()
    clip = ClipFactory(voice, Cache(tmp_path)).clip(START)
    assert clip.spoken == ""
    assert clip.length > 0
    assert not voice.spoken_phrases


def test_samples_and_frames_of_a_sound_have_the_same_length_and_span(tmp_path: Path) -> None:
    mp3, pcm = (
        ClipFactory(SilentVoice(), Cache(tmp_path), ClipEncoding.MP3),
        ClipFactory(SilentVoice(), Cache(tmp_path), ClipEncoding.PCM),
    )
    for sound in (SIT, LIFT, START):
        heard, sampled = mp3.clip(sound), pcm.clip(sound)
        assert (sampled.length, sampled.span, sampled.spoken) == (heard.length, heard.span, heard.spoken)
        assert len(pcm.data(sound)) == 2 * sampled.length
        assert encode.encode_clip(pcm.data(sound)) == mp3.data(sound)


def test_each_clip_is_read_from_cache_once(tmp_path: Path) -> None:
    kept = CountingCache(tmp_path)
    voice = RecordingVoice()
    booth = ClipFactory(voice, kept)
    for _ in range(2):
        booth.prepare(ITEMS)
        booth.data(SIT)
    assert Counter(voice.spoken_phrases) == Counter(["Sit tall.", "Lift both shoulders.", "Keep breathing…"])
    assert set(kept.read_counts.values()) == set(kept.write_counts.values()) == {1}
    assert booth.created_count == len(kept.write_counts) == 3


def test_clip_is_not_created_when_it_is_cached(tmp_path: Path) -> None:
    made = ClipFactory(SilentVoice(), Cache(tmp_path))
    made.prepare(ITEMS)
    voice = RecordingVoice(unspeakable="")
    found = ClipFactory(voice, Cache(tmp_path))
    found.prepare(ITEMS)
    assert not voice.spoken_phrases
    assert found.created_count == 0
    for sound in (SIT, LIFT, START):
        assert found.clip(sound) == made.clip(sound)
        assert found.data(sound) == made.data(sound)


def test_spoken_text_comes_from_cache_without_normalisation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = Sound(SoundKind.SPEECH, "Rest for 30 s.")
    made = ClipFactory(SilentVoice(), Cache(tmp_path)).clip(rest)
    assert made.spoken == "Rest for thirty seconds."
    monkeypatch.setattr("voiceguide.language.normalise.normalise_text", None)
    monkeypatch.setattr("voiceguide.language.normalise.unspeakable_reason", None)
    found = ClipFactory(SilentVoice(), Cache(tmp_path))
    found.prepare([Say(rest, Role.CUE, EventContext())])
    assert found.clip(rest) == made


@pytest.mark.parametrize("name", ["language/normalise", "language/numbers", "speech/phrases"])
def test_clips_are_separate_when_normalisation_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    clip = ClipFactory(SilentVoice(), Cache(tmp_path)).clip(SIT)
    room = tmp_path / "voiceguide"
    shutil.copytree(Path(fingerprint.__file__).parents[1], room)
    with (room / f"{name}.py").open("a", encoding="utf-8") as file:
        file.write("# another\n")
    monkeypatch.setattr(fingerprint, "__file__", str(room / "language" / "fingerprint.py"))
    monkeypatch.setattr(fingerprint, "cache_inputs", fingerprint.cache_inputs.__wrapped__)
    other = ClipFactory(SilentVoice(), Cache(tmp_path)).clip(SIT)
    assert other.key != clip.key
    assert other.length == clip.length


def test_voice_is_preloaded_only_when_a_clip_is_missing(tmp_path: Path) -> None:
    first, again = RecordingVoice(), RecordingVoice()
    ClipFactory(first, Cache(tmp_path)).prepare(ITEMS)
    assert first.loaded.wait(10)
    ClipFactory(again, Cache(tmp_path)).prepare(ITEMS)
    assert not again.loaded.is_set()


def test_another_voice_has_clips_of_its_own_and_the_same_tones(tmp_path: Path) -> None:
    ClipFactory(SilentVoice(), Cache(tmp_path)).prepare(ITEMS)
    voice = RecordingVoice(name="silent:other")
    booth = ClipFactory(voice, Cache(tmp_path))
    booth.prepare(ITEMS)
    assert booth.created_count == 2
    assert voice.spoken_phrases


def test_damaged_clip_is_recreated_identically(tmp_path: Path) -> None:
    before = ClipFactory(SilentVoice(), Cache(tmp_path)).clip(SIT)
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert ClipFactory(SilentVoice(), Cache(tmp_path)).clip(SIT) == before
    assert path.read_bytes() == whole


def test_unwritable_cache_is_reported_and_clips_still_work(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    booth = ClipFactory(SilentVoice(), Cache(tmp_path / "file"))
    booth.prepare(ITEMS)
    assert not booth.is_cache_writable
    good = ClipFactory(SilentVoice(), Cache(tmp_path / "store"))
    assert good.data(LIFT) == booth.data(LIFT)
    assert good.is_cache_writable


@pytest.mark.parametrize(
    ("cannot", "told"),
    [
        ("Sit", "shrug.md:8:1: “Sit tall.”: The engine is hoarse."),
        ("Keep", "shrug.md:11:5: “Lift both shoulders. Keep breathing…”: The engine is hoarse."),
    ],
)
def test_a_cue_that_cannot_be_spoken_is_named_at_its_line(tmp_path: Path, cannot: str, told: str) -> None:
    with pytest.raises(VoiceError) as failed:
        ClipFactory(RecordingVoice(unspeakable=cannot), Cache(tmp_path)).prepare(ITEMS)
    assert str(failed.value) == told


def test_words_that_nobody_wrote_are_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match=r"^automatic words: “Sit tall\.”: "):
        ClipFactory(RecordingVoice(unspeakable="Sit"), Cache(tmp_path)).prepare(
            [Say(SIT, Role.GREETING, EventContext())]
        )


def test_progress_is_reported_for_each_created_clip(tmp_path: Path) -> None:
    ClipFactory(SilentVoice(), Cache(tmp_path)).clip(SIT)
    seen: list[tuple[int, int]] = []
    booth = ClipFactory(
        SilentVoice(), Cache(tmp_path), on_progress=lambda ready, wanted: seen.append((ready, wanted))
    )
    booth.prepare(ITEMS)
    booth.prepare(ITEMS)
    assert seen == [(2, 3), (3, 3)]


def test_unspeakable_text_is_reported_at_its_line_before_speaking(tmp_path: Path) -> None:
    voice = RecordingVoice()
    odd = (
        *ITEMS,
        Say(
            Sound(SoundKind.SPEECH, "Relax your 肩."),
            Role.CUE,
            EventContext(source=Location("shrug.md", 14, 3)),
        ),
    )
    with pytest.raises(ScriptError, match=r"shrug\.md:14:3: This has a character that can't be spoken .*肩"):
        ClipFactory(voice, Cache(tmp_path)).prepare(odd)
    assert voice.spoken_phrases == []


def test_unspeakable_title_is_reported(tmp_path: Path) -> None:
    titled = (Say(Sound(SoundKind.SPEECH, "Next, nod 日本."), Role.NEXT, EventContext()),)
    with pytest.raises(RequestError, match=r"“Next, nod 日本\.” has a character .*Fix the title"):
        ClipFactory(RecordingVoice(), Cache(tmp_path)).prepare(titled)


def test_cache_content_does_not_depend_on_worker_count(tmp_path: Path) -> None:
    for workers in (1, 3):
        ClipFactory(SilentVoice(), Cache(tmp_path / str(workers)), worker_count=workers).prepare(ITEMS)
    alone, together = (
        {path.name: path.read_bytes() for path in (tmp_path / name).rglob("*") if path.is_file()}
        for name in "13"
    )
    assert len(alone) == 3
    assert alone == together


def test_evicted_clip_is_read_from_cache_or_recreated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clips, "MEMORY_BYTES", 1)
    kept, voice = CountingCache(tmp_path), RecordingVoice()
    booth = ClipFactory(voice, kept)
    booth.prepare(ITEMS)
    first = {sound: booth.data(sound) for sound in (SIT, LIFT, START)}
    assert max(kept.read_counts.values()) > 1
    shutil.rmtree(tmp_path)
    voice.spoken_phrases.clear()
    assert {sound: booth.data(sound) for sound in (SIT, LIFT, START)} == first
    assert voice.spoken_phrases
