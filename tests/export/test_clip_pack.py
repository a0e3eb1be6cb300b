from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import FileError, PictureError, VoiceError
from voiceguide.export.clip_pack import ClipPack, PackedClips, clip_name, encode_pack
from voiceguide.export.clips import Clip
from voiceguide.score.items import EventContext, Role, Say, Sound, SoundKind, tone_sound
from voiceguide.views.cover import CoverDesign

SIT = Sound(SoundKind.SPEECH, "Sit tall.")
SLOWLY = Sound(SoundKind.SPEECH, "Sit slowly.", "Sit *slowly*.")
START = tone_sound("start")

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
clips = st.tuples(st.integers(0, 10**9), st.text(st.characters(exclude_categories=["Cs"])), st.binary())


@given(st.dictionaries(names, clips))
def test_pack_decodes_to_the_clips_it_was_made_of(contents: dict[str, tuple[int, str, bytes]]) -> None:
    made = {name: (Clip(name, length, spoken), data) for name, (length, spoken, data) in contents.items()}
    pack = ClipPack.decode(encode_pack(made))
    assert {name: (clip, bytes(pack.data[place])) for name, (clip, place) in pack.clips.items()} == made


def test_order_of_clips_does_not_change_a_pack() -> None:
    one, two = ("a", (Clip("a", 1, ""), b"x")), ("b", (Clip("b", 2, ""), b"yy"))
    assert encode_pack(dict((one, two))) == encode_pack(dict((two, one)))


@pytest.mark.parametrize(
    "damaged", [b"", b"{", b"{}", b"[]\n", b'{"a": 1}\n', b'{"a": [1, "", 0, 3]}\nxx', b"{}\nx", b"\xff\n"]
)
def test_damaged_pack_is_refused(damaged: bytes) -> None:
    with pytest.raises(FileError, match="pack of clips is damaged"):
        ClipPack.decode(damaged)


def test_speech_is_named_by_what_the_voice_gets_and_a_tone_by_its_chime() -> None:
    assert [clip_name(sound, "bell") for sound in (SIT, SLOWLY, START)] == [
        "speech Sit tall.",
        "speech Sit *slowly*.",
        "tone bell start",
    ]


def packed_clips() -> PackedClips:
    entries = {clip_name(SIT, "bowl"): (Clip("", 24_000, "Sit tall."), b"sit")}
    tones = {clip_name(START, "bowl"): (Clip("", 12_000, ""), b"start")}
    return PackedClips(
        "silent:hum", "bowl", [ClipPack.decode(encode_pack(pack)) for pack in (entries, tones)]
    )


def test_clips_are_found_in_any_pack() -> None:
    clips = packed_clips()
    clips.prepare([Say(SIT, Role.CUE, EventContext()), Say(START, Role.START, EventContext())])
    assert (clips.clip(SIT).length, clips.clip(SIT).spoken, clips.data(SIT)) == (24_000, "Sit tall.", b"sit")
    assert clips.data(START) == b"start"


@pytest.mark.parametrize("sound", [SLOWLY, tone_sound("end"), Sound(SoundKind.INAUDIBLE, length=576)])
def test_sound_that_is_in_no_pack_is_refused(sound: Sound) -> None:
    clips = packed_clips()
    for call in (clips.clip, clips.data, lambda sound: clips.prepare([Say(sound, Role.CUE, EventContext())])):
        with pytest.raises(VoiceError, match="not in the packs"):
            call(sound)


def test_cover_is_found_by_its_minutes() -> None:
    clips = packed_clips()
    clips.covers[10] = b"jpeg"
    assert clips.cover(CoverDesign("Reset", 10, 3)) == b"jpeg"
    with pytest.raises(PictureError, match="no cover for 9 minutes"):
        clips.cover(CoverDesign("Reset", 9, 3))


def test_clip_without_frames_can_be_measured_only() -> None:
    pack = encode_pack({clip_name(SIT, "bowl"): (Clip("", 24_000, "Sit tall."), b"")})
    clips = PackedClips("silent:hum", "bowl", [ClipPack.decode(pack)])
    assert clips.clip(SIT).length == 24_000
    with pytest.raises(VoiceError, match="only the length of “Sit tall"):
        clips.data(SIT)
