"""A session with music under its voice: mixed and encoded in chunks that the store keeps."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING

from voiceguide import workers as crew
from voiceguide.audio.mp3 import chunks
from voiceguide.audio.music_mix import PLACES, Entry, Placed, Under
from voiceguide.cache import Store, key
from voiceguide.score.music_sections import passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from voiceguide.export.clips import Booth
    from voiceguide.score.timeline import Timeline

_AHEAD = 4
"""Chunks for each of those at work that are asked for at once: enough to keep them busy."""


def under(timeline: Timeline, music: str, booth: Booth, *, proof: bool) -> Under:
    """The session's clips over a bed. `booth` has them as samples, not as MP3."""
    sounds = [(event.start, event.end, event.sound) for event in timeline.events if event.sound]
    placed = (
        Placed(start, end, booth.take(sound).name, sound.kind == "speech") for start, end, sound in sounds
    )
    entries = (Entry(passage.start, int(passage.name or "0", 16) % PLACES) for passage in passages(timeline))
    return Under(
        music,
        tuple(placed),
        timeline.length,
        lambda number: booth.data(sounds[number][2]),
        proof,
        tuple(entries),
    )


def chunked(
    mix: Under, store: Store, workers: int, watch: Callable[[int, int], None] = lambda _ready, _wanted: None
) -> chunks.Chunked:
    """Its frames: each chunk out of the store, or mixed, encoded and kept there.

    `watch` is called with (chunks ready, chunks in all) after each that was not in the store.
    """
    one_at_a_time = Lock()  # clips are read for one mix at a time; others encode meanwhile

    def name(first: int, last: int) -> str:
        shaped_by = mix.identity(*chunks.reach(first, last))
        return key({**shaped_by, **chunks.identity(), "cut": chunks.cut(first, last)})

    def chunk(piece: chunks.Piece) -> tuple[bytes, bool]:
        data = store.read(name(*piece))
        if data is not None:
            return data, False
        with one_at_a_time:
            sound = mix.mixed(*chunks.reach(*piece))
        data = chunks.encoded(sound, *piece)
        store.write(name(*piece), data)
        return data, True

    def each(pieces: Sequence[chunks.Piece]) -> Iterator[bytes]:
        left = iter(pieces)
        ready = 0
        while some := tuple(islice(left, workers * _AHEAD)):
            with closing(crew.each(chunk, some, workers, lambda: None)) as made:
                for data, fresh in made:
                    ready += 1
                    if fresh:
                        watch(ready, len(pieces))
                    yield data

    return chunks.Chunked(mix.total, each, tuple(entry.start for entry in mix.entries))
