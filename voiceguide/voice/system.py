"""The computer's own voices: SAPI 5 on Windows, NSSpeech on macOS, espeak-ng elsewhere, all through pyttsx3.

Measured on Linux only (pyttsx3 2.99, espeak-ng 1.52; see `CALM`). For macOS and Windows it is written
after what the source of their drivers says, and was not tried there.
"""

from __future__ import annotations

import json
import platform
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from voiceguide.errors import VoiceError
from voiceguide.versions import versions
from voiceguide.voice import pace
from voiceguide.voice.guard import Child
from voiceguide.voice.spoken import tongue

RATES = range(80, 301)
"""Words a minute as pyttsx3 counts them, which is not as people do. espeak-ng takes all below 80 for 80."""

CALM = 127
"""Calm for short cues, and where the search for the right pace of the others begins.

Measured with espeak-ng's en-us over 42 cues of 8-17 words (see `hibari.CALM`), words a minute of cues
above eight words: at a fixed rate of 150, 145 to 230.
"""

LONGEST = 200
"""Characters in one phrase: some texts a little longer crash espeak-ng."""

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voiceguide.voice.phrases import Phrase

_CHILD = "voiceguide.voice.system_child"
_LINUX = sys.platform.startswith("linux")
_ESPEAK = {"en": "en-us"}
"""espeak-ng's voice for a language, where it isn't called by its code."""


class System:
    """One of the system's voices, by its name or id there; none means the first of the language.

    A named one is the listener's choice, whatever its language.
    """

    def __init__(self, speaker: str | None, language: str) -> None:
        self._language = language
        self._speaker = speaker or (_ESPEAK.get(language, language) if _LINUX else "")
        self.name = f"pyttsx3:{self._speaker}".rstrip(":")
        self._speaking: set[Child] = set()
        self._closings = 0

    @property
    def identity(self) -> dict[str, str]:
        """Off Linux the voices belong to the system, so its version stands for theirs."""
        voices = versions("espeakng-loader") if _LINUX else {"system": platform.platform()}
        return {
            "voice": self.name,
            "language": self._language,
            "pace": pace.identity(RATES, CALM, tongue(self._language).word),
            **versions("pyttsx3"),
            **voices,
        }

    def load(self) -> None:
        """Nothing is shared by two cues."""

    def record(self, cue: Sequence[Phrase]) -> tuple[bytes, ...]:
        """Phrases below 200 characters, at the system voice's rate (espeak-ng: 22.05 kHz).

        Raises VoiceError when two processes, one after the other, give nothing that may be this cue.
        """
        for phrase in cue:
            if len(phrase.text) >= LONGEST:
                start = phrase.text[:40]
                raise VoiceError(
                    f"A phrase of {len(phrase.text)} characters is too long for pyttsx3: “{start}…”"
                )
        closings = self._closings
        try:
            return self._takes(cue)
        except VoiceError:
            if self._closings != closings:
                raise
            return self._takes(cue)

    def close(self) -> None:
        """Nothing stays open between cues; processes that speak just now are ended."""
        self._closings += 1
        for child in tuple(self._speaking):
            child.end()

    def _takes(self, cue: Sequence[Phrase]) -> tuple[bytes, ...]:
        # espeak-ng's samples depend on all that its process said before, so each cue has a new one: 0.1 s.
        with Child(_CHILD) as child, self._known(child):

            def take(text: str, rate: int) -> bytes:
                return child.ask(
                    {"text": text, "speaker": self._speaker, "language": self._language, "rate": rate}
                )

            return pace.paced(cue, take, RATES, CALM, tongue(self._language).word)

    @contextmanager
    def _known(self, child: Child) -> Iterator[None]:
        """So that `close` finds it."""
        self._speaking.add(child)
        try:
            yield
        finally:
            self._speaking.discard(child)


def open_voice(speaker: str | None, language: str = "en") -> System:
    """Whether the system has such a speaker, or one of the language, shows at the first `record`."""
    return System(speaker, language)


def speakers() -> tuple[str, ...]:
    """The ids of all system voices. Starts a process; raises VoiceError when there are none to ask."""
    with Child(_CHILD) as child:
        return tuple(json.loads(child.ask({})))
