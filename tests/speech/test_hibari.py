from __future__ import annotations

import re
import shutil
import socket
from array import array
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests.helpers import external_tools
from tests.helpers.fake_recordings import record_phrase, square_tone
from voiceguide.audio import mastering
from voiceguide.audio.settings import PHRASE_FADE
from voiceguide.errors import RequestError, VoiceError
from voiceguide.speech import hibari
from voiceguide.speech import recording as wav
from voiceguide.speech.phrases import STRESS_PAUSE, Phrase, split_into_phrases
from voiceguide.speech.voice import VoiceSettings
from voiceguide.versions import installed_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CUES = (
    "Let the weight of your arm take you further.",  # monosyllables: 206 a minute at a fixed 0.7
    "Stop if you feel sharp pain, tingling, numbness or dizziness.",  # 129
    "Arch your upper back over the edge of the chair, hands behind your head.",
)


@pytest.fixture(scope="module")
def hibari_voice() -> Iterator[hibari.HibariVoice]:
    external_tools.require_package("hibari")
    voice = hibari.open_voice(None, VoiceSettings())
    yield voice
    voice.close()


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("cue", CUES)
def test_cues_above_eight_words_keep_the_target_pace_offline(
    hibari_voice: hibari.HibariVoice, cue: str
) -> None:
    recording = wav.decode_recording(record_phrase(hibari_voice, cue))
    words = 60 * len(cue.split())
    assert recording.sample_rate == 24_000
    assert 120 <= words / (recording.sound_seconds() + 0.5) < words / recording.sound_seconds() <= 160


def test_the_same_phrase_has_the_same_samples(hibari_voice: hibari.HibariVoice) -> None:
    once = record_phrase(hibari_voice, "Half way.")
    record_phrase(hibari_voice, "Breathe out.")
    assert record_phrase(hibari_voice, "Half way.") == once
    hibari_voice.close()
    assert record_phrase(hibari_voice, "Half way.") == once


STRESSED = (
    "Turn your chest *slowly* to the left.",
    "Lower your arms *slowly and gently*, and let them rest.",
    "Only go *as far as is comfortable*.",
)


@pytest.mark.parametrize("text", STRESSED)
def test_stressed_words_are_slower_than_the_same_words_unstressed(
    hibari_voice: hibari.HibariVoice, text: str
) -> None:
    cue = split_into_phrases(text)
    usual = tuple(Phrase(phrase.text, phrase.pause) for phrase in cue)
    for phrase, slow, plain in zip(cue, hibari_voice.record(cue), hibari_voice.record(usual), strict=True):
        if phrase.slow:
            assert (
                wav.decode_recording(slow).sound_seconds()
                >= 1.15 * wav.decode_recording(plain).sound_seconds()
            )
        else:
            assert slow == plain


def test_where_slow_words_join_the_others_nothing_clicks(hibari_voice: hibari.HibariVoice) -> None:
    cue = split_into_phrases(STRESSED[0])
    takes = hibari_voice.record(cue)
    clip = array(
        "h", mastering.master_cue([(take, phrase.pause) for take, phrase in zip(takes, cue, strict=True)])
    )
    quiet = re.finditer(rb"(?:\0\0){%d,}" % (STRESS_PAUSE - 2), clip.tobytes())
    joints = [(gap.start() // 2, gap.end() // 2) for gap in quiet]
    steps = [abs(after - before) for before, after in pairwise(clip)]
    assert len(joints) == len(cue) - 1
    for start, end in joints:
        assert max(steps[start - PHRASE_FADE // 4 : end + PHRASE_FADE // 4]) < 0.02 * max(steps)


def test_brackets_are_no_markup_and_words_no_abbreviations(hibari_voice: hibari.HibariVoice) -> None:
    assert record_phrase(hibari_voice, "[Soft](/nˈʌmbəɹ/) knees.") == record_phrase(
        hibari_voice, " Soft (/nˈʌmbəɹ/) knees."
    )
    assert record_phrase(hibari_voice, "Say no.") != record_phrase(hibari_voice, "Say number.")


def test_the_end_of_a_long_word_is_not_dropped(hibari_voice: hibari.HibariVoice) -> None:
    word = "supercalifragilisticexpialidocious"
    assert record_phrase(hibari_voice, word) == record_phrase(hibari_voice, f"{word[:24]} {word[24:]}")


def test_cache_inputs_name_all_that_affects_the_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    identity = hibari.open_voice(None, VoiceSettings()).cache_inputs
    assert {"hibari-tts", "onnxruntime", "numpy", "seed", "pace", "fft"} <= identity.keys()
    assert identity["onnxruntime"] == installed_versions("onnxruntime")["onnxruntime"]
    monkeypatch.setattr(hibari, "find_spec", lambda _: object())  # scipy is there
    assert hibari.open_voice(None, VoiceSettings()).cache_inputs["fft"].startswith("scipy ")


@pytest.mark.parametrize("speaker", ["nobody", "HEART", "../x"])
def test_speakers_that_it_does_not_know_are_refused(speaker: str) -> None:
    with pytest.raises(RequestError, match=r"heart.* emma"):
        hibari.HibariVoice(speaker)


@pytest.mark.usefixtures("hibari_voice")
def test_a_voice_that_was_not_fetched_is_not_fetched_now(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
    monkeypatch.setattr(socket, "socket", lambda *_: pytest.fail("the net was asked"))
    with pytest.raises(VoiceError, match=r"Download it once.*hibari .Hello. --voice emma"):
        record_phrase(hibari.open_voice("emma", VoiceSettings()), "Half way.")


def test_a_voice_that_was_fetched_speaks(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, hibari_voice: hibari.HibariVoice
) -> None:
    """Use the shipped model in place of another: the file must be found and read as British English."""
    assets = Path(external_tools.require_package("hibari").__file__).parent / "assets"
    shutil.copy(assets / "hibari.onnx", tmp_path / "bf_emma.int8.onnx")
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
    emma = hibari.open_voice("emma", VoiceSettings())
    assert record_phrase(emma, "Half past.") != record_phrase(hibari_voice, "Half past.")
    assert emma.cache_inputs != hibari_voice.cache_inputs


def _replace_engine(
    monkeypatch: pytest.MonkeyPatch, synthesise: Callable[[str, float], bytes]
) -> hibari.HibariVoice:
    monkeypatch.setattr(hibari, "_load_engine", lambda _: synthesise)
    return hibari.open_voice(None, VoiceSettings())


def test_silence_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(VoiceError, match="silence"):
        record_phrase(_replace_engine(monkeypatch, lambda *_: bytes(96_000)), "Half way.")


def test_what_the_engine_raises_is_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> NoReturn:
        raise ArithmeticError("bad model")

    with pytest.raises(VoiceError, match="bad model"):
        record_phrase(_replace_engine(monkeypatch, fail), "Half way.")


def test_an_engine_that_cannot_be_loaded_is_a_voice_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "hibari", None)
    with pytest.raises(VoiceError, match="can't be loaded"):
        record_phrase(hibari.open_voice(None, VoiceSettings()), "Half way.")


def test_several_threads_record_what_one_does(hibari_voice: hibari.HibariVoice) -> None:
    cues = [split_into_phrases(cue) for cue in ("Sit tall.", "Let go…", "And the other way.", "Half way.")]
    alone = [hibari_voice.record(cue) for cue in cues]
    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(hibari_voice.record, cues)) == alone


def test_one_that_is_closed_in_the_middle_of_a_cue_says_no_more() -> None:
    voice = hibari.open_voice(None, VoiceSettings())

    def closing(*_: object) -> bytes:
        voice.close()
        return square_tone(8.0, 24_000)[44:]

    voice._synthesise = closing
    with pytest.raises(VoiceError, match="closed in the middle"):
        record_phrase(voice, "This is a cue of rather many words, which is therefore taken more than once.")
