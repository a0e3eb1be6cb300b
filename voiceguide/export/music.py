"""A session with music under its voice: mixed and encoded in chunks that the store keeps."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING

from voiceguide import workers as crew
from voiceguide.audio.mp3 import chunks
from voiceguide.audio.music_mix import LOOP_POSITIONS, BedStart, MusicMix, PlacedClip
from voiceguide.cache import Cache, cache_key
from voiceguide.score.music_sections import find_music_sections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from voiceguide.export.clips import ClipFactory
    from voiceguide.score.timeline import Timeline

_CHUNKS_PER_WORKER = 4
"""Chunks for each of those at work that are asked for at once: enough to keep them busy."""


def build_mix(timeline: Timeline, music: str, clip_factory: ClipFactory, *, trim_proof: bool) -> MusicMix:
    """The session's clips over a bed. `booth` has them as samples, not as MP3."""
    sounds = [(event.start, event.end, event.sound) for event in timeline.events if event.sound]
    placed_clips = (
        PlacedClip(start, end, clip_factory.clip(sound).key, sound.kind == "speech")
        for start, end, sound in sounds
    )
    bed_starts = (
        BedStart(section.start, int(section.digest or "0", 16) % LOOP_POSITIONS)
        for section in find_music_sections(timeline)
    )
    return MusicMix(
        music,
        tuple(placed_clips),
        timeline.length,
        lambda number: clip_factory.data(sounds[number][2]),
        trim_proof,
        tuple(bed_starts),
    )


def chunked_frames(
    mix: MusicMix,
    cache: Cache,
    worker_count: int,
    on_progress: Callable[[int, int], None] = lambda _ready, _wanted: None,
) -> chunks.ChunkedFrames:
    """Its frames: each chunk out of the store, or mixed, encoded and kept there.

    `watch` is called with (chunks ready, chunks in all) after each that was not in the store.
    """
    mix_lock = Lock()  # clips are read for one mix at a time; others encode meanwhile

    def chunk_key(first: int, last: int) -> str:
        inputs = mix.cache_inputs(*chunks.sample_range(first, last))
        return cache_key({**inputs, **chunks.cache_inputs(), "cut": chunks.frame_selection(first, last)})

    def load_or_encode(piece: chunks.FrameRange) -> tuple[bytes, bool]:
        data = cache.read(chunk_key(*piece))
        if data is not None:
            return data, False
        with mix_lock:
            pcm = mix.mix_pcm(*chunks.sample_range(*piece))
        data = chunks.encode_chunk(pcm, *piece)
        cache.write(chunk_key(*piece), data)
        return data, True

    def read_chunks(pieces: Sequence[chunks.FrameRange]) -> Iterator[bytes]:
        remaining = iter(pieces)
        ready = 0
        while batch := tuple(islice(remaining, worker_count * _CHUNKS_PER_WORKER)):
            with closing(crew.map_in_order(load_or_encode, batch, worker_count, lambda: None)) as results:
                for data, is_new in results:
                    ready += 1
                    if is_new:
                        on_progress(ready, len(pieces))
                    yield data

    return chunks.ChunkedFrames(mix.length, read_chunks, tuple(entry.start for entry in mix.bed_starts))
