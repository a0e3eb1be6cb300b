"""What every voice looks like from outside, whichever engine is behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from voiceguide.speech import pace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from voiceguide.speech.phrases import Phrase


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How a listener wants a voice to speak: its language, words a minute, and its pitch where it has one."""

    language: str = "en"
    rate: int = pace.DEFAULT_RATE
    pitch: int | None = None
    """From 0, low, to 100; None is the voice's own."""


DEFAULT_VOICE_SETTINGS = VoiceSettings()


class Voice(Protocol):
    """One speaker of one engine. Opening it is cheap; `load`, or the first `record`, loads what it needs.

    Several threads may record at once, and what one records does not depend on the others.
    """

    @property
    def name(self) -> str:
        """Engine and speaker, as `--voice` takes them, but for a file's folder: “hibari:heart”."""
        ...

    @property
    def cache_inputs(self) -> Mapping[str, str]:
        """Everything that shapes the samples, ready for JSON and cheap: no engine is loaded for it.

        Two voices with equal identities record the same samples for the same cue.
        """
        ...

    def load(self) -> None:
        """Get ready to record while the caller is busy otherwise. Raises VoiceError as `record` does."""
        ...

    def record(self, cue: Sequence[Phrase]) -> tuple[bytes, ...]:
        """The phrases of a cue, in spoken form → a WAV file of each: mono, 16-bit PCM, at the engine's rate.

        Slow ones are said slower than the others, see `pace.SLOWER`.
        Raises VoiceError when the engine is missing, fails, or gives back something that isn't speech.
        """
        ...

    def close(self) -> None:
        """Let go of the engine. A closed voice opens again at the next `record`.

        A `record` under way in another thread ends soon, with a VoiceError if not with its cue.
        """
        ...
