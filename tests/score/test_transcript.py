from __future__ import annotations

from typing import TYPE_CHECKING

from tests.helpers.estimated_session import estimate_session
from voiceguide.plan.options import Choices
from voiceguide.score.transcript import format_transcript, lyrics, transcribe

if TYPE_CHECKING:
    from pathlib import Path

GUIDED = Choices(voice="silent", sounds="guided")


def test_every_cue_is_a_line_at_its_time_in_its_chapter(shrug: Path) -> None:
    timeline = estimate_session(str(shrug), GUIDED).timeline
    said = transcribe(timeline)
    heard = [event for event in timeline.events if event.kind == "speech"]
    assert [(line.start, line.end) for line in said] == [(event.start, event.end) for event in heard]
    assert {"Sit tall.", "Lift your shoulders…", "Let them drop.", "3"} <= {line.text for line in said}
    for line in said:
        chapter = timeline.chapters[line.chapter_index]
        assert chapter.start <= line.start < line.end <= chapter.end


def test_the_transcript_has_each_line_once_below_its_chapter(shrug: Path) -> None:
    timeline = estimate_session(str(shrug), GUIDED).timeline
    parts = [
        part.split("\n") for part in format_transcript(transcribe(timeline), timeline.chapters).split("\n\n")
    ]
    assert [title for title, *_ in parts] == [chapter.title.upper() for chapter in timeline.chapters]
    assert [line for _, *said in parts for line in said] == [line.text for line in transcribe(timeline)]


def test_the_full_note_can_be_read_where_the_short_one_is_spoken(shrug: Path) -> None:
    laid_out = estimate_session(str(shrug), GUIDED)
    read = lyrics(laid_out.timeline)
    short_note, full_note = laid_out.plan.safety.short, laid_out.plan.safety.full
    texts = [line.text for line in read]
    start = texts.index(full_note[0].text)
    assert texts[start : start + len(full_note)] == [note.text for note in full_note]
    assert {note.text for note in short_note} <= {*texts[:start]}
    assert {line.chapter_index for line in read[: start + len(full_note)]} == {0}
    assert [line for line in read if line.start < line.end] == [*transcribe(laid_out.timeline)]
    assert [line.start for line in read] == sorted(line.start for line in read)
    text = format_transcript(read, laid_out.timeline.chapters)
    assert text.count("BEFORE YOU BEGIN") == 1


def test_a_full_note_that_is_spoken_is_read_once() -> None:
    timeline = estimate_session("upper-back-reset", GUIDED).timeline
    assert lyrics(timeline) == transcribe(timeline)
