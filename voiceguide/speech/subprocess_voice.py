"""A voice whose engine may hang or crash: each cue is spoken in a process of its own, and judged."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.errors import VoiceError
from voiceguide.speech import pace
from voiceguide.speech.worker_process import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from voiceguide.speech.phrases import Phrase
    from voiceguide.speech.worker_process import Question

ENGINE_CHARACTER_LIMIT = 200
"""Characters in one phrase: some texts a little longer crash espeak-ng, which piper reads with too."""


@dataclass(eq=False)
class SubprocessVoice:
    """A voice that asks `child`, a module that ends in `guard.serve`, for each take.

    A question is `question` with `text` and `setting`, a whole number among `pacing.settings`; the answer is
    the bytes of a WAV file.
    """

    name: str
    worker_module: str
    base_question: Question
    pacing: pace.Pacing
    extra_cache_inputs: Callable[[], Mapping[str, str]]
    """What else shapes the samples, looked up when it is wanted."""
    _workers: set[Worker] = field(default_factory=set)
    _close_count: int = 0

    @property
    def cache_inputs(self) -> dict[str, str]:
        """The name, what is asked of the child, the pace, and the versions."""
        question = {key: str(value) for key, value in self.base_question.items()}
        return {**question, "voice": self.name, "pace": self.pacing.cache_input, **self.extra_cache_inputs()}

    def load(self) -> None:
        """Nothing is shared by two cues."""

    def record(self, cue: Sequence[Phrase]) -> tuple[bytes, ...]:
        """Phrases below LONGEST characters.

        Raises VoiceError when two processes, one after the other, give nothing that may be this cue.
        """
        for phrase in cue:
            if len(phrase.text) >= ENGINE_CHARACTER_LIMIT:
                engine, excerpt = self.name.partition(":")[0], phrase.text[:40]
                raise VoiceError(
                    f"A phrase of {len(phrase.text)} characters is too long for {engine}: “{excerpt}…”"
                )
        close_count = self._close_count
        try:
            return self._record_once(cue)
        except VoiceError:
            if self._close_count != close_count:
                raise
            return self._record_once(cue)

    def close(self) -> None:
        """Nothing stays open between cues; processes that speak just now are ended."""
        self._close_count += 1
        for worker in tuple(self._workers):
            worker.kill()

    def _record_once(self, cue: Sequence[Phrase]) -> tuple[bytes, ...]:
        # What such an engine says depends on all that its process said before, so each cue has a new one.
        with Worker(self.worker_module) as worker, self._track(worker):

            def record(text: str, speed: int) -> bytes:
                return worker.ask({**self.base_question, "text": text, "setting": speed})

            return pace.record_at_pace(cue, record, self.pacing)

    @contextmanager
    def _track(self, worker: Worker) -> Iterator[None]:
        """So that `close` finds it."""
        self._workers.add(worker)
        try:
            yield
        finally:
            self._workers.discard(worker)
