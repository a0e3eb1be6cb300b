"""Packs: clips made beforehand in one file, and a session's clips read from packs.

A pack is a line of JSON, which maps the name of each clip to [length in samples, words spoken, start, size in
bytes], and after it the MP3 frames of all clips. A clip without frames can be measured but not
played. Imports no third-party package, as clips.py.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.errors import FileError, PictureError, RequestError, VoiceError
from voiceguide.export.clips import Clip
from voiceguide.score.items import SoundKind, sound_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from voiceguide.audio.mp3.mp3_file import FrameSource
    from voiceguide.audio.music_mix import MusicMix
    from voiceguide.score.items import Item, Sound
    from voiceguide.views.cover import CoverDesign


def clip_name(sound: Sound, chime: str) -> str:
    """Return the name of a sound's clip in a pack: “tone bowl start”, “speech Sit tall.”."""
    return f"tone {chime} {sound.text}" if sound.kind is SoundKind.TONE else f"speech {sound.voice_text}"


def encode_pack(clips: Mapping[str, tuple[Clip, bytes]]) -> bytes:
    """Return a pack of clips and their frames, by name. Equal clips make equal bytes, in any order."""
    index, frames, start = {}, [], 0
    for name in sorted(clips):
        clip, data = clips[name]
        index[name] = [clip.length, clip.spoken, start, len(data)]
        frames.append(data)
        start += len(data)
    return b"".join((json.dumps(index, ensure_ascii=False).encode(), b"\n", *frames))


@dataclass(frozen=True, slots=True)
class ClipPack:
    """A pack's clips by name, each with the place of its frames in `data`."""

    clips: Mapping[str, tuple[Clip, slice]]
    data: memoryview

    @classmethod
    def decode(cls, pack: bytes) -> ClipPack:
        """Return the pack in bytes that `encode_pack` made. Raise FileError if they are damaged."""
        index, separator, _ = pack.partition(b"\n")
        frames = memoryview(pack)[len(index) + 1 :]
        try:
            clips = {
                name: (Clip(name, length, spoken), slice(start, start + size))
                for name, (length, spoken, start, size) in json.loads(index).items()
            }
        except (ValueError, AttributeError, TypeError) as error:
            raise FileError(f"A pack of clips is damaged: {error}.") from error
        if not separator or sum(place.stop - place.start for _, place in clips.values()) != len(frames):
            raise FileError("A pack of clips is damaged: it is not as long as its index says.")
        return cls(clips, frames)


@dataclass
class PackedClips:
    """Clips of a session from packs, and its covers by whole minutes.

    voice_name   engine and speaker of the clips, as “hibari:heart”
    chime        instrument of the tones
    """

    voice_name: str
    chime: str
    packs: list[ClipPack] = field(default_factory=list)
    covers: dict[int, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def prepare(self, items: Iterable[Item]) -> None:
        """Raise VoiceError, naming the line, if a sound of a score is in no pack."""
        for sound, source in sound_sources(items).items():
            if self._find(sound) is None:
                raise VoiceError(f"{source or 'automatic words'}: “{sound.text}” is not in the packs.")

    def clip(self, sound: Sound) -> Clip:
        """Return the clip of a sound. Raise VoiceError if it is in no pack."""
        return self._require(sound)[0]

    def data(self, sound: Sound) -> bytes:
        """Return the frames of a sound's clip. Raise VoiceError if no pack has them."""
        _, pack, place = self._require(sound)
        if place.start == place.stop:
            raise VoiceError(f"The packs have only the length of “{sound.text}”.")
        return bytes(pack.data[place])

    def cover(self, design: CoverDesign) -> bytes:
        """Return the cover for a length in minutes. Raise PictureError if it was not drawn beforehand."""
        if design.minutes not in self.covers:
            raise PictureError(f"There is no cover for {design.minutes} minutes.")
        return self.covers[design.minutes]

    def encode_mix(self, mix: MusicMix) -> FrameSource:
        """Raise RequestError: music must be encoded, which packs cannot do."""
        raise RequestError(f"Music such as “{mix.music}” is not possible here.")

    def close(self) -> None:
        """Do nothing: packs hold no voice."""

    def _require(self, sound: Sound) -> tuple[Clip, ClipPack, slice]:
        if found := self._find(sound):
            return found
        raise VoiceError(f"“{sound.text}” is not in the packs.")

    def _find(self, sound: Sound) -> tuple[Clip, ClipPack, slice] | None:
        name = clip_name(sound, self.chime)
        for pack in self.packs:
            if entry := pack.clips.get(name):
                return entry[0], pack, entry[1]
        return None
