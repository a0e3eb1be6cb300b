"""From a sound of the score to its clip: out of the store, or spoken, shaped and encoded once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from voiceguide.errors import AskedError, Problem, ScriptError, VoiceError, VoiceguideError
from voiceguide.mp3 import encode, frames
from voiceguide.session.items import Item, Say, Sound, Span
from voiceguide.sound import shape, tones
from voiceguide.store import Store, key
from voiceguide.voice import spoken
from voiceguide.voice.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from voiceguide.voice.face import Voice

Form = Literal["mp3", "pcm"]
_BYTES_PER_SAMPLE = 2
_LENGTH_BYTES = 8


@dataclass(frozen=True, slots=True)
class Clip:
    """One cue or tone.

    `data` is its MP3 frames, or its samples (16-bit little-endian mono at 24 kHz); `length` is what is
    heard, in samples; `spoken` is what the voice was given ("" for a tone).
    """

    data: bytes
    length: int
    spoken: str

    @property
    def span(self) -> int:
        """Samples it occupies on the timeline, whichever its form: a session is the same in both."""
        return frames.span(self.length)


@dataclass
class Booth:
    """Where clips are made: one voice, one store, one form. Every clip is asked for at most once.

    `watch` is called with (clips ready, clips wanted) after each clip that `prepare` had to make.
    """

    voice: Voice
    store: Store
    form: Form = "mp3"
    language: str = "en"
    watch: Callable[[int, int], None] = lambda _ready, _wanted: None
    made: int = 0
    kept: bool = True
    """False once the store could not be written."""
    _ready: dict[Sound, Clip] = field(default_factory=dict)

    def take(self, sound: Sound) -> Clip:
        """The clip of a sound. Raises VoiceError or SoundError when it cannot be made."""
        if sound not in self._ready:
            self._ready[sound] = self._tone(sound.text) if sound.kind == "tone" else self._cue(sound.words)
        return self._ready[sound]

    def prepare(self, items: Iterable[Item]) -> None:
        """Makes every clip of a score. An error names the line of the cue that could not be made.

        Raises ScriptError for words that no voice can say, VoiceError for what this voice could not.
        """
        wanted = _sounds(items)
        if problems := _unspeakable(wanted, self.language):
            raise ScriptError(problems)
        for ready, (sound, source) in enumerate(wanted.items(), start=1):
            made = self.made
            try:
                self.take(sound)
            except AskedError:
                raise
            except VoiceguideError as error:
                raise VoiceError(f"{source or 'automatic words'}: “{sound.text}”: {error}") from error
            if self.made > made:
                self.watch(ready, len(wanted))

    def _cue(self, text: str) -> Clip:
        words = spoken.spoken(text, self.language)
        shaped_by = {"spoken": words, **self.voice.identity, **shape.identity()}

        def make() -> bytes:
            cue = phrases(words)
            recorded = self.voice.record(cue)
            return shape.cue([(take, phrase.pause) for take, phrase in zip(recorded, cue, strict=True)])

        return self._clip(shaped_by, make, words)

    def _tone(self, name: str) -> Clip:
        return self._clip(tones.tone_identity(name), lambda: tones.tone(name), "")

    def _clip(self, shaped_by: dict[str, str], make: Callable[[], bytes], words: str) -> Clip:
        name = key({**shaped_by, **encode.identity(), "form": self.form})
        content = self.store.read(name)
        if content is None:
            pcm = make()
            data = encode.encode(pcm) if self.form == "mp3" else pcm
            content = (len(pcm) // _BYTES_PER_SAMPLE).to_bytes(_LENGTH_BYTES, "little") + data
            self.kept = self.store.write(name, content) and self.kept
            self.made += 1
        length = int.from_bytes(content[:_LENGTH_BYTES], "little")
        return Clip(content[_LENGTH_BYTES:], length, spoken.plain(words))


def unspeakable(items: Iterable[Item], language: str = "en") -> tuple[Problem, ...]:
    """A Problem for each cue of a score with something in it that no voice can say.

    Raises AskedError for automatic words, which have no line: a title, or what is needed.
    """
    return _unspeakable(_sounds(items), language)


def _unspeakable(sounds: dict[Sound, str], language: str) -> tuple[Problem, ...]:
    problems = []
    for sound, source in sounds.items():
        reason = spoken.unspeakable(sound.words, language) if sound.kind == "speech" else None
        if reason and not source:  # said without being written, of what stands in the front matter
            raise AskedError(f"“{sound.text}” has {reason}. Mend the title, or what is needed.")
        if reason:
            file, line, column = source.rsplit(":", 2)
            problems.append(
                Problem(file, int(line), int(column), f"This has {reason}.", "Write it in words.")
            )
    return tuple(problems)


def _sounds(items: Iterable[Item]) -> dict[Sound, str]:
    """Every sound of a score, and the line where it is first asked for ("" for automatic words)."""
    found: dict[Sound, str] = {}
    for item in items:
        if isinstance(item, Say):
            found.setdefault(item.sound, item.tag.source)
        elif isinstance(item, Span):
            for mark in item.marks:
                found.setdefault(mark.sound, mark.source or item.tag.source)
    return found
