"""Fuzz parts that read bytes or text from outside, each alone: `python -m tests.fuzz.parts PART [--minutes 10]`.

Each part takes any bytes. It raises nothing but what its docstring names, its result obeys its laws, and its time is
linear. Atheris guides the search by coverage; without it, `pytest` tries inputs of Hypothesis.
"""

from __future__ import annotations

import argparse
import json
import re
import struct
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from urllib.parse import parse_qsl

from tests.fuzz.corpus import BAD_INPUTS, GOOD_INPUTS, HEADER_BYTES
from tests.fuzz.mutations import mutate
from tests.fuzz.target import process_input, read_input
from voiceguide.audio.mp3 import frames
from voiceguide.audio.mp3.id3_reader import parse_tag, tag_size
from voiceguide.audio.mp3.stitch import StitchedFrames, clips_in_gaps
from voiceguide.errors import AudioError, RequestError
from voiceguide.language import LANGUAGES
from voiceguide.language.normalise import normalise_text, unspeakable_reason
from voiceguide.plan.merge import make_choices
from voiceguide.plan.options import OPTIONS
from voiceguide.share.site.engine import choices_from_request
from voiceguide.share.site.links import session_link
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


def fit(data: bytes) -> None:
    """Fit a script of the project, whose numbers are replaced, to any choices.

    The timeline obeys the laws of `timeline_laws`, and is as long as the plan.
    """
    header, numbers = data[:HEADER_BYTES].ljust(HEADER_BYTES, b"\0"), iter(data[HEADER_BYTES + 2 :])
    index = int.from_bytes(data[HEADER_BYTES : HEADER_BYTES + 2], "little") % len(GOOD_INPUTS)
    kind, script = GOOD_INPUTS[index][:1], GOOD_INPUTS[index][HEADER_BYTES:]
    script = re.sub(rb"\d+", lambda match: str(next(numbers, 0) or match[0].decode()).encode(), script)
    process_input(kind + header[1:] + script)


def link(data: bytes) -> None:
    """Write a link with any choices, and read it: the choices that were put in, or a RequestError."""
    address, _, rest = data.decode("utf-8", "replace").partition("\n")
    words = rest.split("\n")
    texts: dict[str, tuple[str, ...]] = {}
    for word in words:
        number, _, text = word.partition(" ")
        name = OPTIONS[len(number) % len(OPTIONS)].name
        texts[name] = (*texts.get(name, ()), text)
    with suppress(RequestError):
        whole = session_link(address, words[0], texts)
        assert whole.startswith(f"{address}#")
        pairs = parse_qsl(
            whole.removeprefix(f"{address}#{words[0]}").removeprefix("?"), keep_blank_values=True
        )
        assert sorted(pairs) == sorted((name, text) for name, some in texts.items() for text in some)
    for request in (rest, json.dumps(texts)):
        with suppress(RequestError):
            choices = choices_from_request(request)
            assert request == rest or choices == make_choices(texts)


PARTS: dict[str, Part] = {
    "reader": read_input,
    "fit": fit,
    "links": link,
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

    def mutate_input(data: bytes, max_size: int, seed: int) -> bytes:
        """Mutate lines and words, or bytes as libFuzzer does."""
        rng = Random(seed)
        return mutate(data, rng)[:max_size] if rng.randrange(2) else bytes(atheris.Mutate(data, max_size))

    part, is_script = PARTS[options.part], options.part == "reader"
    part(b"")  # loads the scripts, which takes long under Atheris
    atheris.instrument_all()
    limits = (
        f"-max_total_time={options.minutes * 60:.0f}",
        "-max_len=4096",
        "-timeout=60",  # by the clock; parts that take scripts limit the time of the CPU
        "-rss_limit_mb=512",
    )
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate((*GOOD_INPUTS, *BAD_INPUTS) if is_script else ()):
            Path(folder, str(number)).write_bytes(seed)
        arguments = [sys.argv[0], *limits, "-print_final_stats=1", folder]
        atheris.Setup(arguments, part, **({"custom_mutator": mutate_input} if is_script else {}))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
