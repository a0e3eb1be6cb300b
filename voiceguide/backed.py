"""A session with music under its voice: mixed and encoded in chunks that the store keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.mp3 import chunks
from voiceguide.sound.under import Placed, Under
from voiceguide.store import Store, key

if TYPE_CHECKING:
    from voiceguide.clips import Booth
    from voiceguide.session.timeline import Timeline


def under(timeline: Timeline, music: str, booth: Booth, *, proof: bool) -> Under:
    """The session's clips over a bed. `booth` has them as samples, not as MP3."""
    sounds = [(event.start, event.end, event.sound) for event in timeline.events if event.sound]
    placed = (
        Placed(start, end, booth.take(sound).name, sound.kind == "speech") for start, end, sound in sounds
    )
    return Under(music, tuple(placed), timeline.length, lambda number: booth.data(sounds[number][2]), proof)


def chunked(mix: Under, store: Store) -> chunks.Chunked:
    """Its frames: each chunk out of the store, or mixed, encoded and kept there."""

    def chunk(first: int, last: int) -> bytes:
        start, stop = chunks.reach(first, last)
        name = key({**mix.identity(start, stop), **chunks.identity(), "cut": chunks.cut(first, last)})
        data = store.read(name)
        if data is None:
            data = chunks.encoded(mix.mixed(start, stop), first, last)
            store.write(name, data)
        return data

    return chunks.Chunked(mix.total, chunk)
