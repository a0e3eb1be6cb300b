"""Clips of a session's sounds, and the reading side of their cache: Sound → Clip and its bytes.

Imports no third-party package and starts no thread, so that a session whose clips are all cached can be
stitched anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from voiceguide.audio import cache_inputs
from voiceguide.audio.mp3 import frames
from voiceguide.files.cache import Cache, cache_key
from voiceguide.language import fingerprint
from voiceguide.score.items import SoundKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from voiceguide.audio.mp3.mp3_file import FrameSource
    from voiceguide.audio.music_mix import MusicMix
    from voiceguide.score.items import Item, Sound
    from voiceguide.speech.voice import Voice
    from voiceguide.views.cover import CoverDesign


ProgressCallback = Callable[[int, int], None]
"""Called with (parts ready, parts in all) after each part that had to be made."""


def ignore_progress(_ready: int, _total: int) -> None:
    """Report nothing: the default ProgressCallback."""


class ClipEncoding(StrEnum):
    """Form of a clip's bytes: MP3 frames, or 16-bit little-endian mono samples at 24 kHz."""

    MP3 = "mp3"
    PCM = "pcm"


MEMORY_BYTES = 4_000_000
"""Bytes of clips kept in memory: eight minutes of speech as MP3. A session that does not fit is read twice."""

_INTEGER_BYTES = 8
_ENTRY_LAYOUT = "length in samples, bytes of the spoken words; these words; the sound"
"""Layout of a clip's entry in the cache, part of its key."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Length and words of one cue or tone, whose bytes the cache has under `key`.

    length   audible samples
    spoken   normalised words that the voice says; "" for a tone
    """

    key: str
    length: int
    spoken: str

    @property
    def span(self) -> int:
        """Samples it occupies on the timeline, equal in both encodings."""
        return frames.clip_span(self.length)


class ClipSource(Protocol):
    """Source of a session's clips and cover: a voice with a cache, or clips that were made beforehand."""

    @property
    def voice_name(self) -> str:
        """Engine and speaker, as “hibari:heart”."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the listener about the voice and its clips."""
        ...

    def prepare(self, items: Iterable[Item]) -> None:
        """Ensure that each sound of a score has a clip. Raise VoiceguideError, naming the line, if one has none."""
        ...

    def clip(self, sound: Sound) -> Clip:
        """Return the clip of a sound. Raise VoiceguideError if there is none."""
        ...

    def data(self, sound: Sound) -> bytes:
        """Return the bytes of a sound's clip. Raise VoiceguideError if there is none."""
        ...

    def cover(self, design: CoverDesign) -> bytes:
        """Return a cover as JPEG. Raise PictureError if there is none."""
        ...

    def encode_mix(self, mix: MusicMix) -> FrameSource:
        """Return the frames of a session with music. Raise AudioError or RequestError if they cannot be made."""
        ...

    def close(self) -> None:
        """Release the voice when all clips are ready, and trim a cache that grew."""
        ...


@dataclass(eq=False)
class ByteLru:
    """LRU cache of byte strings, limited by their total size; the latest entry always stays."""

    max_bytes: int
    _entries: dict[str, bytes] = field(default_factory=dict)
    """Least recently used first, since a dictionary keeps the order of insertion."""
    _size: int = 0

    def get(self, key: str) -> bytes | None:
        """Return the bytes of an entry, now the most recently used; None if there is none."""
        data = self._entries.pop(key, None)
        if data is not None:
            self._entries[key] = data
        return data

    def put(self, key: str, data: bytes) -> None:
        """Add or replace an entry, and remove the least recently used ones beyond the limit."""
        self._size += len(data) - len(self._entries.pop(key, b""))
        self._entries[key] = data
        while self._size > self.max_bytes and len(self._entries) > 1:
            self._size -= len(self._entries.pop(next(iter(self._entries))))


@dataclass(frozen=True, eq=False)
class ClipKeys:
    """Cache keys of the clips of one voice, language, chime and encoding."""

    voice: Voice
    language: str
    chime: str
    encoding: ClipEncoding

    def key(self, sound: Sound) -> str:
        """Return the key of a sound's clip: a hash of everything that shapes its samples."""
        return cache_key({**self._sound_inputs(sound), **self._common_inputs})

    def _sound_inputs(self, sound: Sound) -> Mapping[str, str]:
        if sound.kind is SoundKind.INAUDIBLE:
            from voiceguide.audio import inaudible_tone

            return inaudible_tone.cache_inputs(sound.length)
        if sound.kind is SoundKind.TONE:
            return cache_inputs.tone_inputs(sound.text, self.chime, sound.delay)
        return {"words": sound.voice_text, **self._speech_inputs}

    @cached_property
    def _common_inputs(self) -> dict[str, str]:
        return {**cache_inputs.encoder_inputs(), "form": self.encoding, "entry": _ENTRY_LAYOUT}

    @cached_property
    def _speech_inputs(self) -> dict[str, str]:
        """Inputs of every spoken clip besides its words, which need not be normalised for the key."""
        return {
            "language": self.language,
            **fingerprint.cache_inputs(self.language),
            **self.voice.cache_inputs,
            **cache_inputs.mastering_inputs(),
        }


@dataclass(eq=False)
class ClipReader:
    """Clips found in a cache. Each is read once, and its bytes again only when memory no longer has them."""

    cache: Cache
    keys: ClipKeys
    _clips: dict[Sound, Clip] = field(default_factory=dict)
    _recent_data: ByteLru = field(default_factory=lambda: ByteLru(MEMORY_BYTES))

    def find(self, sound: Sound) -> Clip | None:
        """Return the clip of a sound, or None if the cache has none."""
        return self._clips.get(sound) or self._read(sound)

    def data(self, sound: Sound) -> bytes | None:
        """Return the bytes of a sound's clip in its encoding, or None if the cache has none."""
        clip = self.find(sound)
        if clip is None:
            return None
        data = self._recent_data.get(clip.key)
        if data is None and self._read(sound):
            data = self._recent_data.get(clip.key)
        return data

    def add(self, sound: Sound, clip: Clip, data: bytes | None) -> None:
        """Add a new clip, with its bytes unless they are kept elsewhere."""
        self._clips[sound] = clip
        if data is not None:
            self._recent_data.put(clip.key, data)

    def _read(self, sound: Sound) -> Clip | None:
        key = self.keys.key(sound)
        entry = self.cache.read(key)
        if entry is None:
            return None
        clip, data = _unpack_entry(key, entry)
        self.add(sound, clip, data)
        return clip


def pack_entry(clip: Clip, data: bytes) -> bytes:
    """Return the cache entry of a clip and its bytes."""
    words = clip.spoken.encode()
    integers = (number.to_bytes(_INTEGER_BYTES, "little") for number in (clip.length, len(words)))
    return b"".join((*integers, words, data))


def _unpack_entry(key: str, entry: bytes) -> tuple[Clip, bytes]:
    """Return the clip and the bytes that `pack_entry` was given."""
    start = 2 * _INTEGER_BYTES
    length, words_size = (
        int.from_bytes(entry[offset : offset + _INTEGER_BYTES], "little") for offset in (0, _INTEGER_BYTES)
    )
    return Clip(key, length, entry[start : start + words_size].decode()), entry[start + words_size :]
