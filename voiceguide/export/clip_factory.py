"""Clips of a session: found in the cache, or spoken, mastered and encoded once."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.errors import RequestError, ScriptError, VoiceError, VoiceguideError
from voiceguide.export.clips import (
    Clip,
    ClipEncoding,
    ClipKeys,
    ClipReader,
    ProgressCallback,
    ignore_progress,
    pack_entry,
)
from voiceguide.score.items import SoundKind, sound_sources
from voiceguide.views.cover import cover_jpeg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.audio.mp3.mp3_file import FrameSource
    from voiceguide.audio.music_mix import MusicMix
    from voiceguide.files.cache import Cache
    from voiceguide.score.items import Item, Sound
    from voiceguide.speech.voice import Voice
    from voiceguide.views.cover import CoverDesign

_SAMPLE_BYTES = 2


@dataclass(frozen=True, slots=True, eq=False)
class _NewClip:
    """Clip just made, its bytes, and whether the cache has it now."""

    clip: Clip
    data: bytes
    is_cached: bool


@dataclass(eq=False)
class ClipFactory:
    """Source of a session's clips for one voice, cache, encoding, language and chime.

    chime         instrument of the tones, one of tone_table.CHIMES
    on_progress   called with (clips ready, clips in all) after each clip that `prepare` makes
    worker_count  clips made at once, None for the default
    notices       sentences for the listener about the voice
    """

    voice: Voice
    cache: Cache
    encoding: ClipEncoding = ClipEncoding.MP3
    language: str = "en"
    chime: str = "bowl"
    on_progress: ProgressCallback = ignore_progress
    worker_count: int | None = None
    notices: tuple[str, ...] = ()
    created_count: int = field(default=0, init=False)
    """Clips made so far, rather than found in the cache."""
    is_cache_writable: bool = field(default=True, init=False)
    """False after a clip could not be written to the cache."""
    _trimmed_at: int = field(default=0, init=False)
    """Value of `created_count` when the cache was last trimmed."""
    _reader: ClipReader = field(init=False)
    _uncached_data: dict[str, bytes] = field(default_factory=dict, init=False)
    """Bytes of clips that could not be written to the cache, by key."""

    def __post_init__(self) -> None:
        keys = ClipKeys(self.voice, self.language, self.chime, self.encoding)
        self._reader = ClipReader(self.cache, keys)

    @property
    def voice_name(self) -> str:
        """Engine and speaker, as “hibari:heart”."""
        return self.voice.name

    @property
    def notes(self) -> tuple[str, ...]:
        """Notices about the voice, and a sentence if the cache cannot be written."""
        cache_note = f"{self.cache.root} cannot be written, so the next rendering is no quicker."
        return self.notices if self.is_cache_writable else (*self.notices, cache_note)

    def cover(self, design: CoverDesign) -> bytes:
        """Return a cover as JPEG, from the cache or drawn. Raise PictureError if it cannot be drawn."""
        return cover_jpeg(design, self.cache)

    def encode_mix(self, mix: MusicMix) -> FrameSource:
        """Return the frames of a session with music, encoded in chunks that the cache keeps."""
        from voiceguide import workers
        from voiceguide.export import music

        worker_count = self.worker_count or workers.default_worker_count()
        return music.chunked_frames(mix, self.cache, worker_count, self.on_progress)

    def close(self) -> None:
        """Unload the voice, and trim the cache if clips were added."""
        self.voice.close()
        if self.created_count > self._trimmed_at:
            from voiceguide import paths
            from voiceguide.files import cache_maintenance

            cache_maintenance.trim(self.cache.root, paths.max_cache_bytes())
            self._trimmed_at = self.created_count

    def clip(self, sound: Sound) -> Clip:
        """Return the clip of a sound, making it if needed. Raise VoiceError or AudioError if that fails."""
        if clip := self._reader.find(sound):
            return clip
        new_clip = self._create(sound)
        self._add(sound, new_clip)
        return new_clip.clip

    def data(self, sound: Sound) -> bytes:
        """Return the bytes of a sound's clip in this encoding. Raise VoiceError or AudioError if it cannot be made."""
        data = self._uncached_data.get(self.clip(sound).key) or self._reader.data(sound)
        if data is None:  # removed from memory and from the cache
            new_clip = self._create(sound)
            self._add(sound, new_clip)
            data = new_clip.data
        return data

    def prepare(self, items: Iterable[Item]) -> None:
        """Make every clip of a score that the cache lacks, several at once.

        Raise ScriptError for text that no voice can speak, and VoiceError, naming the cue's line, if this
        voice fails.
        """
        sources = sound_sources(items)
        missing: dict[str, tuple[int, Sound]] = {}
        is_loading = False
        for number, sound in enumerate(sources, start=1):
            if self._reader.find(sound):
                continue
            if sound.kind is SoundKind.SPEECH and not is_loading:
                from voiceguide import workers

                # Load the voice while the cache is searched and the text is checked.
                workers.start_in_background(self.voice.load)
                is_loading = True
            missing.setdefault(self._reader.keys.key(sound), (number, sound))
        if not missing:
            return
        new_sounds = [sound for _, sound in missing.values()]
        # Text whose clip was found has been checked before.
        new_sources = {sound: sources[sound] for sound in new_sounds}
        from voiceguide import workers
        from voiceguide.checks.speakable import unspeakable_sound_problems

        if problems := unspeakable_sound_problems(new_sources, self.language):
            raise ScriptError(problems)
        worker_count = self.worker_count or workers.default_worker_count()
        with closing(
            workers.map_in_order(self._create, new_sounds, worker_count, self.voice.close)
        ) as new_clips:
            for number, sound in missing.values():
                try:
                    self._add(sound, next(new_clips))
                except RequestError:
                    raise
                except VoiceguideError as error:
                    source = sources[sound] or "automatic words"
                    raise VoiceError(f"{source}: “{sound.text}”: {error}") from error
                self.on_progress(number, len(sources))

    def _create(self, sound: Sound) -> _NewClip:
        """Make a clip and write it to the cache; called by several threads, so it changes no field."""
        pcm, words = self._synthesise(sound)
        clip = Clip(self._reader.keys.key(sound), len(pcm) // _SAMPLE_BYTES, words)
        data = self._encode(pcm)
        return _NewClip(clip, data, self.cache.write(clip.key, pack_entry(clip, data)))

    def _encode(self, pcm: bytes) -> bytes:
        if self.encoding is not ClipEncoding.MP3:
            return pcm
        from voiceguide.audio.mp3 import encode

        return encode.encode_clip(pcm)

    def _synthesise(self, sound: Sound) -> tuple[bytes, str]:
        """Return a sound's samples (16-bit little-endian mono at 24 kHz) and the words spoken in them."""
        if sound.kind is SoundKind.INAUDIBLE:
            from voiceguide.audio import inaudible_tone

            return inaudible_tone.synthesise(sound.length), ""
        if sound.kind is SoundKind.TONE:
            from voiceguide.audio import tones

            return tones.synthesise_tone(sound.text, self.chime, sound.delay), ""
        return self._speak(sound.voice_text)

    def _speak(self, text: str) -> tuple[bytes, str]:
        from voiceguide.audio.mastering import master_cue
        from voiceguide.language.normalise import normalise_text, strip_stress
        from voiceguide.speech.phrases import split_into_phrases

        words = normalise_text(text, self.language)
        phrases = split_into_phrases(words)
        recordings = self.voice.record(phrases)
        pauses = (phrase.pause for phrase in phrases)
        return master_cue(list(zip(recordings, pauses, strict=True))), strip_stress(words)

    def _add(self, sound: Sound, new_clip: _NewClip) -> None:
        self.created_count += 1
        if new_clip.is_cached:
            self._reader.add(sound, new_clip.clip, new_clip.data)
            return
        self._reader.add(sound, new_clip.clip, None)
        self._uncached_data[new_clip.clip.key] = new_clip.data
        self.is_cache_writable = False
