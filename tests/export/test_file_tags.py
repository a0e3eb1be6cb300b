from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.export import file_tags
from voiceguide.export.session import lay_out_session
from voiceguide.plan.options import Choices
from voiceguide.plan.parsers import parse_hold
from voiceguide.score.transcript import format_transcript, lyrics
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.audio.mp3.id3_writer import Tags

SILENT = Choices(voice="silent")


def file_tags_of(session: str) -> Tags:
    performance = lay_out_session(session, SILENT)
    return file_tags.session_tags(
        performance.timeline, performance.plan, performance.voice_name, performance.cover()
    )


def test_tag_has_title_lyrics_and_cover(shrug: Path) -> None:
    timeline = lay_out_session(str(shrug), SILENT).timeline
    said = file_tags_of(str(shrug))
    assert (said.title, said.artist, said.album) == ("Shrug", "voiceguide", "voiceguide sessions")
    assert said.transcript == format_transcript(lyrics(timeline), timeline.chapters)
    assert said.lines == tuple((line.start, line.text) for line in lyrics(timeline))
    assert said.cover.startswith(b"\xff\xd8")
    assert [chapter.title for chapter in said.chapters] == [chapter.title for chapter in timeline.chapters]


def test_shipped_sessions_have_their_places_in_the_album_and_others_follow(shrug: Path) -> None:
    names = Library(shipped_dir()).session_names
    assert [file_tags._track_number(name) for name in names] == list(range(1, len(names) + 1))
    assert file_tags_of(str(shrug)).track == len(names) + 1


def test_the_comment_has_each_value_and_that_of_one_side() -> None:
    choices = replace(SILENT, overrides=(parse_hold("seated-twist.left=25s"),), only=("seated-twist",))
    performance = lay_out_session("upper-back-reset", choices)
    comment = file_tags.comment(performance.timeline, performance.plan, "silent:hum")
    assert re.search(r"Seated twist: hold 20s, .*hold 25s on the left\.", comment)
