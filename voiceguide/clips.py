"""From a sound of the score to its clip: out of the store, or spoken, shaped and encoded once."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from voiceguide import crew
from voiceguide.errors import AskedError, Problem, ScriptError, VoiceError, VoiceguideError
from voiceguide.mp3 import encode, frames
from voiceguide.near import Near
from voiceguide.session.items import Item, Say, Sound, Span
from voiceguide.sound import hush, shape, tones
from voiceguide.store import Store, key
from voiceguide.voice import spoken
from voiceguide.voice.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from voiceguide.voice.face import Voice

Form = Literal["mp3", "pcm"]
_BYTES_PER_SAMPLE = 2
_LENGTH_BYTES = 8
_ROOM = 4_000_000
"""Bytes of sound kept in memory: eight minutes of speech as MP3. What falls out is read again."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One cue or tone without its sound, which the store has under `name`.

    `length` is what is heard, in samples; `spoken` is what the voice was given ("" for a tone).
    """

    name: str
    length: int
    spoken: str

    @property
    def span(self) -> int:
        """Samples it occupies on the timeline, whichever its form: a session is the same in both."""
        return frames.span(self.length)


@dataclass(frozen=True, slots=True)
class _Recipe:
    """How a clip comes to be: its name in the store, the words for the voice, and what makes its samples."""

    name: str
    words: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class _Made:
    """A clip just made: its length in samples, its sound, and whether the store has it now."""

    length: int
    data: bytes
    stored: bool


@dataclass
class Booth:
    """Where clips are made: one voice, one chime, one store, one form. No clip is made twice.

    `watch` is called with (clips ready, clips wanted) after each clip that `prepare` had to make.
    """

    voice: Voice
    store: Store
    form: Form = "mp3"
    language: str = "en"
    chime: str = "bowl"
    """What plays the tones: one of sound/notes.CHIMES."""
    watch: Callable[[int, int], None] = lambda _ready, _wanted: None
    workers: int = field(default_factory=crew.usual)
    """How many clips are made at once."""
    made: int = 0
    kept: bool = True
    """False once the store could not be written."""
    _ready: dict[Sound, Clip] = field(default_factory=dict)
    _near: Near = field(default_factory=lambda: Near(_ROOM))
    _unkept: dict[str, bytes] = field(default_factory=dict)
    """The sounds that the store would not take."""

    def take(self, sound: Sound) -> Clip:
        """The clip of a sound. Raises VoiceError or SoundError when it cannot be made."""
        if sound not in self._ready and not self._found(sound):
            recipe = self._recipe(sound)
            self._keep(sound, recipe, self._make(recipe))
        return self._ready[sound]

    def data(self, sound: Sound) -> bytes:
        """Its MP3 frames, or its samples (16-bit little-endian mono at 24 kHz). Raises as `take` does."""
        name = self.take(sound).name
        data = self._unkept.get(name) or self._near.get(name)
        if data is None:  # out of memory: read again, or made again where it is no longer in the store
            del self._ready[sound]
            self.take(sound)
            data = self._unkept.get(name) or self._near.get(name)
        return data or b""

    def prepare(self, items: Iterable[Item]) -> None:
        """Makes every clip of a score. An error names the line of the cue that could not be made.

        Raises ScriptError for words that no voice can say, VoiceError for what this voice could not.
        """
        wanted = _sounds(items)
        fresh = {sound: source for sound, source in wanted.items() if sound not in self._ready}
        if problems := _unspeakable(fresh, self.language):
            raise ScriptError(problems)
        missing: dict[str, tuple[int, Sound, _Recipe]] = {}
        for number, sound in enumerate(wanted, start=1):
            if sound not in self._ready and not self._found(sound):
                recipe = self._recipe(sound)
                missing.setdefault(recipe.name, (number, sound, recipe))
        if not missing:
            return
        recipes = [recipe for _, _, recipe in missing.values()]
        with closing(crew.each(self._make, recipes, self.workers, self.voice.close)) as making:
            for number, sound, recipe in missing.values():
                try:
                    self._keep(sound, recipe, next(making))
                except AskedError:
                    raise
                except VoiceguideError as error:
                    source = wanted[sound] or "automatic words"
                    raise VoiceError(f"{source}: “{sound.text}”: {error}") from error
                self.watch(number, len(wanted))

    def _recipe(self, sound: Sound) -> _Recipe:
        form = {**encode.identity(), "form": self.form}
        if sound.kind == "hush":
            length = int(sound.text)
            return _Recipe(key({**hush.identity(length), **form}), "", lambda: hush.hush(length))
        if sound.kind == "tone":
            shaped_by = tones.tone_identity(sound.text, self.chime)
            return _Recipe(key({**shaped_by, **form}), "", lambda: tones.tone(sound.text, self.chime))
        words = spoken.spoken(sound.words, self.language)
        shaped_by = {"spoken": words, **self.voice.identity, **shape.identity()}
        return _Recipe(key({**shaped_by, **form}), spoken.plain(words), lambda: self._said(words))

    def _said(self, words: str) -> bytes:
        cue = phrases(words)
        recorded = self.voice.record(cue)
        return shape.cue([(take, phrase.pause) for take, phrase in zip(recorded, cue, strict=True)])

    def _make(self, recipe: _Recipe) -> _Made:
        """Touches nothing that others at work touch too."""
        pcm = recipe.make()
        length = len(pcm) // _BYTES_PER_SAMPLE
        data = encode.encode(pcm) if self.form == "mp3" else pcm
        stored = self.store.write(recipe.name, length.to_bytes(_LENGTH_BYTES, "little") + data)
        return _Made(length, data, stored)

    def _keep(self, sound: Sound, recipe: _Recipe, made: _Made) -> None:
        self._ready[sound] = Clip(recipe.name, made.length, recipe.words)
        self.made += 1
        if made.stored:
            self._near.put(recipe.name, made.data)
        else:
            self._unkept[recipe.name] = made.data
            self.kept = False

    def _found(self, sound: Sound) -> bool:
        """Whether the store had it; then it is ready."""
        recipe = self._recipe(sound)
        content = self.store.read(recipe.name)
        if content is not None:
            length = int.from_bytes(content[:_LENGTH_BYTES], "little")
            self._ready[sound] = Clip(recipe.name, length, recipe.words)
            self._near.put(recipe.name, content[_LENGTH_BYTES:])
        return content is not None


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
