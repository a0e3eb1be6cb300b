from __future__ import annotations

import io
import json
import struct
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import ID3, Encoding

from tests.helpers import external_tools
from tests.helpers.mp3_decoders import DECODERS, assert_valid_mp3, mutagen_seconds, pcm_noise, stitch_file
from voiceguide.audio.mp3.encode import encode_clip
from voiceguide.audio.mp3.id3_reader import parse_tag, tag_size
from voiceguide.audio.mp3.id3_writer import TagChapter, Tags, encode_tag
from voiceguide.audio.mp3.mp3_file import stream_size
from voiceguide.errors import AudioError
from voiceguide.views.cover_drawing import draw_cover

if TYPE_CHECKING:
    from pathlib import Path

MINUTE = 60 * 24_000
TAGS = Tags(
    title="Upper-back reset",
    artist="voiceguide",
    album="voiceguide sessions",
    year=2026,
    language="eng",
    length=599 * 24_000,
    comment="Switch “trim silence” off for this file.\nIt shortens the holds.",
    software="voiceguide 0.1.0",
    track=9,
    transcript="SETTLE\nLie down.\n\nKATZE–KUH\nMach den Rücken rund…",
    lines=((0, "Lie down."), (MINUTE + 23, "背中をねじる"), (3 * MINUTE, "Rest 🧘🏽‍♀️")),
    chapters=(
        TagChapter(0, MINUTE + 23, "Settle"),
        TagChapter(MINUTE + 23, 2 * MINUTE, "Katze–Kuh, größer"),
        TagChapter(2 * MINUTE, 3 * MINUTE, "背中をねじる"),
        TagChapter(3 * MINUTE, 599 * 24_000, "Rest 🧘🏽‍♀️"),
    ),
    cover=draw_cover("Upper-back reset", 10, 3),
)

texts = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1)


def _parse_tags(tags: Tags) -> Any:  # noqa: ANN401 - mutagen is typed in parts
    return ID3(io.BytesIO(encode_tag(tags)), translate=False)  # type: ignore[no-untyped-call]


def _frame_ids(tagged: bytes) -> list[str]:
    names, at = [], 10
    while tagged[at]:
        name, size, flags = struct.unpack_from(">4sIH", tagged, at)
        assert flags == 0
        names.append(name.decode())
        at += 10 + size
    assert tagged[at:] == bytes(2048)
    return names


def test_frames_stand_in_the_order_players_want_before_2_kb_of_padding() -> None:
    order = "TIT2 TPE1 TPE2 TALB TRCK TCON TYER TDAT TLAN TLEN TSSE COMM USLT SYLT CTOC CHAP CHAP CHAP CHAP APIC MLLT"
    assert _frame_ids(encode_tag(TAGS)) == order.split()


def test_the_tag_is_version_2_3_without_flags_and_knows_its_size() -> None:
    tagged = encode_tag(TAGS)
    assert tagged[:6] == b"ID3\x03\x00\x00"
    sizes = tagged[6:10]
    assert max(sizes) < 128
    assert sum(byte << 7 * place for place, byte in enumerate(reversed(sizes))) == len(tagged) - 10


def test_mutagen_reads_every_field() -> None:
    read = _parse_tags(TAGS)
    fields = {
        name: str(read[name])
        for name in ("TIT2", "TPE1", "TPE2", "TALB", "TRCK", "TYER", "TDAT", "TLAN", "TSSE")
    }
    assert fields == {
        "TIT2": TAGS.title,
        "TPE1": TAGS.artist,
        "TPE2": TAGS.artist,
        "TALB": TAGS.album,
        "TRCK": "9",
        "TYER": "2026",
        "TDAT": "0101",
        "TLAN": "eng",
        "TSSE": TAGS.software,
    }
    assert read["TCON"].genres == ["Speech"]
    assert +read["TLEN"] == 599_000
    assert [(comment.lang, comment.desc, comment.text) for comment in read.getall("COMM")] == [
        ("eng", "", [TAGS.comment])
    ]


def test_mutagen_reads_synchronised_lyrics() -> None:
    read = _parse_tags(TAGS)
    (whole,), (timed,) = read.getall("USLT"), read.getall("SYLT")
    assert (whole.lang, whole.desc, whole.text) == ("eng", "", TAGS.transcript)
    assert (timed.lang, timed.desc, timed.format, timed.type) == ("eng", "", 2, 1)
    assert timed.text == [("Lie down.", 0), ("背中をねじる", 60_000), ("Rest 🧘🏽‍♀️", 180_000)]


@pytest.mark.parametrize("seconds", [1, 59, 60, 61, 600, 5400])
def test_a_player_with_the_seek_table_finds_the_exact_byte(seconds: int) -> None:
    tag = encode_tag(replace(TAGS, length=seconds * 24_000))
    body = tag[tag.index(b"MLLT") + 10 :]
    frame_count, byte_count, milliseconds = (int.from_bytes(body[a:b]) for a, b in ((0, 2), (2, 5), (5, 8)))
    assert (frame_count * 576 / 24, frame_count * 192) == (milliseconds, byte_count)
    assert tuple(body[8:10]) == (4, 4)  # bits of a deviation, 8 in all: each reference point is a byte
    size = int.from_bytes(tag[tag.index(b"MLLT") + 4 :][:4])
    deviations = body[10:size]
    assert deviations == bytes(len(deviations))
    # Players interpolate between points, and end at the last one, which must be after the end.
    assert len(deviations) * milliseconds >= seconds * 1000 > (len(deviations) - 1) * milliseconds


def test_a_tag_for_other_streams_has_no_seek_table() -> None:
    assert b"MLLT" not in encode_tag(TAGS, has_seek_table=False)


def _save_as_2_4(*, unsynchronised: bool = False) -> bytes:
    """Return the tag as a program saves it that rewrites tags as ID3v2.4."""
    tags = _parse_tags(TAGS)
    for frame in tags.values():
        if hasattr(frame, "encoding") and frame.FrameID != "APIC":
            frame.encoding = 3  # UTF-8, which 2.3 does not know
    file = io.BytesIO()
    tags.save(file, v2_version=4)
    data = file.getvalue()
    if not unsynchronised:
        return data
    start = data.index(b"APIC")
    size = sum(byte << 7 * place for place, byte in enumerate(reversed(data[start + 4 : start + 8])))
    picture = data[start + 10 : start + 10 + size].replace(b"\xff", b"\xff\0")
    frame_header = b"APIC" + _syncsafe(len(picture)) + b"\0\2"
    data = data[:start] + frame_header + picture + data[start + 10 + size :]
    return data[:5] + b"\x80" + _syncsafe(len(data) - 10) + data[10:]


def _syncsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


@pytest.mark.parametrize("unsynchronised", [False, True])
def test_a_tag_saved_as_2_4_by_another_program_is_read_alike(unsynchronised: bool) -> None:  # noqa: FBT001 - a parameter
    tag = _save_as_2_4(unsynchronised=unsynchronised)
    assert tag[3] == 4
    assert tag_size(tag) == len(tag)
    ours, theirs = parse_tag(encode_tag(TAGS)), parse_tag(tag)
    assert ours.chapters
    assert ours.cover
    assert theirs == ours


def test_mutagen_reads_the_cover() -> None:
    (picture,) = _parse_tags(TAGS).getall("APIC")
    assert (picture.encoding, picture.mime, picture.type, picture.desc) == (0, "image/jpeg", 3, "Cover")
    assert picture.data == TAGS.cover


def test_empty_fields_have_no_frame() -> None:
    bare = replace(TAGS, track=0, transcript="", lines=(), chapters=(), cover=b"")
    assert not {"TRCK", "USLT", "SYLT", "CTOC", "CHAP", "APIC"} & set(_frame_ids(encode_tag(bare)))


def test_mutagen_reads_contents_and_chapters() -> None:
    read = _parse_tags(TAGS)
    (contents,) = read.getall("CTOC")
    chapters = [read[f"CHAP:{element}"] for element in contents.child_element_ids]
    assert contents.flags == 3
    assert [(c.start_time, c.end_time, str(c.sub_frames["TIT2"])) for c in chapters] == [
        (0, 60_000, "Settle"),
        (60_000, 120_000, "Katze–Kuh, größer"),
        (120_000, 180_000, "背中をねじる"),
        (180_000, 599_000, "Rest 🧘🏽‍♀️"),
    ]
    assert {(c.start_offset, c.end_offset) for c in chapters} == {(0xFFFFFFFF, 0xFFFFFFFF)}


def test_text_is_latin_1_where_it_can_be() -> None:
    charset = {
        title: _parse_tags(replace(TAGS, title=title))["TIT2"].encoding for title in ("größer", "Rest 🧘")
    }
    assert charset == {"größer": Encoding.LATIN1, "Rest 🧘": Encoding.UTF16}


@given(texts, texts, texts)
def test_any_text_is_read_as_it_was_written(title: str, comment: str, chapter: str) -> None:
    lines = ((0, title), (24_000, comment))
    chapters = (TagChapter(0, 24_000, chapter),)
    read = _parse_tags(
        replace(TAGS, title=title, comment=comment, transcript=chapter, lines=lines, chapters=chapters)
    )
    assert read["TIT2"].text == [title]
    assert read["COMM::eng"].text == [comment]
    assert read["USLT::eng"].text == chapter
    assert read["SYLT::eng"].text == [(title, 0), (comment, 1000)]
    assert read["CHAP:chapter0"].sub_frames["TIT2"].text == [chapter]


def test_255_chapters_are_listed_and_256_refused() -> None:
    many = tuple(TagChapter(at * 24_000, (at + 1) * 24_000, f"Part {at}") for at in range(256))
    assert len(_parse_tags(replace(TAGS, chapters=many[:255])).getall("CHAP")) == 255
    with pytest.raises(AudioError, match="256 chapters"):
        encode_tag(replace(TAGS, chapters=many))


def test_every_decoder_plays_whole_session_when_it_is_tagged(tmp_path: Path) -> None:
    path = tmp_path / "session.mp3"
    path.write_bytes(
        b"".join(stitch_file([(50, encode_clip(pcm_noise(30_000)))], TAGS.length, encode_tag(TAGS)).read())
    )
    assert path.stat().st_size == len(encode_tag(TAGS)) + stream_size(TAGS.length)
    assert_valid_mp3(path)
    assert [len(decode(path)) for decode in DECODERS] == [TAGS.length] * len(DECODERS)
    assert mutagen_seconds(path) == pytest.approx(599)


def test_ffprobe_lists_the_chapters(tmp_path: Path) -> None:
    path = tmp_path / "session.mp3"
    path.write_bytes(b"".join(stitch_file((), TAGS.length, encode_tag(TAGS)).read()))
    asked = ["-v", "error", "-of", "json", "-show_chapters", "-show_format", str(path)]
    run = subprocess.run([external_tools.require_program("ffprobe"), *asked], check=True, capture_output=True)
    shown = json.loads(run.stdout)
    assert [(c["start"], c["end"], c["tags"]["title"]) for c in shown["chapters"]] == [
        (0, 60_000, "Settle"),
        (60_000, 120_000, "Katze–Kuh, größer"),
        (120_000, 180_000, "背中をねじる"),
        (180_000, 599_000, "Rest 🧘🏽‍♀️"),
    ]
    assert shown["format"]["tags"]["genre"] == "Speech"
    assert shown["format"]["tags"]["comment"] == TAGS.comment
