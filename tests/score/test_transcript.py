from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.export.session import lay_out_session
from voiceguide.plan.options import Choices
from voiceguide.score.transcript import format_transcript, transcribe

if TYPE_CHECKING:
    from pathlib import Path

GUIDED = Choices(voice="silent", sounds="guided")


def test_every_cue_is_a_line_at_its_time_in_its_chapter(shrug: Path) -> None:
    timeline = lay_out_session(str(shrug), GUIDED).timeline
    said = transcribe(timeline)
    heard = [event for event in timeline.events if event.kind == "speech"]
    assert [(line.start, line.end) for line in said] == [(event.start, event.end) for event in heard]
    assert {"Sit tall.", "Lift your shoulders…", "Let them drop.", "3"} <= {line.text for line in said}
    for line in said:
        chapter = timeline.chapters[line.chapter_index]
        assert chapter.start <= line.start < line.end <= chapter.end


def test_the_transcript_has_each_line_once_below_its_chapter(shrug: Path) -> None:
    timeline = lay_out_session(str(shrug), GUIDED).timeline
    parts = [
        part.split("\n") for part in format_transcript(transcribe(timeline), timeline.chapters).split("\n\n")
    ]
    assert [title for title, *_ in parts] == [chapter.title.upper() for chapter in timeline.chapters]
    assert [line for _, *said in parts for line in said] == [line.text for line in transcribe(timeline)]
