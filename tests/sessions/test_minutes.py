"""Every shipped session at every possible whole minute: the MP3 plays exactly that many samples."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.helpers.mp3_decoders import DECODERS, Decoder
from voiceguide import units
from voiceguide.audio import mastering
from voiceguide.audio.mp3 import encode, frames
from voiceguide.errors import RequestError
from voiceguide.export.render import render
from voiceguide.export.session import lay_out_session, resolve_session
from voiceguide.files.cache import Cache
from voiceguide.plan.options import Choices
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MINUTE = units.to_samples(60)


@dataclass(frozen=True, slots=True)
class MemoryCache(Cache):
    """Cache in memory."""

    entries: dict[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> bytes | None:
        return self.entries.get(name)

    def write(self, name: str, content: bytes) -> bool:
        self.entries[name] = content
        return True


@pytest.fixture(scope="module")
def memory_cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    return MemoryCache(tmp_path_factory.mktemp("hushed"))


@pytest.fixture
def silent_cache(memory_cache: Cache, monkeypatch: pytest.MonkeyPatch) -> Cache:
    """Return a separate cache whose clips have the usual lengths but are silent, made without mastering and encoding.

    These would take nearly all of the time, and the encoder itself asserts its number of frames.
    """
    monkeypatch.setattr(mastering, "master_cue", silent_cue)
    monkeypatch.setattr(
        encode, "encode_clip", lambda pcm: frames.SILENT_FRAME * frames.clip_frame_count(len(pcm) // 2)
    )
    return memory_cache


def silent_cue(phrases: Sequence[tuple[bytes, int]]) -> bytes:
    """Return silent PCM as long as phrases (WAV files, each with a header of 44 bytes) and the pauses between."""
    return bytes(sum(len(wav) - 44 + 2 * pause for wav, pause in phrases) - 2 * phrases[-1][1])


def playable_length(file: bytes) -> int:
    """Return the samples that a player plays of an MP3 file: all frames, less those that the Info frame excludes.

    Layouts: “ID3v2.4.0 main structure”, 3.1; “MP3 Info Tag revision 1” by LAME.
    """
    assert file.startswith(b"ID3")
    size = 0
    for seven_bits in file[6:10]:
        size = size << 7 | seven_bits
    stream = memoryview(file)[10 + size :]
    number, remainder = divmod(len(stream), frames.FRAME_BYTES)
    assert not remainder
    for offset, byte in enumerate(frames.HEADER):
        assert bytes(stream[offset :: frames.FRAME_BYTES]) == bytes([byte]) * number
    info = bytes(stream[: frames.FRAME_BYTES])
    assert info[13:17] == b"Info"
    assert int.from_bytes(info[21:25]) == number - 1
    assert int.from_bytes(info[25:29]) == len(stream)
    has_seek_table, has_quality = info[20] >> 2 & 1, info[20] >> 3 & 1
    delays_at = 29 + 100 * has_seek_table + 4 * has_quality + 21
    delays = int.from_bytes(info[delays_at : delays_at + 3])
    return (number - 1) * units.FRAME_SAMPLES - (delays >> 12) - (delays & 0xFFF)


@pytest.mark.parametrize("name", Library(shipped_dir()).session_names)
def test_every_reachable_whole_minute_is_rendered_to_the_sample(name: str, silent_cache: Cache) -> None:
    found = resolve_session(name)
    with pytest.raises(RequestError) as caught:
        lay_out_session(found, Choices(length=units.MAX_DURATION, voice="silent"), cache=silent_cache)
    shortest, longest = map(units.parse_duration, re.findall(r"\d+(?::\d\d)+", str(caught.value))[-2:])
    lengths = range(-(-shortest // MINUTE) * MINUTE, longest + 1, MINUTE)
    rendered = 0
    for length in lengths:
        choices = Choices(length=length, voice="silent")
        try:
            laid_out = lay_out_session(found, choices, cache=silent_cache)
        except RequestError as error:
            assert "the nearest lengths are" in str(error)  # noqa: PT017 - some lengths in between are allowed
            continue
        assert playable_length(b"".join(laid_out.mp3_file().read())) == length
        rendered += 1
    assert rendered >= 3


@pytest.mark.parametrize(("minutes", "decode"), tuple(zip((3, 4, 5), DECODERS, strict=True)))
def test_external_decoders_find_the_planned_samples(
    minutes: int, decode: Decoder, cache_dir: Path, tmp_path: Path
) -> None:
    chosen = Choices(length=minutes * MINUTE, voice="silent")
    path = render("desk-break", chosen, tmp_path / "desk.mp3", cache=Cache(cache_dir)).path
    assert decode(path).any()
    assert playable_length(path.read_bytes()) == len(decode(path)) == minutes * MINUTE
