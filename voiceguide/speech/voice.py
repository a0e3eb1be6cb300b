"""Interface of a voice, independent of its engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from voiceguide.speech import pace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from voiceguide.plan.options import Choices
    from voiceguide.speech.phrases import Phrase


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """Settings of a voice: language, rate in words a minute, and pitch."""

    language: str = "en"
    rate: int = pace.DEFAULT_RATE
    pitch: int | None = None
    """From 0, low, to 100; None for the voice's own pitch."""

    @classmethod
    def from_choices(cls, choices: Choices, language: str) -> VoiceSettings:
        """Return the settings that a listener chose, for a language."""
        return cls(language, choices.voice_rate or pace.DEFAULT_RATE, choices.pitch)


DEFAULT_VOICE_SETTINGS = VoiceSettings()


class Voice(Protocol):
    """One speaker of one engine. Opening it is cheap; `load` or the first `record` loads its engine.

    Thread-safe: a recording does not depend on those of other threads.
    """

    @property
    def name(self) -> str:
        """Engine and speaker as in `--voice`, without the folder of a file: “hibari:heart”."""
        ...

    @property
    def cache_inputs(self) -> Mapping[str, str]:
        """Everything that decides the samples of a cue, for cache keys. No engine is loaded for it.

        Two voices with equal `cache_inputs` record equal samples for equal cues.
        """
        ...

    def load(self) -> None:
        """Load the engine before the first `record`. Raise VoiceError if that fails."""
        ...

    def record(self, cue: Sequence[Phrase]) -> tuple[bytes, ...]:
        """Record the normalised phrases of a cue, each as a WAV file: mono, 16-bit PCM, at the engine's rate.

        Slow phrases are spoken at `pace.SLOW_SPEED_RATIO` of the speed of the others. Raise VoiceError if the
        engine is missing or fails, or if a recording cannot be speech.
        """
        ...

    def close(self) -> None:
        """Unload the engine. The next `record` loads it again.

        A `record` in another thread ends soon, with its cue or a VoiceError.
        """
        ...
