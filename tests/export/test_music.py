"""Music: chunks equal one long encode, speech ducks the bed, and a changed hold re-encodes little."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers import external_tools, signals
from voiceguide.audio import inaudible_tone, loudness, music_beds, pyav
from voiceguide.audio.mp3 import chunks, frames
from voiceguide.audio.music_mix import (
    DUCK_ATTACK,
    DUCK_DB,
    DUCK_RELEASE,
    FADE_IN,
    FADE_OUT,
    LOOP_POSITIONS,
    SECTION_CROSSFADE,
    BedStart,
    MusicMix,
    PlacedClip,
)
from voiceguide.audio.samples import db_to_amplitude, from_pcm
from voiceguide.audio.settings import SPEECH_LUFS
from voiceguide.errors import AudioError, RequestError
from voiceguide.export.music import build_mix
from voiceguide.export.render import render
from voiceguide.export.session import lay_out_session
from voiceguide.files.cache import Cache
from voiceguide.plan.options import Choices
from voiceguide.plan.parsers import parse_hold, parse_rounds
from voiceguide.script.vocabulary import Guidance
from voiceguide.units import FRAME_SAMPLES, SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

each_bed = pytest.mark.parametrize("name", music_beds.BEDS)
WORDS_PCM = np.rint(signals.speech(2.0) * 32767).astype("<i2").tobytes()


SECOND_LENGTH = 20 * SAMPLE_RATE // FRAME_SAMPLES * FRAME_SAMPLES
"""Samples at which the second music section begins."""


@cache
def _mix(
    total: int = 40 * SAMPLE_RATE, offset: int = 0, music: str = "air", *, trim_proof: bool = False
) -> MusicMix:
    starts = (6 * SAMPLE_RATE, 9 * SAMPLE_RATE, SECOND_LENGTH + offset, 30 * SAMPLE_RATE)
    placed = tuple(PlacedClip(at, at + 2 * SAMPLE_RATE, "words", is_speech=True) for at in starts)
    entries = (BedStart(0, 0), BedStart(SECOND_LENGTH + offset, LOOP_POSITIONS // 4))
    return MusicMix(music, placed, total, lambda _: WORDS_PCM, trim_proof, entries)


def _encode_frames(mix: MusicMix) -> bytes:
    """Return the frames of a mix, encoded in chunks."""

    def encode_pieces(pieces: Sequence[chunks.FrameRange]) -> Iterator[bytes]:
        return (chunks.encode_chunk(mix.mix_pcm(*chunks.sample_range(*piece)), *piece) for piece in pieces)

    source = chunks.ChunkedFrames(mix.length, encode_pieces, tuple(entry.start for entry in mix.bed_starts))
    return b"".join(source.read_frames(0, frames.session_frame_count(mix.length)))


@each_bed
def test_a_bed_is_a_loop_without_a_seam_at_its_level(name: str) -> None:
    bed = music_beds.load_bed(name)
    assert len(bed) == music_beds.LOOP_LENGTH
    assert loudness.integrated_loudness(np.tile(bed, 2)) == pytest.approx(
        SPEECH_LUFS - music_beds.LU_BELOW_SPEECH + 0.45, abs=0.3
    )
    assert np.abs(bed).max() < 0.2
    across = np.concatenate([bed[-48:], bed[:48]])
    inside = np.abs(np.diff(bed)).max()
    assert np.abs(np.diff(across)).max() <= inside


def test_unreadable_music_file_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RequestError, match="There is no music"):
        music_beds.cache_inputs(str(tmp_path / "gone.mp3"))
    monkeypatch.setattr(
        "voiceguide.paths.existing_file", lambda _: tmp_path
    )  # as a file that may not be read
    with pytest.raises(RequestError, match=r"^The music a\.mp3 can't be read: "):
        music_beds.cache_inputs("a.mp3")


@pytest.mark.judge
@pytest.mark.parametrize("ring", [1, 200])
def test_peaks_in_music_file_do_not_mask_words(ring: int, tmp_path: Path) -> None:
    external_tools.require_package("av")
    sound = np.zeros(6 * SAMPLE_RATE)
    for knock in range(0, len(sound), SAMPLE_RATE // 2):
        sound[knock : knock + ring] = 0.5
    soundfile.write(tmp_path / "knocks.wav", sound, SAMPLE_RATE)
    bed = music_beds.load_bed(str(tmp_path / "knocks.wav"))
    assert (
        db_to_amplitude(music_beds.MUSIC_CEILING_DBTP - 3)
        < np.abs(bed).max()
        < db_to_amplitude(music_beds.MUSIC_CEILING_DBTP + 0.01)
    )


def test_music_file_crossfades_when_it_loops() -> None:
    sound = signals.noise(8)
    loop = music_beds.seamless_loop(sound)
    assert len(loop) == len(sound) - music_beds.LOOP_CROSSFADE
    assert (
        np.abs(loop[0] - sound[-music_beds.LOOP_CROSSFADE]) < 0.01
    )  # goes on where the loop's last sample was
    power = (loop**2).reshape(-1, SAMPLE_RATE // 4).mean(axis=1)
    assert 10 * np.log10(power.max() / power.min()) < 1
    with pytest.raises(RequestError, match="too short"):
        music_beds.seamless_loop(signals.noise(3))


@pytest.mark.judge
@pytest.mark.parametrize("kind", ["wav", "flac"])
def test_of_a_long_piece_only_the_beginning_is_used(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    external_tools.require_package("av")
    music = tmp_path / f"music.{kind}"
    soundfile.write(music, np.concatenate([signals.noise(5), signals.sine(440, 5)]), SAMPLE_RATE)
    before = music_beds.cache_inputs(str(music))
    monkeypatch.setattr(music_beds, "MAX_MUSIC_SECONDS", 5)
    assert len(music_beds.load_bed(str(music))) == 5 * SAMPLE_RATE - music_beds.LOOP_CROSSFADE
    assert music_beds.cache_inputs(str(music)) != before


@pytest.mark.judge
@pytest.mark.parametrize(("music", "proof"), [("rain", False), ("drone", True)])
def test_chunks_encoded_apart_are_one_long_encode(music: str, *, proof: bool) -> None:
    external_tools.require_package("av")
    mix = _mix(music=music, trim_proof=proof)
    count = frames.session_frame_count(mix.length)
    whole = chunks.encode_chunk(mix.mix_pcm(*chunks.sample_range(0, count)), 0, count)
    assert _encode_frames(mix) == whole


def test_any_run_of_frames_is_a_part_of_the_whole() -> None:
    def each(pieces: Sequence[chunks.FrameRange]) -> Iterator[bytes]:
        return (b"".join(number.to_bytes(2) * 96 for number in range(*piece)) for piece in pieces)

    source = chunks.ChunkedFrames(40 * SAMPLE_RATE, each, (0, 20 * SAMPLE_RATE))
    whole = b"".join(source.read_frames(0, 1667))
    assert whole == b"".join(number.to_bytes(2) * 96 for number in range(1667))
    for start, stop in ((0, 1), (124, 126), (125, 250), (300, 1001), (833, 834), (1600, 1667)):
        assert b"".join(source.read_frames(start, stop)) == whole[start * 192 : stop * 192]


@given(st.integers(1, 4000), st.lists(st.integers(0, 4000), max_size=6))
def test_chunks_begin_with_music_sections_within_length_limits(count: int, begins: list[int]) -> None:
    source = chunks.ChunkedFrames(
        count * FRAME_SAMPLES, lambda _: iter(()), tuple(begin * FRAME_SAMPLES for begin in begins)
    )
    pieces = source.ranges
    assert pieces[0][0] == 0
    assert pieces[-1][1] == frames.session_frame_count(count * FRAME_SAMPLES)
    assert all(before[1] == behind[0] for before, behind in pairwise(pieces))
    known = {begin for begin in begins if begin < count}
    assert known <= {first for first, _ in pieces}
    for first, last in pieces:
        assert 0 < last - first <= chunks.CHUNK_FRAMES * 3 // 2
        alone = first in known | {0} and last in known | {frames.session_frame_count(count * FRAME_SAMPLES)}
        assert alone or last - first > chunks.CHUNK_FRAMES // 2


@given(st.integers(0, 35 * SAMPLE_RATE), st.integers(1, 5 * SAMPLE_RATE))
@settings(max_examples=6, deadline=None)
def test_any_range_is_mixed_as_in_the_whole(start: int, length: int) -> None:
    mix = _mix()
    whole = mix.mix_pcm(0, mix.length)
    stop = min(start + length, mix.length)
    assert mix.mix_pcm(start, stop) == whole[2 * start : 2 * stop]


def test_the_bed_gives_way_to_words_softly_and_fades_at_both_ends() -> None:
    gain = 20 * np.log10(np.maximum(_mix().bed_gain(0, 40 * SAMPLE_RATE), 1e-9))
    assert gain[0] < -60
    assert gain[-1] < -60
    assert gain[FADE_IN] == pytest.approx(0, abs=0.01)
    assert np.allclose(gain[6 * SAMPLE_RATE : 8 * SAMPLE_RATE], -DUCK_DB, atol=0.01)
    assert (
        gain[9 * SAMPLE_RATE - DUCK_ATTACK - 1] > -DUCK_DB
    )  # it comes up a little between cues, and goes again
    assert gain[15 * SAMPLE_RATE] == pytest.approx(0, abs=0.01)
    assert np.abs(np.diff(gain[FADE_IN : 40 * SAMPLE_RATE - FADE_OUT])).max() < 2 * DUCK_DB / DUCK_ATTACK
    assert gain[11 * SAMPLE_RATE + DUCK_RELEASE] == pytest.approx(0, abs=0.01)


def test_what_is_heard_is_words_over_a_softer_bed() -> None:
    mix = _mix()
    sound = from_pcm(mix.mix_pcm(0, mix.length))
    bed = sound - np.concatenate(
        [np.zeros(6 * SAMPLE_RATE), from_pcm(WORDS_PCM), np.zeros(32 * SAMPLE_RATE)]
    )  # the first words taken out
    under, free = bed[6 * SAMPLE_RATE : 8 * SAMPLE_RATE], bed[13 * SAMPLE_RATE : 17 * SAMPLE_RATE]
    assert loudness.integrated_loudness(free) - loudness.integrated_loudness(under) == pytest.approx(
        DUCK_DB, abs=1.5
    )


def _reencoded_share(before: MusicMix, after: MusicMix) -> float:
    """Return the fraction of a mix's frames that are encoded although another mix is cached."""

    def names(mix: MusicMix) -> dict[str, int]:
        starts = tuple(entry.start for entry in mix.bed_starts)
        pieces = chunks.ChunkedFrames(mix.length, lambda _: iter(()), starts).ranges
        return {
            repr((mix.cache_inputs(*chunks.sample_range(*piece)), chunks.frame_selection(*piece))): piece[1]
            - piece[0]
            for piece in pieces
        }

    known, wanted = names(before), names(after)
    return sum(count for name, count in wanted.items() if name not in known) / sum(wanted.values())


def test_moved_music_section_reencodes_only_adjacent_chunks() -> None:
    base = _mix(600 * SAMPLE_RATE)
    assert _reencoded_share(base, base) == 0
    assert 0 < _reencoded_share(base, _mix(600 * SAMPLE_RATE, offset=50 * FRAME_SAMPLES)) < 0.08
    assert (
        _reencoded_share(base, _mix(600 * SAMPLE_RATE, offset=50 * FRAME_SAMPLES + 1)) > 0.9
    )  # off the grid


@pytest.mark.judge
@pytest.mark.parametrize(
    ("music", "name", "asked", "held"),
    [
        ("rain", "the-whole-back", "--rounds=tennis-ball-massage=1 --hold=floor-twist.left=", 40),
        ("a file", "warmth-first", "--rounds=seated-twist=1 --hold=seated-twist.left=", 20),
    ],
)
def test_longer_hold_reencodes_less_than_a_tenth_of_half_an_hour(
    music: str, name: str, asked: str, held: int, tmp_path: Path
) -> None:
    """Change the only hold of a technique, or one of its two; everything after it moves."""
    external_tools.require_package("av")
    if music == "a file":
        music = str(tmp_path / "music.wav")
        soundfile.write(music, signals.noise(6), SAMPLE_RATE)

    def mix(seconds: int) -> MusicMix:
        turns, holds = (option.split("=", 1)[1] for option in asked.split())
        wishes = (parse_rounds(turns), parse_hold(f"{holds}{seconds}s"))
        chosen = Choices(length=30 * 60 * SAMPLE_RATE, overrides=wishes, voice="silent", music=music)
        performance = lay_out_session(name, chosen)
        assert performance.timeline.length == 30 * 60 * SAMPLE_RATE
        return build_mix(performance.timeline, music, performance.clips, trim_proof=False)

    before = mix(held)
    changes = [_reencoded_share(before, mix(held + more)) for more in (1, 5, 10)]
    assert min(changes) > 0
    assert max(changes) < 0.1


@each_bed
def test_join_of_two_music_sections_is_inaudible(name: str) -> None:
    mix = _mix(music=name)
    loop = music_beds.load_bed(name)
    around = mix.bed_samples(SECOND_LENGTH - SAMPLE_RATE, SECOND_LENGTH + SECTION_CROSSFADE + SAMPLE_RATE)
    assert np.abs(np.diff(around)).max() < 1.5 * np.abs(np.diff(loop)).max()
    assert _level_range(around) < _level_range(np.tile(loop, 2)) + 1
    alone = MusicMix(name, (), 40 * SAMPLE_RATE, mix.read_pcm).bed_samples(0, SECOND_LENGTH)
    assert np.array_equal(
        mix.bed_samples(0, SECOND_LENGTH), alone
    )  # nothing changes before, or once it is over
    place = len(loop) // 4 - SECOND_LENGTH
    behind = np.arange(SECOND_LENGTH + SECTION_CROSSFADE, 40 * SAMPLE_RATE)
    assert np.array_equal(
        mix.bed_samples(SECOND_LENGTH + SECTION_CROSSFADE, 40 * SAMPLE_RATE),
        loop[(behind + place) % len(loop)],
    )


def _level_range(sound: signals.Waveform) -> float:
    """Return the largest difference in dB between the powers of any two seconds."""
    total = np.cumsum(sound**2)
    power = total[SAMPLE_RATE:] - total[:-SAMPLE_RATE]
    return float(10 * np.log10(power.max() / power.min()))


def test_join_test_fails_when_there_is_no_fade() -> None:
    loop = music_beds.load_bed("drone")
    cut = np.concatenate([loop[:SAMPLE_RATE], loop[SAMPLE_RATE * 8 + 60 : SAMPLE_RATE * 9 + 60]])
    assert np.abs(np.diff(cut)).max() > 1.5 * np.abs(np.diff(loop)).max()


@pytest.mark.parametrize("moved", [0, FRAME_SAMPLES, 2 * FRAME_SAMPLES, 3 * FRAME_SAMPLES, 4 * FRAME_SAMPLES])
def test_trim_proof_tone_is_continuous_across_music_sections(moved: int) -> None:
    mix = replace(_mix(offset=moved, trim_proof=True), clips=())
    silent = replace(mix, trim_proof=False)
    start, stop = SECOND_LENGTH + moved - SAMPLE_RATE, SECOND_LENGTH + moved + SECTION_CROSSFADE + SAMPLE_RATE
    tone = from_pcm(mix.mix_pcm(start, stop)) - from_pcm(silent.mix_pcm(start, stop))
    peak = db_to_amplitude(inaudible_tone.PEAK_DBFS)
    assert (
        np.abs(np.diff(tone)).max()
        < 1.02 * peak * 2 * np.pi * inaudible_tone.FREQUENCY_HZ / SAMPLE_RATE + 2 / 32768
    )
    waves = np.abs(tone[: len(tone) // 960 * 960].reshape(-1, 960)).max(axis=1)
    assert waves.min() > 0.98 * peak
    assert waves.max() < 1.01 * peak


@pytest.mark.judge
def test_session_with_music_keeps_its_length_and_is_cached(
    shrug: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    external_tools.require_package("av")
    store = Cache(tmp_path / "store")
    asked = Choices(voice="silent", music="rain", guidance=Guidance.BRIEF)
    lay_out_session(str(shrug), asked, cache=store)
    told: list[tuple[int, int]] = []

    def watch(ready: int, wanted: int) -> None:
        told.append((ready, wanted))

    done = render(str(shrug), asked, tmp_path / "a.mp3", cache=store, on_progress=watch)
    assert told == [(number + 1, len(told)) for number in range(len(told))]
    told.clear()
    sound, rate = soundfile.read(done.path)
    assert (len(sound), rate) == (done.laid_out_session.timeline.length, SAMPLE_RATE)
    quiet = next(event for event in done.laid_out_session.timeline.events if event.role == "hold")
    inside = sound[quiet.start + DUCK_RELEASE : quiet.end - DUCK_ATTACK]
    assert 0 < np.abs(inside).mean() < 0.1
    monkeypatch.setattr(chunks, "encode_chunk", lambda *_: pytest.fail("encoded again"))
    again = render(str(shrug), asked, tmp_path / "b.mp3", cache=store, on_progress=watch)
    assert not told
    assert again.path.read_bytes() == done.path.read_bytes()
    rendering = lay_out_session(str(shrug), asked, cache=store).mp3_file()
    assert b"".join(rendering.read(99_000, 101_000)) == done.path.read_bytes()[99_000:101_000]


@pytest.mark.judge
def test_wav_has_the_music_too_and_a_file_may_be_the_music(shrug: Path, tmp_path: Path) -> None:
    external_tools.require_package("av")
    music = tmp_path / "music.wav"
    soundfile.write(music, np.stack([signals.sine(220, 6, rate=44100)] * 2, axis=1), 44100)
    done = render(str(shrug), Choices(voice="silent", music=str(music)), tmp_path / "a.wav")
    sound, _ = soundfile.read(done.path)
    quiet = next(event for event in done.laid_out_session.timeline.events if event.role == "hold")
    spectrum = np.abs(
        np.fft.rfft(sound[quiet.start + DUCK_RELEASE :][:SAMPLE_RATE] * np.hanning(SAMPLE_RATE))
    )
    assert spectrum.argmax() == 220


@pytest.mark.parametrize("music", ["rane", "/nowhere/music.mp3", pytest.param("", marks=pytest.mark.judge)])
def test_music_that_is_not_there_is_refused(
    shrug: Path, tmp_path: Path, music: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyav, "require_pyav", lambda: None)
    if not music:
        external_tools.require_package("av")
        music = str(shrug)  # a file, yet no sound
    with pytest.raises(RequestError, match=r"no music|can't be read"):
        render(str(shrug), Choices(voice="silent", music=music), tmp_path / "a.mp3")
    assert not (tmp_path / "a.mp3").exists()


def test_without_the_encoder_nothing_is_spoken(
    shrug: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyav, "find_spec", lambda _: None)
    with pytest.raises(AudioError, match=r"pip install .voiceguide\[music\]"):
        render(
            str(shrug), Choices(voice="silent", music="air"), tmp_path / "a.mp3", cache=Cache(tmp_path / "s")
        )
    assert list(tmp_path.iterdir()) == [shrug]


def test_clips_around_a_chunk_are_whole_frames() -> None:
    for first, last in ((0, 125), (125, 250), (1625, 1667)):
        start, stop = chunks.sample_range(first, last)
        assert start % FRAME_SAMPLES == stop % FRAME_SAMPLES == 0
