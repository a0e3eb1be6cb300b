from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.mp3_decoders import (
    DECODERS,
    Decoder,
    assert_valid_mp3,
    libsndfile,
    mutagen_seconds,
    pcm_noise,
    stitch_file,
)
from voiceguide.audio.mp3 import frames
from voiceguide.audio.mp3.encode import encode_clip
from voiceguide.audio.mp3.mp3_file import stream_size
from voiceguide.audio.mp3.stitch import StitchedFrames
from voiceguide.errors import AudioError

if TYPE_CHECKING:
    from pathlib import Path


MIN_LENGTH = 48
"""Samples of the shortest stream: in a stream of one frame (2 ms), ffmpeg trims padding but not delays."""


@dataclass(frozen=True)
class ClipLayout:
    """Placed clips with gaps between them, and the length of the stream in samples."""

    placed: tuple[tuple[int, bytes], ...]
    total: int


@st.composite
def clip_layouts(draw: st.DrawFn) -> ClipLayout:
    placed, free, heard = [], 1, 0
    for _ in range(draw(st.integers(0, 4))):
        start = free + draw(st.integers(0, 4))
        length = draw(st.integers(1, 5000))
        placed.append((start, encode_clip(pcm_noise(length, draw(st.integers(0, 99))))))
        free, heard = start + frames.clip_frame_count(length), start * 576 + length
    return ClipLayout(tuple(placed), max(MIN_LENGTH, heard + draw(st.integers(0, 2000))))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stitched") / "session.mp3"


def _write(path: Path, scene: ClipLayout) -> Path:
    path.write_bytes(b"".join(stitch_file(scene.placed, scene.total).read()))
    return path


def _max_difference(decode: Decoder, path: Path, scene: ClipLayout) -> float:
    """Return the largest difference between the decoded stream and the sum of its separately decoded clips."""
    together = decode(_write(path, scene))
    apart = np.zeros(scene.total)
    for clip in scene.placed:
        apart += decode(_write(path, ClipLayout((clip,), scene.total)))
    return float(np.abs(together - apart).max())


@given(clip_layouts())
@settings(deadline=None)
def test_a_stream_decodes_to_the_sum_of_its_clips(file: Path, scene: ClipLayout) -> None:
    assert _max_difference(libsndfile, file, scene) < 1e-4


@pytest.mark.parametrize("decode", DECODERS)
def test_a_stream_decodes_to_the_sum_of_its_clips_in_every_decoder(decode: Decoder, file: Path) -> None:
    starts = (
        1,
        1 + frames.clip_frame_count(5000),
        2 * frames.clip_frame_count(5000) + 2,
    )  # the first two clips are adjacent
    placed = tuple((start, encode_clip(pcm_noise(5000, start))) for start in starts)
    assert _max_difference(decode, file, ClipLayout(placed, 30_000)) < 1e-4


@given(clip_layouts())
@settings(deadline=None, max_examples=15)
def test_every_decoder_plays_exactly_the_planned_samples(file: Path, scene: ClipLayout) -> None:
    _write(file, scene)
    assert file.stat().st_size == stream_size(scene.total)
    assert [len(decode(file)) for decode in DECODERS] == [scene.total] * len(DECODERS)
    assert_valid_mp3(file)


@pytest.mark.parametrize("start", [1, 2, 100])
def test_a_clip_sounds_at_its_place_to_the_sample(start: int, tmp_path: Path) -> None:
    pcm = pcm_noise(6000)
    heard = libsndfile(_write(tmp_path / "a.mp3", ClipLayout(((start, encode_clip(pcm)),), 80_000)))
    likeness = np.correlate(heard, np.frombuffer(pcm, "<i2").astype(float), "valid")
    assert int(likeness.argmax()) == start * 576


@pytest.mark.parametrize("total", [48, 575, 576, 577, 14_376_000, 14_400_000])
def test_any_length_is_exact_in_every_decoder(total: int, tmp_path: Path) -> None:
    """Lengths around one frame; 9:59, not a whole number of frames; 10:00, a whole number of frames."""
    path = _write(tmp_path / "a.mp3", ClipLayout((), total))
    assert soundfile.info(path).frames == total
    assert mutagen_seconds(path) == pytest.approx(total / 24_000, abs=1e-9)
    assert [len(decode(path)) for decode in DECODERS] == [total] * len(DECODERS)
    assert_valid_mp3(path)


def test_without_clips_there_is_silence(tmp_path: Path) -> None:
    assert not libsndfile(_write(tmp_path / "a.mp3", ClipLayout((), 30_000))).any()


def test_a_clip_may_end_with_the_stream() -> None:
    clip = encode_clip(pcm_noise(1000))
    file = stitch_file([(2, clip)], 2 * 576 + 1000)
    assert list(file.read(len(file.header))) == [frames.SILENT_FRAME, clip]


@pytest.mark.parametrize(
    "placed",
    [[(0, 3)], [(1, 3), (3, 3)], [(6, 3), (1, 3)], [(8, 3)]],
    ids=["before the start", "overlap", "falling order", "past the end"],
)
def test_stitching_fails_when_a_clip_is_out_of_place(placed: list[tuple[int, int]]) -> None:
    with pytest.raises(AudioError, match="cannot sound at frame"):
        StitchedFrames(placed, 9 * 576 - 529, lambda _: frames.SILENT_FRAME * 3)


@pytest.mark.parametrize("clip", [b"", frames.SILENT_FRAME[:-1], frames.SILENT_FRAME * 2])
def test_reading_fails_when_a_clip_has_another_length(clip: bytes) -> None:
    with pytest.raises(AudioError, match="does not have 1 frames"):
        list(StitchedFrames([(1, 1)], 24_000, lambda _: clip).read_frames(0, 2))


def test_a_day_of_silence_comes_in_small_chunks() -> None:
    total = 24 * 3600 * 24_000
    sizes = [len(chunk) for chunk in stitch_file([(1_000_000, frames.SILENT_FRAME * 2)], total).read()]
    assert sum(sizes) == stream_size(total)
    assert max(sizes) <= 64 * 1024


def test_clips_are_loaded_one_by_one_and_only_within_the_range() -> None:
    asked: list[int] = []

    def clip(number: int) -> bytes:
        asked.append(number)
        return frames.SILENT_FRAME * 2

    run = StitchedFrames([(1, 2), (10, 2), (20, 2)], 24_000, clip).read_frames(1, 11)
    assert asked == []
    next(run)
    assert asked == [0]
    assert sum(map(len, run)) == 9 * frames.FRAME_BYTES
    assert asked == [0, 1]
