"""From a sound of the score to its clip: out of the store, or spoken, shaped and encoded once."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from voiceguide import workers as crew
from voiceguide.audio import cue as shape
from voiceguide.audio import inaudible_tone, tones
from voiceguide.audio.mp3 import encode, frames
from voiceguide.cache import Store, key
from voiceguide.errors import AskedError, Problem, ScriptError, VoiceError, VoiceguideError
from voiceguide.export.byte_lru import Near
from voiceguide.language import fingerprint
from voiceguide.score.items import Item, Say, Sound, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from voiceguide.speech.voice import Voice

Form = Literal["mp3", "pcm"]
_BYTES_PER_SAMPLE = 2
_NUMBER_BYTES = 8
_ENTRY = "length in samples, bytes of the spoken words; these words; the sound"
"""How a clip is kept in the store."""
_ROOM = 1_000_000
"""Bytes of sound kept in memory: two minutes of speech as MP3. What falls out is read again."""


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
    """How a clip comes to be: its name in the store, and what gives its samples and the words spoken."""

    name: str
    make: Callable[[], tuple[bytes, str]]


@dataclass(frozen=True, slots=True)
class _Made:
    """A clip just made, its sound, and whether the store has it now."""

    clip: Clip
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
            self._keep(sound, self._make(recipe))
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
        missing: dict[str, tuple[int, Sound, _Recipe]] = {}
        loading = False
        for number, sound in enumerate(wanted, start=1):
            if sound not in self._ready and not self._found(sound):
                if sound.kind == "speech" and not loading:
                    crew.ahead(self.voice.load)  # while others are looked for, and their words are read
                    loading = True
                recipe = self._recipe(sound)
                missing.setdefault(recipe.name, (number, sound, recipe))
        if not missing:
            return
        fresh = {sound: wanted[sound] for _, sound, _ in missing.values()}
        if problems := _unspeakable(fresh, self.language):  # what was found could be said
            raise ScriptError(problems)
        recipes = [recipe for _, _, recipe in missing.values()]
        with closing(crew.each(self._make, recipes, self.workers, self.voice.close)) as making:
            for number, sound, _ in missing.values():
                try:
                    self._keep(sound, next(making))
                except AskedError:
                    raise
                except VoiceguideError as error:
                    source = wanted[sound] or "automatic words"
                    raise VoiceError(f"{source}: “{sound.text}”: {error}") from error
                self.watch(number, len(wanted))

    def _recipe(self, sound: Sound) -> _Recipe:
        if sound.kind == "hush":
            length = int(sound.text)
            return self._wordless(inaudible_tone.identity(length), lambda: inaudible_tone.hush(length))
        if sound.kind == "tone":
            played = tones.tone_identity(sound.text, self.chime)
            return self._wordless(played, lambda: tones.tone(sound.text, self.chime))
        name = key({"words": sound.words, **self._speaking, **self._kept})
        return _Recipe(name, lambda: self._said(sound.words))

    def _wordless(self, shaped_by: dict[str, str], make: Callable[[], bytes]) -> _Recipe:
        return _Recipe(key({**shaped_by, **self._kept}), lambda: (make(), ""))

    @cached_property
    def _kept(self) -> dict[str, str]:
        """What every clip of this booth is shaped by."""
        return {**encode.identity(), "form": self.form, "entry": _ENTRY}

    @cached_property
    def _speaking(self) -> dict[str, str]:
        """What every cue is shaped by besides its words; told without reading them."""
        return {
            "language": self.language,
            **fingerprint.identity(),
            **self.voice.identity,
            **shape.identity(),
        }

    def _said(self, written: str) -> tuple[bytes, str]:
        from voiceguide.language.normalize import plain, spoken
        from voiceguide.speech.phrases import phrases

        words = spoken(written, self.language)
        cue = phrases(words)
        recorded = self.voice.record(cue)
        pcm = shape.cue([(take, phrase.pause) for take, phrase in zip(recorded, cue, strict=True)])
        return pcm, plain(words)

    def _make(self, recipe: _Recipe) -> _Made:
        """Touches nothing that others at work touch too."""
        pcm, words = recipe.make()
        clip = Clip(recipe.name, len(pcm) // _BYTES_PER_SAMPLE, words)
        data = encode.encode(pcm) if self.form == "mp3" else pcm
        return _Made(clip, data, self.store.write(recipe.name, _entry(clip, data)))

    def _keep(self, sound: Sound, made: _Made) -> None:
        self._ready[sound] = made.clip
        self.made += 1
        if made.stored:
            self._near.put(made.clip.name, made.data)
        else:
            self._unkept[made.clip.name] = made.data
            self.kept = False

    def _found(self, sound: Sound) -> bool:
        """Whether the store had it; then it is ready."""
        recipe = self._recipe(sound)
        entry = self.store.read(recipe.name)
        if entry is not None:
            self._ready[sound], data = _opened(recipe.name, entry)
            self._near.put(recipe.name, data)
        return entry is not None


def _entry(clip: Clip, data: bytes) -> bytes:
    words = clip.spoken.encode()
    numbers = (number.to_bytes(_NUMBER_BYTES, "little") for number in (clip.length, len(words)))
    return b"".join((*numbers, words, data))


def _opened(name: str, entry: bytes) -> tuple[Clip, bytes]:
    """A clip as `_entry` kept it, and its sound."""
    start = 2 * _NUMBER_BYTES
    length, size = (int.from_bytes(entry[at : at + _NUMBER_BYTES], "little") for at in (0, _NUMBER_BYTES))
    return Clip(name, length, entry[start : start + size].decode()), entry[start + size :]


def unspeakable(items: Iterable[Item], language: str = "en") -> tuple[Problem, ...]:
    """A Problem for each cue of a score with something in it that no voice can say.

    Raises AskedError for automatic words, which have no line: a title, or what is needed.
    """
    return _unspeakable(_sounds(items), language)


def _unspeakable(sounds: dict[Sound, str], language: str) -> tuple[Problem, ...]:
    from voiceguide.language import normalize

    problems = []
    for sound, source in sounds.items():
        reason = normalize.unspeakable(sound.words, language) if sound.kind == "speech" else None
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
            for beat in item.beats:
                found.setdefault(beat.sound, beat.source or item.tag.source)
    return found
