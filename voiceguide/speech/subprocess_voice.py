"""A voice whose engine may hang or crash: each cue is spoken in a process of its own, and judged."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.errors import VoiceError
from voiceguide.speech import pace
from voiceguide.speech.worker_process import Child

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from voiceguide.speech.phrases import Phrase
    from voiceguide.speech.worker_process import Question

LONGEST = 200
"""Characters in one phrase: some texts a little longer crash espeak-ng, which piper reads with too."""


@dataclass(eq=False)
class Guarded:
    """A voice that asks `child`, a module that ends in `guard.serve`, for each take.

    A question is `question` with `text` and `setting`, a whole number among `pacing.settings`; the answer is
    the bytes of a WAV file.
    """

    name: str
    child: str
    question: Question
    pacing: pace.Pacing
    versions: Callable[[], Mapping[str, str]]
    """What else shapes the samples, looked up when it is wanted."""
    _speaking: set[Child] = field(default_factory=set)
    _closings: int = 0

    @property
    def identity(self) -> dict[str, str]:
        """The name, what is asked of the child, the pace, and the versions."""
        asked = {key: str(value) for key, value in self.question.items()}
        return {**asked, "voice": self.name, "pace": self.pacing.identity, **self.versions()}

    def load(self) -> None:
        """Nothing is shared by two cues."""

    def record(self, cue: Sequence[Phrase]) -> tuple[bytes, ...]:
        """Phrases below LONGEST characters.

        Raises VoiceError when two processes, one after the other, give nothing that may be this cue.
        """
        for phrase in cue:
            if len(phrase.text) >= LONGEST:
                engine, start = self.name.partition(":")[0], phrase.text[:40]
                raise VoiceError(
                    f"A phrase of {len(phrase.text)} characters is too long for {engine}: “{start}…”"
                )
        closings = self._closings
        try:
            return self._recorded(cue)
        except VoiceError:
            if self._closings != closings:
                raise
            return self._recorded(cue)

    def close(self) -> None:
        """Nothing stays open between cues; processes that speak just now are ended."""
        self._closings += 1
        for child in tuple(self._speaking):
            child.end()

    def _recorded(self, cue: Sequence[Phrase]) -> tuple[bytes, ...]:
        # What such an engine says depends on all that its process said before, so each cue has a new one.
        with Child(self.child) as child, self._known(child):

            def record(text: str, setting: int) -> bytes:
                return child.ask({**self.question, "text": text, "setting": setting})

            return pace.paced(cue, record, self.pacing)

    @contextmanager
    def _known(self, child: Child) -> Iterator[None]:
        """So that `close` finds it."""
        self._speaking.add(child)
        try:
            yield
        finally:
            self._speaking.discard(child)
