from __future__ import annotations

import io
import wave
from array import array

import pytest

from tests.helpers.fake_recordings import aiff_file, square_tone
from voiceguide.errors import VoiceError
from voiceguide.speech import recording as wav

SAMPLES = [0, 1, -1, 32767, -32768, 258]


def test_what_is_written_is_read_again() -> None:
    read = wav.decode_recording(wav.encode_wav(16000, array("h", SAMPLES).tobytes()))
    assert (read.sample_rate, list(read.samples)) == (16000, SAMPLES)


@pytest.mark.parametrize("kind", [b"", b"NONE", b"twos", b"sowt"])
def test_aiff_is_read_as_macos_writes_it(kind: bytes) -> None:
    read = wav.decode_recording(aiff_file(SAMPLES, 22050, kind))
    assert (read.sample_rate, list(read.samples)) == (22050, SAMPLES)


def _stereo() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(bytes(400))
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RIFF",
        b"ID3 is an MP3",
        square_tone(1)[:40],
        square_tone(1)[:-2],
        square_tone(1)[: len(square_tone(1)) // 2],
        _stereo(),
        b"FORM",
        aiff_file(SAMPLES)[:-2],
        aiff_file(SAMPLES)[:40],
        aiff_file(SAMPLES, compression=b"ulaw"),
    ],
)
def test_a_file_that_is_not_whole_mono_and_16_bit_is_refused(data: bytes) -> None:
    with pytest.raises(VoiceError):
        wav.decode_recording(data)


def test_sound_is_measured_from_the_first_to_the_last() -> None:
    quiet = [20] * 800  # 20 in 10000 is 54 dB below the peak
    recording = wav.Recording(8000, array("h", [*quiet, -10000, *quiet, 40, *quiet]))
    assert recording.sound_seconds() == 802 / 8000


@pytest.mark.parametrize("samples", [[], [0] * 99, [300, -300] * 4000])
def test_there_is_no_sound_below_a_hundredth_of_full_scale(samples: list[int]) -> None:
    assert wav.Recording(8000, array("h", samples)).sound_seconds() == 0


def test_plausible_speech_passes_with_its_length() -> None:
    assert (
        wav.speech_seconds("Now the other way, to the right.", wav.decode_recording(square_tone(2.75)))
        == 2.75
    )


@pytest.mark.parametrize(("seconds", "peak"), [(0.3, 6000), (20, 6000), (2.5, 100), (0, 0)])
def test_a_recording_that_cannot_be_the_words_is_refused(seconds: float, peak: int) -> None:
    with pytest.raises(VoiceError, match="Now the other way, to the right"):
        wav.speech_seconds(
            "Now the other way, to the right.", wav.decode_recording(square_tone(seconds, peak=peak))
        )
