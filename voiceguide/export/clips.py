"""From a sound of the score to its clip: out of the store, or spoken, shaped and encoded once."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from voiceguide import workers as crew
from voiceguide.audio import inaudible_tone, mastering, tones
from voiceguide.audio.mp3 import encode, frames
from voiceguide.cache import Cache, cache_key
from voiceguide.errors import Problem, RequestError, ScriptError, VoiceError, VoiceguideError
from voiceguide.export.byte_lru import ByteLru
from voiceguide.language import fingerprint
from voiceguide.score.items import Interval, Item, Say, Sound, SoundKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from voiceguide.errors import Location
    from voiceguide.speech.voice import Voice

ClipEncoding = Literal["mp3", "pcm"]
_BYTES_PER_SAMPLE = 2
_NUMBER_BYTES = 8
_ENTRY_LAYOUT = "length in samples, bytes of the spoken words; these words; the sound"
"""How a clip is kept in the store."""
_MEMORY_BYTES = 1_000_000
"""Bytes of sound kept in memory: two minutes of speech as MP3. What falls out is read again."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One cue or tone without its sound, which the store has under `name`.

    `length` is what is heard, in samples; `spoken` is what the voice was given ("" for a tone).
    """

    key: str
    length: int
    spoken: str

    @property
    def span(self) -> int:
        """Samples it occupies on the timeline, whichever its form: a session is the same in both."""
        return frames.clip_span(self.length)


@dataclass(frozen=True, slots=True)
class _ClipSpec:
    """How a clip comes to be: its name in the store, and what gives its samples and the words spoken."""

    key: str
    produce: Callable[[], tuple[bytes, str]]


@dataclass(frozen=True, slots=True)
class _NewClip:
    """A clip just made, its sound, and whether the store has it now."""

    clip: Clip
    data: bytes
    is_cached: bool


@dataclass
class ClipFactory:
    """Where clips are made: one voice, one chime, one store, one form. No clip is made twice.

    `watch` is called with (clips ready, clips wanted) after each clip that `prepare` had to make.
    """

    voice: Voice
    cache: Cache
    encoding: ClipEncoding = "mp3"
    language: str = "en"
    chime: str = "bowl"
    """What plays the tones: one of sound/notes.CHIMES."""
    on_progress: Callable[[int, int], None] = lambda _ready, _wanted: None
    worker_count: int = field(default_factory=crew.default_worker_count)
    """How many clips are made at once."""
    created_count: int = 0
    is_cache_writable: bool = True
    """False once the store could not be written."""
    _clips: dict[Sound, Clip] = field(default_factory=dict)
    _recent_data: ByteLru = field(default_factory=lambda: ByteLru(_MEMORY_BYTES))
    _uncached_data: dict[str, bytes] = field(default_factory=dict)
    """The sounds that the store would not take."""

    def clip(self, sound: Sound) -> Clip:
        """The clip of a sound. Raises VoiceError or SoundError when it cannot be made."""
        if sound not in self._clips and not self._load_from_cache(sound):
            spec = self._spec(sound)
            self._add(sound, self._create(spec))
        return self._clips[sound]

    def data(self, sound: Sound) -> bytes:
        """Its MP3 frames, or its samples (16-bit little-endian mono at 24 kHz). Raises as `take` does."""
        key = self.clip(sound).key
        data = self._uncached_data.get(key) or self._recent_data.get(key)
        if data is None:  # out of memory: read again, or made again where it is no longer in the store
            del self._clips[sound]
            self.clip(sound)
            data = self._uncached_data.get(key) or self._recent_data.get(key)
        return data or b""

    def prepare(self, items: Iterable[Item]) -> None:
        """Makes every clip of a score. An error names the line of the cue that could not be made.

        Raises ScriptError for words that no voice can say, VoiceError for what this voice could not.
        """
        sources = _sound_sources(items)
        missing: dict[str, tuple[int, Sound, _ClipSpec]] = {}
        is_loading = False
        for number, sound in enumerate(sources, start=1):
            if sound not in self._clips and not self._load_from_cache(sound):
                if sound.kind is SoundKind.SPEECH and not is_loading:
                    crew.start_in_background(
                        self.voice.load
                    )  # while others are looked for, and their words are read
                    is_loading = True
                spec = self._spec(sound)
                missing.setdefault(spec.key, (number, sound, spec))
        if not missing:
            return
        new_sources = {sound: sources[sound] for _, sound, _ in missing.values()}
        if problems := _unspeakable_sound_problems(
            new_sources, self.language
        ):  # what was found could be said
            raise ScriptError(problems)
        specs = [spec for _, _, spec in missing.values()]
        with closing(
            crew.map_in_order(self._create, specs, self.worker_count, self.voice.close)
        ) as new_clips:
            for number, sound, _ in missing.values():
                try:
                    self._add(sound, next(new_clips))
                except RequestError:
                    raise
                except VoiceguideError as error:
                    source = sources[sound] or "automatic words"
                    raise VoiceError(f"{source}: “{sound.text}”: {error}") from error
                self.on_progress(number, len(sources))

    def _spec(self, sound: Sound) -> _ClipSpec:
        if sound.kind is SoundKind.INAUDIBLE:
            return self._tone_spec(
                inaudible_tone.cache_inputs(sound.length), lambda: inaudible_tone.synthesise(sound.length)
            )
        if sound.kind is SoundKind.TONE:
            inputs = tones.cache_inputs(sound.text, self.chime)
            return self._tone_spec(inputs, lambda: tones.synthesise_tone(sound.text, self.chime))
        speech_key = cache_key({"words": sound.voice_text, **self._speech_inputs, **self._common_inputs})
        return _ClipSpec(speech_key, lambda: self._speak(sound.voice_text))

    def _tone_spec(self, inputs: dict[str, str], produce: Callable[[], bytes]) -> _ClipSpec:
        return _ClipSpec(cache_key({**inputs, **self._common_inputs}), lambda: (produce(), ""))

    @cached_property
    def _common_inputs(self) -> dict[str, str]:
        """What every clip of this booth is shaped by."""
        return {**encode.cache_inputs(), "form": self.encoding, "entry": _ENTRY_LAYOUT}

    @cached_property
    def _speech_inputs(self) -> dict[str, str]:
        """What every cue is shaped by besides its words; told without reading them."""
        return {
            "language": self.language,
            **fingerprint.cache_inputs(self.language),
            **self.voice.cache_inputs,
            **mastering.cache_inputs(),
        }

    def _speak(self, text: str) -> tuple[bytes, str]:
        from voiceguide.language.normalise import normalise_text, strip_stress
        from voiceguide.speech.phrases import split_into_phrases

        words = normalise_text(text, self.language)
        cue_phrases = split_into_phrases(words)
        recordings = self.voice.record(cue_phrases)
        pcm = mastering.master_cue(
            [(recording, phrase.pause) for recording, phrase in zip(recordings, cue_phrases, strict=True)]
        )
        return pcm, strip_stress(words)

    def _create(self, spec: _ClipSpec) -> _NewClip:
        """Touches nothing that others at work touch too."""
        pcm, words = spec.produce()
        clip = Clip(spec.key, len(pcm) // _BYTES_PER_SAMPLE, words)
        data = encode.encode_clip(pcm) if self.encoding == "mp3" else pcm
        return _NewClip(clip, data, self.cache.write(spec.key, _pack_entry(clip, data)))

    def _add(self, sound: Sound, new_clip: _NewClip) -> None:
        self._clips[sound] = new_clip.clip
        self.created_count += 1
        if new_clip.is_cached:
            self._recent_data.put(new_clip.clip.key, new_clip.data)
        else:
            self._uncached_data[new_clip.clip.key] = new_clip.data
            self.is_cache_writable = False

    def _load_from_cache(self, sound: Sound) -> bool:
        """Whether the store had it; then it is ready."""
        spec = self._spec(sound)
        entry = self.cache.read(spec.key)
        if entry is not None:
            self._clips[sound], data = _unpack_entry(spec.key, entry)
            self._recent_data.put(spec.key, data)
        return entry is not None


def _pack_entry(clip: Clip, data: bytes) -> bytes:
    words = clip.spoken.encode()
    numbers = (number.to_bytes(_NUMBER_BYTES, "little") for number in (clip.length, len(words)))
    return b"".join((*numbers, words, data))


def _unpack_entry(key: str, entry: bytes) -> tuple[Clip, bytes]:
    """A clip as `_entry` kept it, and its sound."""
    start = 2 * _NUMBER_BYTES
    length, words_size = (
        int.from_bytes(entry[offset : offset + _NUMBER_BYTES], "little") for offset in (0, _NUMBER_BYTES)
    )
    return Clip(key, length, entry[start : start + words_size].decode()), entry[start + words_size :]


def unspeakable_cue_problems(items: Iterable[Item], language: str = "en") -> tuple[Problem, ...]:
    """A Problem for each cue of a score with something in it that no voice can say.

    Raises AskedError for automatic words, which have no line: a title, or what is needed.
    """
    return _unspeakable_sound_problems(_sound_sources(items), language)


def _unspeakable_sound_problems(sounds: dict[Sound, Location | None], language: str) -> tuple[Problem, ...]:
    from voiceguide.language import normalise

    problems = []
    for sound, source in sounds.items():
        reason = (
            normalise.unspeakable_reason(sound.voice_text, language)
            if sound.kind is SoundKind.SPEECH
            else None
        )
        if reason and source is None:  # said without being written, of what stands in the front matter
            raise RequestError(f"“{sound.text}” has {reason}. Mend the title, or what is needed.")
        if reason and source:
            problems.append(source.problem(f"This has {reason}.", "Write it in words."))
    return tuple(problems)


def _sound_sources(items: Iterable[Item]) -> dict[Sound, Location | None]:
    """Every sound of a score, and the line where it is first asked for (None for automatic words)."""
    sources: dict[Sound, Location | None] = {}
    for item in items:
        if isinstance(item, Say):
            sources.setdefault(item.sound, item.context.source)
        elif isinstance(item, Interval):
            for timed_sound in item.sounds:
                sources.setdefault(timed_sound.sound, timed_sound.source or item.context.source)
    return sources
