"""Voice whose engine may hang or crash: each cue is recorded in a separate process, and checked."""

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
"""Limit of characters in one phrase: some longer texts crash espeak-ng, which Piper uses too."""


@dataclass(eq=False)
class SubprocessVoice:
    """Voice recorded by `worker_module`, a module that calls `worker_process.serve`.

    A question is `base_question` with `text` and `speed`, one of `pacing.speeds`; the answer is a WAV file.
    """

    name: str
    worker_module: str
    base_question: Question
    pacing: pace.Pacing
    extra_cache_inputs: Callable[[], Mapping[str, str]]
    """Function that returns further inputs of the cache key, such as versions; called lazily."""
    _workers: set[Worker] = field(default_factory=set)
    _close_count: int = 0

    @property
    def cache_inputs(self) -> dict[str, str]:
        """Name, base question, pace and `extra_cache_inputs`."""
        question = {key: str(value) for key, value in self.base_question.items()}
        return {**question, "voice": self.name, "pace": self.pacing.cache_input, **self.extra_cache_inputs()}

    def load(self) -> None:
        """Do nothing: each cue has a new process."""

    def record(self, cue: Sequence[Phrase]) -> tuple[bytes, ...]:
        """Record phrases shorter than ENGINE_CHARACTER_LIMIT, each cue in a new process.

        Raise VoiceError for a longer phrase, or if two processes in succession fail or record no speech.
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
        """Kill the processes of cues in progress."""
        self._close_count += 1
        for worker in tuple(self._workers):
            worker.kill()

    def _record_once(self, cue: Sequence[Phrase]) -> tuple[bytes, ...]:
        """Record a cue in one process."""
        # A new process for each cue: what these engines say depends on what their process said before.
        with Worker(self.worker_module) as worker, self._track(worker):

            def record(text: str, speed: int) -> bytes:
                return worker.ask({**self.base_question, "text": text, "speed": speed})

            return pace.record_at_pace(cue, record, self.pacing)

    @contextmanager
    def _track(self, worker: Worker) -> Iterator[None]:
        """Let `close` kill the worker while the context is open."""
        self._workers.add(worker)
        try:
            yield
        finally:
            self._workers.discard(worker)
