"""Fuzz parts that read bytes or text from outside, each alone: `python -m tests.fuzz.parts PART [--minutes 10]`.

Each part takes any bytes. It raises nothing but what its docstring names, its result obeys its laws, and its time is
linear. Atheris guides the search by coverage; without it, `pytest` tries inputs of Hypothesis.
"""

from __future__ import annotations

import argparse
import struct
import sys
from collections.abc import Callable
from contextlib import suppress

from voiceguide.audio.mp3 import frames
from voiceguide.audio.mp3.id3_reader import parse_tag, tag_size
from voiceguide.audio.mp3.stitch import StitchedFrames, clips_in_gaps
from voiceguide.errors import AudioError
from voiceguide.language import LANGUAGES
from voiceguide.language.normalise import normalise_text, unspeakable_reason
from voiceguide.speech.pace import spoken_length
from voiceguide.speech.phrases import MAX_PHRASE_CHARACTERS, split_into_phrases
from voiceguide.units import FRAME_SAMPLES

Part = Callable[[bytes], None]


def normalise(data: bytes) -> None:
    """Normalise a text, and split it into phrases."""
    codes = tuple(LANGUAGES)
    code, text = codes[len(data) % len(codes)], data.decode("utf-8", "replace")
    words = normalise_text(text, code)
    assert normalise_text(words, code) == words
    assert (unspeakable_reason(text, code) is None) <= bool(words)
    phrases = split_into_phrases(words)
    assert all(0 < len(phrase.text) <= MAX_PHRASE_CHARACTERS or " " not in phrase.text for phrase in phrases)
    spoken = "".join(phrase.text for phrase in phrases)
    assert [*filter(str.isalpha, spoken)] == [*filter(str.isalpha, words)]
    assert spoken_length(words, code) >= 0


def read_tag(data: bytes) -> None:
    """Read the tag of a file, as the page does."""
    for header in (b"ID3\x03\0", b"ID3\x04\0"):
        body = data[1:]
        size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
        tag = header + data[:1].ljust(1, b"\0") + size + body
        assert tag_size(tag) == len(tag)
        parsed = parse_tag(tag)
        assert parsed.lines == tuple(sorted(parsed.lines))
        assert len(parsed.title) + len(parsed.cover) <= len(data)
    parse_tag(data)


def stitch(data: bytes) -> None:
    """Stitch clips at any places: the frames that were promised, or an AudioError."""
    pairs = list(struct.iter_unpack("<HB", data[: len(data) // 3 * 3][:600]))
    length = sum(frame for frame, _ in pairs[:1]) * FRAME_SAMPLES // 2
    with suppress(AudioError):
        stitched = StitchedFrames(
            pairs, length, lambda index: bytes([index % 251]) * (pairs[index][1] * frames.FRAME_BYTES)
        )
        whole = b"".join(stitched.read_frames(0, stitched.frame_count))
        assert len(whole) == stitched.frame_count * frames.FRAME_BYTES
        start, stop = sorted(byte % (stitched.frame_count + 1) for byte in (data[:1] + data[-1:]) or b"\0\0")
        part = b"".join(stitched.read_frames(start, stop))
        assert part == whole[start * frames.FRAME_BYTES : stop * frames.FRAME_BYTES]
        gaps = tuple(clips_in_gaps(pairs, length, 4000))
        taken = sorted((*pairs, *((frame, frames.clip_frame_count(samples)) for frame, samples in gaps)))
        StitchedFrames(taken, length, lambda _: b"")


def count_frames(data: bytes) -> None:
    """Count the frames of a clip and of a session of any length."""
    length = int.from_bytes(data[:5], "little")
    clip, session = frames.clip_frame_count(length), frames.session_frame_count(length)
    assert clip * FRAME_SAMPLES >= length
    assert session * FRAME_SAMPLES >= length
    assert frames.clip_span(length) % FRAME_SAMPLES == 0
    assert frames.clip_frame_count(length + FRAME_SAMPLES) == clip + 1


PARTS: dict[str, Part] = {
    "normaliser": normalise,
    "id3-reader": read_tag,
    "stitcher": stitch,
    "frames": count_frames,
}


def main() -> None:
    """Fuzz one part with Atheris until the time is over or a fault is found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=tuple(PARTS))
    parser.add_argument("--minutes", type=float, default=10)
    options = parser.parse_args()
    import atheris

    part = PARTS[options.part]
    atheris.instrument_all()
    limits = (
        f"-max_total_time={options.minutes * 60:.0f}",
        "-max_len=4096",
        "-timeout=5",
        "-rss_limit_mb=512",
    )
    atheris.Setup([sys.argv[0], *limits, "-print_final_stats=1"], part)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
