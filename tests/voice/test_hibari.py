from __future__ import annotations

import socket
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests import judges
from tests.voice.hums import hum, say
from voiceguide.errors import AskedError, VoiceError
from voiceguide.versions import versions
from voiceguide.voice import hibari, wav

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CUES = (
    "Let the weight of your arm take you further.",  # monosyllables: 206 a minute at a fixed 0.7
    "Stop if you feel sharp pain, tingling, numbness or dizziness.",  # 129
    "Arch your upper back over the edge of the chair, hands behind your head.",
)


@pytest.fixture(scope="module")
def heart() -> Iterator[hibari.Hibari]:
    judges.package("hibari")
    voice = hibari.open_voice(None)
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
def test_cues_above_eight_words_keep_our_pace_offline(heart: hibari.Hibari, cue: str) -> None:
    recording = wav.read(say(heart, cue))
    words = 60 * len(cue.split())
    assert recording.rate == 24_000
    assert 120 <= words / (recording.sounding() + 0.5) < words / recording.sounding() <= 160


def test_the_same_phrase_has_the_same_samples(heart: hibari.Hibari) -> None:
    once = say(heart, "Half way.")
    say(heart, "Breathe out.")
    assert say(heart, "Half way.") == once
    heart.close()
    assert say(heart, "Half way.") == once


def test_brackets_are_no_markup_and_words_no_abbreviations(heart: hibari.Hibari) -> None:
    assert say(heart, "[Soft](/nˈʌmbəɹ/) knees.") == say(heart, " Soft (/nˈʌmbəɹ/) knees.")
    assert say(heart, "Say no.") != say(heart, "Say number.")


def test_the_end_of_a_long_word_is_not_dropped(heart: hibari.Hibari) -> None:
    word = "supercalifragilisticexpialidocious"
    assert say(heart, word) == say(heart, f"{word[:24]} {word[24:]}")


def test_the_identity_names_all_that_shapes_the_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    identity = hibari.open_voice(None).identity
    assert {"hibari-tts", "onnxruntime", "numpy", "seed", "pace", "fft"} <= identity.keys()
    assert identity["onnxruntime"] == versions("onnxruntime")["onnxruntime"]
    monkeypatch.setattr(hibari, "find_spec", lambda _: object())  # scipy is there
    assert hibari.open_voice(None).identity["fft"].startswith("scipy ")


@pytest.mark.parametrize("speaker", ["emma", "HEART", "../x"])
def test_speakers_that_are_not_shipped_are_refused(speaker: str) -> None:
    with pytest.raises(AskedError, match="heart"):
        hibari.Hibari(speaker)


def _engine(monkeypatch: pytest.MonkeyPatch, synthesise: Callable[[str, float], bytes]) -> hibari.Hibari:
    monkeypatch.setattr(hibari, "_load", lambda _: synthesise)
    return hibari.open_voice(None)


def test_silence_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(VoiceError, match="silence"):
        say(_engine(monkeypatch, lambda *_: bytes(96_000)), "Half way.")


def test_what_the_engine_raises_is_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> NoReturn:
        raise ArithmeticError("bad model")

    with pytest.raises(VoiceError, match="bad model"):
        say(_engine(monkeypatch, fail), "Half way.")


def test_an_engine_that_cannot_be_loaded_is_a_voice_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "hibari", None)
    with pytest.raises(VoiceError, match="can't be loaded"):
        say(hibari.open_voice(None), "Half way.")


def test_what_the_engine_prints_is_swallowed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def chatty(*_: object) -> bytes:
        print("hello")  # noqa: T201 - what a foreign engine does
        return hum(0.8, 24_000)[44:]

    say(_engine(monkeypatch, chatty), "Half way.")
    assert capsys.readouterr() == ("", "")
