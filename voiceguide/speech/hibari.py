"""Default engine: hibari, whose wheel contains the small neural voice “heart”."""

from __future__ import annotations

import platform
import re
from contextlib import contextmanager
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from voiceguide.errors import RequestError, VoiceError
from voiceguide.speech import pace
from voiceguide.versions import installed_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from voiceguide.speech.budget import Budget
    from voiceguide.speech.phrases import Phrase
    from voiceguide.speech.voice import VoiceSettings

SHIPPED_SPEAKERS = ("heart",)
DOWNLOADABLE_SPEAKERS = ("emma", "fenrir", "fable", "kore")
"""Speakers that the listener can download with hibari's own program; voiceguide never downloads them."""

SPEEDS = range(45, 86)
"""Speeds in per cent of hibari's default. Faster speech is not calm: at 100 it has 238 words a minute. Slower
speech breaks down: “Turn” lasts 0.98 s at 45 and 1.69 s at 40."""

CALM_SPEED = 68
"""Speed of short cues, and the first attempt for longer ones (`pace.record_at_pace`).

Measured over 42 cues of 8-17 words, from the first to the last sound above -50 dB, with 0.5 s between sentences
(words a minute of cues above eight words):

    speed fixed at   0.60     0.65     0.70     0.75
    slowest-fastest  105-165  107-169  120-196  122-207
    recorded by pace.record_at_pace: see docs/decisions/0006-pace-by-recording-again.md
"""


_SEED = 0
_BRACKETS_TO_SPACES = str.maketrans("[]", "  ")  # [word](/ipa/) is hibari's markup for a pronunciation
_LONG_WORD = re.compile(r"[^\W\d_]{24}(?=[^\W\d_])")  # hibari drops the rest of a longer unknown word


class HibariVoice:
    """One speaker of hibari: the one in its wheel, or one that the listener has downloaded."""

    def __init__(self, speaker: str, rate: int = pace.DEFAULT_RATE) -> None:
        if speaker not in SHIPPED_SPEAKERS + DOWNLOADABLE_SPEAKERS:
            raise RequestError(
                f"hibari has no voice “{speaker}”. It contains {SHIPPED_SPEAKERS[0]}; its own program downloads "
                f"{', '.join(DOWNLOADABLE_SPEAKERS)}."
            )
        self._pacing = pace.Pacing(SPEEDS, CALM_SPEED, rate=rate)
        self.name = f"hibari:{speaker}"
        self._speaker = speaker
        self._synthesise: Callable[[str, float], bytes] | None = None
        self._load_lock = Lock()

    @property
    def cache_inputs(self) -> dict[str, str]:
        """Speaker, pace and versions: another onnxruntime, or installing scipy, changes samples and lengths."""
        fft = "scipy" if find_spec("scipy") else "numpy"
        return {
            "voice": self.name,
            "seed": str(_SEED),
            "pace": self._pacing.cache_input,
            "machine": platform.machine(),  # int8 kernels differ between processor families
            **installed_versions("hibari-tts", "onnxruntime", "numpy"),
            "fft": f"{fft} {installed_versions(fft)[fft]}",
        }

    def load(self) -> None:
        """Load the model. Takes 0.7 s and 120 MB. Raise VoiceError if that fails."""
        self._ensure_loaded()

    def record(self, cue: Sequence[Phrase]) -> tuple[bytes, ...]:
        """Record the phrases at 24 kHz, at the speed that is nearest to the rate."""
        return pace.record_at_pace(cue, partial(self._record_phrase, self._ensure_loaded()), self._pacing)

    def close(self) -> None:
        """Unload the model."""
        self._synthesise = None

    def _ensure_loaded(self) -> Callable[[str, float], bytes]:
        """Return the synthesis function, loading the model at the first call."""
        with self._load_lock:
            self._synthesise = self._synthesise or _load_engine(self._speaker)
            return self._synthesise

    def _record_phrase(self, synthesise: Callable[[str, float], bytes], phrase: str, speed: int) -> bytes:
        """Return a phrase as a WAV file. Raise VoiceError if hibari fails or was closed."""
        if self._synthesise is not synthesise:
            raise VoiceError("hibari was closed in the middle of a cue.")
        from voiceguide.speech import recording

        text = _LONG_WORD.sub(r"\g<0> ", phrase.translate(_BRACKETS_TO_SPACES))
        try:
            with _characters_at_once().take(len(text)):
                return recording.encode_wav(24_000, synthesise(text, speed / 100))
        except Exception as error:  # onnxruntime and hibari may raise anything
            raise VoiceError(f"hibari could not say “{phrase}”: {error}") from error


def open_voice(speaker: str | None, settings: VoiceSettings) -> HibariVoice:
    """Open a speaker. Raise RequestError if hibari has no such speaker; a missing download fails at `record`."""
    return HibariVoice(speaker or SHIPPED_SPEAKERS[0], settings.rate)


@cache
def _characters_at_once() -> Budget:
    """Return the characters that threads may synthesise at once: model and transforms take 0.3 MB for each."""
    from voiceguide.speech.budget import Budget
    from voiceguide.speech.phrases import MAX_PHRASE_CHARACTERS

    return Budget(MAX_PHRASE_CHARACTERS)


def _load_engine(speaker: str) -> Callable[[str, float], bytes]:
    """Return a function from a phrase and hibari's speed to 16-bit samples at 24 kHz.

    Raise VoiceError if the speaker is not downloaded, or if hibari cannot be loaded.
    """
    from voiceguide.speech import onnx

    _characters_at_once()  # made before threads ask for it
    try:
        onnx.load_runtime()
        import hibari
        from hibari.g2p import G2P
        from hibari.voices import VOICES, voice_path

        model = voice_path(speaker, download_missing=False)
        with _flat_lexicons():
            g2p = G2P(british=VOICES[speaker]["british"])
        # The text is normalised already; hibari would turn “Say no.” into “Say number.”
        engine = hibari.Hibari(voice=speaker, threads=1, g2p=lambda text: g2p(text, normalize_text=False))
        engine.sess = None  # its own session would keep the memory of the longest phrase
        engine.sess = onnx.inference_session(Path(model))
    except FileNotFoundError as error:
        raise VoiceError(
            f"The voice hibari:{speaker} is not on this computer. Download it once: "
            f'hibari "Hello" --voice {speaker}.'
        ) from error
    except Exception as error:
        raise VoiceError(
            f"hibari can't be loaded ({error}). Use --voice pyttsx3, or install it again."
        ) from error

    def synthesise(phrase: str, speed: float) -> bytes:
        audio = engine(phrase, speed=speed, seed=_SEED)
        pcm: bytes = (audio.clip(-1, 1) * 32767).astype("int16").tobytes()
        return pcm

    return synthesise


@contextmanager
def _flat_lexicons() -> Iterator[None]:
    """Let hibari keep its lexicons and the weights of its tagger in 15 MB, not 95."""
    from hibari import g2p

    from voiceguide.speech.flat_dict import flatten

    load = g2p._load_json  # noqa: SLF001 - hibari 0.2.1, the version that is required, has no other way in
    g2p._load_json = lambda name: flatten(load(name))  # noqa: SLF001
    try:
        yield
    finally:
        g2p._load_json = load  # noqa: SLF001
