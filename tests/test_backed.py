"""Music under the voice: chunks are one long encode, the bed gives way to words, a change costs little."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import judges
from tests.sound import signals
from voiceguide.errors import AskedError, SoundError
from voiceguide.mp3 import chunks, frames
from voiceguide.render import perform, render
from voiceguide.session.choices import Choices
from voiceguide.sound import beds, levels
from voiceguide.sound.samples import from_pcm
from voiceguide.sound.under import DOWN, DUCK, FADE_IN, FADE_OUT, UP, Placed, Under
from voiceguide.store import Store
from voiceguide.units import FRAME, RATE

if TYPE_CHECKING:
    from pathlib import Path

EACH = pytest.mark.parametrize("name", beds.BEDS)
WORDS = np.rint(signals.speech(2.0) * 32767).astype("<i2").tobytes()


@cache
def _mix(total: int = 40 * RATE, moved: int = 0, music: str = "air") -> Under:
    starts = (6 * RATE, 9 * RATE, 20 * RATE + moved, 30 * RATE)
    placed = tuple(Placed(at, at + 2 * RATE, "words", speech=True) for at in starts)
    return Under(music, placed, total, lambda _: WORDS)


def _decoded(mix: Under, source: chunks.Chunked) -> bytes:
    return b"".join(source.run(0, frames.stream(mix.total)))


def _plain(mix: Under) -> chunks.Chunked:
    return chunks.Chunked(
        mix.total,
        lambda first, last: chunks.encoded(mix.mixed(*chunks.reach(first, last)), first, last),
    )


@EACH
def test_a_bed_is_a_loop_without_a_seam_at_its_level(name: str) -> None:
    bed = beds.bed(name)
    assert len(bed) == beds.LOOP
    assert levels.loudness(np.tile(bed, 2)) == pytest.approx(-19 - beds.BELOW + 0.45, abs=0.3)
    assert np.abs(bed).max() < 0.2
    across = np.concatenate([bed[-48:], bed[:48]])
    inside = np.abs(np.diff(bed)).max()
    assert np.abs(np.diff(across)).max() <= inside


def test_somebodys_music_goes_over_into_its_beginning() -> None:
    sound = signals.noise(8)
    loop = beds.looped(sound)
    assert len(loop) == len(sound) - beds.SEAM
    assert np.abs(loop[0] - sound[-beds.SEAM]) < 0.01  # goes on where the loop's last sample was
    power = (loop**2).reshape(-1, RATE // 4).mean(axis=1)
    assert 10 * np.log10(power.max() / power.min()) < 1
    with pytest.raises(AskedError, match="too short"):
        beds.looped(signals.noise(3))


def test_chunks_encoded_apart_are_one_long_encode() -> None:
    judges.package("av")
    mix = _mix()
    count = frames.stream(mix.total)
    whole = chunks.encoded(mix.mixed(*chunks.reach(0, count)), 0, count)
    assert _decoded(mix, _plain(mix)) == whole


def test_any_run_of_frames_is_a_part_of_the_whole() -> None:
    source = chunks.Chunked(40 * RATE, lambda a, b: b"".join(n.to_bytes(2) * 96 for n in range(a, b)))
    whole = b"".join(source.run(0, 1667))
    for start, stop in ((0, 1), (124, 126), (125, 250), (300, 1001), (1600, 1667)):
        assert b"".join(source.run(start, stop)) == whole[start * 192 : stop * 192]


@given(st.integers(0, 35 * RATE), st.integers(1, 5 * RATE))
@settings(max_examples=6, deadline=None)
def test_any_stretch_is_mixed_as_in_the_whole(start: int, length: int) -> None:
    mix = _mix()
    whole = mix.mixed(0, mix.total)
    stop = min(start + length, mix.total)
    assert mix.mixed(start, stop) == whole[2 * start : 2 * stop]


def test_the_bed_gives_way_to_words_softly_and_fades_at_both_ends() -> None:
    gain = 20 * np.log10(np.maximum(_mix().gain(0, 40 * RATE), 1e-9))
    assert gain[0] < -60
    assert gain[-1] < -60
    assert gain[FADE_IN] == pytest.approx(0, abs=0.01)
    assert np.allclose(gain[6 * RATE : 8 * RATE], -DUCK, atol=0.01)
    assert gain[9 * RATE - DOWN - 1] > -DUCK  # it comes up a little between cues, and goes again
    assert gain[15 * RATE] == pytest.approx(0, abs=0.01)
    assert np.abs(np.diff(gain[FADE_IN : 40 * RATE - FADE_OUT])).max() < 2 * DUCK / DOWN
    assert gain[11 * RATE + UP] == pytest.approx(0, abs=0.01)


def test_what_is_heard_is_words_over_a_softer_bed() -> None:
    mix = _mix()
    sound = from_pcm(mix.mixed(0, mix.total))
    bed = sound - np.concatenate(
        [np.zeros(6 * RATE), from_pcm(WORDS), np.zeros(32 * RATE)]
    )  # the first words taken out
    under, free = bed[6 * RATE : 8 * RATE], bed[13 * RATE : 17 * RATE]
    assert levels.loudness(free) - levels.loudness(under) == pytest.approx(DUCK, abs=1.5)


def test_moved_words_make_only_the_chunks_anew_that_they_touch() -> None:
    def names(mix: Under) -> list[str]:
        count = frames.stream(mix.total)
        return [
            repr(mix.identity(*chunks.reach(first, min(first + chunks.CHUNK, count))))
            for first in range(0, count, chunks.CHUNK)
        ]

    before, after = names(_mix(600 * RATE)), names(_mix(600 * RATE, moved=RATE))
    assert len(before) == len(after) >= 100
    assert 1 <= sum(a != b for a, b in zip(before, after, strict=True)) <= 5


def test_a_session_with_music_is_as_long_and_made_but_once(
    shrug: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judges.package("av")
    store = Store(tmp_path / "store")
    asked = Choices(voice="silent", music="rain")
    done = render(str(shrug), asked, tmp_path / "a.mp3", store=store)
    sound, rate = soundfile.read(done.path)
    assert (len(sound), rate) == (done.performance.timeline.length, RATE)
    quiet = next(event for event in done.performance.timeline.events if event.role == "hold")
    inside = sound[quiet.start + UP : quiet.end - DOWN]
    assert 0 < np.abs(inside).mean() < 0.1
    monkeypatch.setattr(chunks, "encoded", lambda *_: pytest.fail("encoded again"))
    again = render(str(shrug), asked, tmp_path / "b.mp3", store=store)
    assert again.path.read_bytes() == done.path.read_bytes()
    rendering = perform(str(shrug), asked, store=store).rendering()
    assert b"".join(rendering.read(99_000, 101_000)) == done.path.read_bytes()[99_000:101_000]


def test_wav_has_the_music_too_and_a_file_may_be_the_music(shrug: Path, tmp_path: Path) -> None:
    music = tmp_path / "music.wav"
    soundfile.write(music, np.stack([signals.sine(220, 6, rate=44100)] * 2, axis=1), 44100)
    done = render(str(shrug), Choices(voice="silent", music=str(music)), tmp_path / "a.wav")
    sound, _ = soundfile.read(done.path)
    quiet = next(event for event in done.performance.timeline.events if event.role == "hold")
    spectrum = np.abs(np.fft.rfft(sound[quiet.start + UP :][:RATE] * np.hanning(RATE)))
    assert spectrum.argmax() == 220


@pytest.mark.parametrize("music", ["rane", "/nowhere/music.mp3", ""])
def test_music_that_is_not_there_is_refused(
    shrug: Path, tmp_path: Path, music: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "ready", lambda: None)
    if not music:
        music = str(shrug)  # a file, yet no sound
    with pytest.raises(AskedError, match=r"no music|can't be read"):
        render(str(shrug), Choices(voice="silent", music=music), tmp_path / "a.mp3")
    assert not (tmp_path / "a.mp3").exists()


def test_without_the_encoder_nothing_is_spoken(
    shrug: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "find_spec", lambda _: None)
    with pytest.raises(SoundError, match=r"pip install .voiceguide\[music\]"):
        render(
            str(shrug), Choices(voice="silent", music="air"), tmp_path / "a.mp3", store=Store(tmp_path / "s")
        )
    assert list(tmp_path.iterdir()) == [shrug]


def test_the_words_around_the_chunk_are_whole_frames() -> None:
    for first, last in ((0, 125), (125, 250), (1625, 1667)):
        start, stop = chunks.reach(first, last)
        assert start % FRAME == stop % FRAME == 0
