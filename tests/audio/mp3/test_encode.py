from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.mp3_decoders import Waveform, libsndfile, pcm_noise, stitch_file
from voiceguide.audio.mp3 import encode, frames
from voiceguide.audio.mp3.encode import encode_clip
from voiceguide.errors import AudioError

if TYPE_CHECKING:
    from pathlib import Path


@given(st.integers(0, 5000), st.integers(0, 9))
@settings(deadline=None)
def test_a_clip_is_whole_frames_of_one_kind_without_bit_reservoir(length: int, seed: int) -> None:
    clip = encode_clip(pcm_noise(length, seed))
    assert len(clip) == frames.clip_frame_count(length) * 192
    assert {clip[at : at + 4] for at in range(0, len(clip), 192)} == {frames.HEADER}
    assert clip[4] == 0


@pytest.mark.parametrize("spare", [0, 1, 23, 46])
def test_the_dropped_frame_is_silent(spare: int, tmp_path: Path) -> None:
    """LAME adds a frame beyond a clip's need if fewer than 47 samples of the last frame are unused."""
    length = 20 * 576 - 1105 - spare
    pcm = pcm_noise(length)
    whole, clip = encode._run_lame(pcm), encode_clip(pcm)
    assert len(whole) == len(clip) + 192 == 21 * 192
    assert np.array_equal(_decode_clip(tmp_path, whole), _decode_clip(tmp_path, clip))


@pytest.mark.parametrize("length", [1, 575, 5000, 24_000])
def test_a_clip_is_flushed_whole(length: int, tmp_path: Path) -> None:
    """Silence encoded after the clip does not change its frames, so no sample is left in the encoder."""
    pcm = pcm_noise(length)
    assert np.array_equal(
        _decode_clip(tmp_path, encode_clip(pcm)), _decode_clip(tmp_path, encode_clip(pcm + bytes(4000)))
    )


def test_a_clip_decodes_to_its_input_times_lame_scale(tmp_path: Path) -> None:
    time = np.arange(24_000) / 24_000
    wave = 0.4 * np.sin(2 * np.pi * 220 * time) * np.hanning(len(time))
    heard = _decode_clip(tmp_path, encode_clip((wave * 32767).astype("<i2").tobytes()))
    assert np.abs(heard[:24_000] - 0.95 * wave).max() < 0.002


def test_the_same_samples_give_the_same_bytes() -> None:
    assert encode_clip(pcm_noise(9999)) == encode_clip(pcm_noise(9999))


def test_lame_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    encode_clip(pcm_noise(5000))
    assert capfd.readouterr() == ("", "")


def test_half_a_sample_is_refused() -> None:
    with pytest.raises(AudioError, match="refused 3 bytes"):
        encode_clip(b"abc")


def test_an_encoder_that_does_not_load_is_a_sound_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lameenc", None)
    with pytest.raises(AudioError, match="pip install"):
        encode_clip(pcm_noise(100))


@pytest.mark.parametrize(
    "stream",
    [
        b"",
        frames.SILENT_FRAME,
        frames.SILENT_FRAME * 2 + b"\xff\xfb" + frames.SILENT_FRAME[2:],
        frames.HEADER + b"\1" + frames.SILENT_FRAME[5:] + frames.SILENT_FRAME * 2,
    ],
    ids=["nothing", "too few frames", "another header", "leans on a frame before"],
)
def test_frames_that_cannot_be_joined_are_refused(stream: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encode, "_run_lame", lambda _pcm: stream)
    with pytest.raises(AudioError, match="cannot be joined"):
        encode_clip(pcm_noise(500))


def test_the_info_frame_names_the_encoder_that_is_used() -> None:
    assert frames.ENCODER_NAME in encode_clip(bytes(2))


def _decode_clip(folder: Path, clip: bytes) -> Waveform:
    path = folder / "clip.mp3"
    path.write_bytes(b"".join(stitch_file([(1, clip)], 40_000).read()))
    return libsndfile(path)[576:]
