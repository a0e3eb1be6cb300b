"""Sessions with music: mixed, and encoded in chunks that the cache keeps."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING

from voiceguide import workers
from voiceguide.audio.mp3 import chunks
from voiceguide.audio.music_mix import LOOP_POSITIONS, BedStart, MusicMix, PlacedClip
from voiceguide.files.cache import cache_key
from voiceguide.score.music_sections import find_music_sections

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from voiceguide.export.clips import ClipSource, ProgressCallback
    from voiceguide.files.cache import Cache
    from voiceguide.score.timeline import Timeline

_CHUNKS_PER_WORKER = 4
"""Chunks that are looked up and encoded together, per worker."""


def build_mix(timeline: Timeline, music: str, clips: ClipSource, *, trim_proof: bool) -> MusicMix:
    """Return the mix of a timeline's clips and a music bed. `clips` must be PCM."""
    sounds = [(event.start, event.end, event.sound) for event in timeline.events if event.sound]
    placed_clips = (
        PlacedClip(start, end, clips.clip(sound).key, sound.kind == "speech") for start, end, sound in sounds
    )
    bed_starts = (
        BedStart(section.start, int(section.digest or "0", 16) % LOOP_POSITIONS)
        for section in find_music_sections(timeline)
    )
    return MusicMix(
        music,
        tuple(placed_clips),
        timeline.length,
        lambda number: clips.data(sounds[number][2]),
        trim_proof,
        tuple(bed_starts),
    )


def chunked_frames(
    mix: MusicMix, cache: Cache, worker_count: int, on_progress: ProgressCallback
) -> chunks.ChunkedFrames:
    """Return the frames of a mix. Chunks that the cache lacks are encoded, several at once, and added to it.

    `on_progress` is called with (chunks ready, chunks in all) after each new chunk.
    """
    mix_lock = Lock()  # mixing reads clips one after the other, encoding does not

    def chunk_key(frame_range: chunks.FrameRange) -> str:
        inputs = mix.cache_inputs(*chunks.sample_range(*frame_range))
        return cache_key({**inputs, **chunks.cache_inputs(), "cut": chunks.frame_selection(*frame_range)})

    def encode(frame_range: chunks.FrameRange) -> bytes:
        with mix_lock:
            pcm = mix.mix_pcm(*chunks.sample_range(*frame_range))
        data = chunks.encode_chunk(pcm, *frame_range)
        cache.write(chunk_key(frame_range), data)
        return data

    def read_batch(batch: Sequence[chunks.FrameRange]) -> Generator[tuple[bytes, bool]]:
        cached_chunks = [cache.read(chunk_key(frame_range)) for frame_range in batch]
        missing = [
            frame_range for frame_range, data in zip(batch, cached_chunks, strict=True) if data is None
        ]
        with closing(workers.map_in_order(encode, missing, worker_count, lambda: None)) as new_chunks:
            for data in cached_chunks:
                yield (next(new_chunks), True) if data is None else (data, False)

    def read_chunks(frame_ranges: Sequence[chunks.FrameRange]) -> Iterator[bytes]:
        remaining = iter(frame_ranges)
        ready = 0
        while batch := tuple(islice(remaining, worker_count * _CHUNKS_PER_WORKER)):
            with closing(read_batch(batch)) as results:
                for data, is_new in results:
                    ready += 1
                    if is_new:
                        on_progress(ready, len(frame_ranges))
                    yield data

    return chunks.ChunkedFrames(mix.length, read_chunks, tuple(entry.start for entry in mix.bed_starts))
