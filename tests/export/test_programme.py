"""Programmes in a folder: dated files of one album, rendered once, and the same command goes on."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import mutagen
import pytest
import soundfile

from tests.helpers.external_tools import require_package
from voiceguide.errors import FileError, RequestError, ScriptError, VoiceError
from voiceguide.export import programme as programmes
from voiceguide.export.programme import RenderedProgramme, next_monday, parse_start, render_programme
from voiceguide.export.session import lay_out_plan
from voiceguide.plan.schedule import Listener
from voiceguide.script.library import open_library
from voiceguide.script.programme_library import find_programme
from voiceguide.views import programme_page

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.export.session import LaidOutSession

MONDAY = date(2027, 1, 4)
MONTH = """---
title: Two weeks
time: 7:30
reminder: 10 min
guidance: names
---

For stiff & tired backs.

> Not after an operation.

## Week 1: Learn

- Monday and Friday at 10:30 and 15:00: shrug, hold 10s
  - As far as is easy, & no further.
- Monday: shrug, level gentle
- Sunday: shrug, hold 10s, optional

## Week 2

- Tuesday: shrug, length 1:30

## Rules

Go on. (Convention)

## Thanks

To all.
"""
NAMES = [
    "2027-01-04-1-shrug.mp3",
    "2027-01-04-2-shrug.mp3",
    "2027-01-08-1-shrug.mp3",
    "2027-01-10-1-shrug.mp3",
    "2027-01-12-1-shrug.mp3",
]


@pytest.fixture
def month(shrug: Path) -> Path:
    """Write a small programme beside the script “shrug”."""
    path = shrug.parent / "month.md"
    path.write_text(MONTH, encoding="utf-8")
    return path


def render(month: Path, day: int | None = None, **options: str) -> RenderedProgramme:
    listener = Listener({"voice": ("silent",), **{name: (text,) for name, text in options.items()}})
    found, library = find_programme(str(month), open_library())
    return render_programme(found, library, listener, MONDAY, month.parent / "out", day=day)


def modification_times(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def test_each_session_is_a_dated_track_of_one_album_and_exact(month: Path) -> None:
    rendered = render(month)
    assert [path.name for path in rendered.paths] == NAMES
    assert sorted(modification_times(rendered.folder)) == [*NAMES, "month.html", "month.ics"]
    assert (rendered.rendered_count, rendered.written_count) == (3, 5)
    for number, (path, dated) in enumerate(zip(rendered.paths, rendered.sessions, strict=True), 1):
        tags = mutagen.File(path).tags
        assert str(tags["TALB"]) == "Two weeks"
        assert str(tags["TRCK"]) == f"{number}/5"
        assert str(tags["TIT2"]) == f"{path.name[:10]} Shrug"
        assert soundfile.info(path).frames == dated.length
    assert rendered.sessions[-1].length == 90 * 24_000
    assert rendered.length == sum(dated.length for dated in rendered.sessions)


def test_only_the_sessions_that_differ_are_laid_out(month: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out: list[object] = []

    def note(plan: Any, *rest: Any) -> LaidOutSession:  # noqa: ANN401 - passed on
        laid_out.append(plan)
        return lay_out_plan(plan, *rest)

    monkeypatch.setattr(programmes, "lay_out_plan", note)
    assert render(month).rendered_count == len(laid_out) == 3


def test_a_second_run_writes_nothing_and_a_damaged_or_lost_file_is_made_again(month: Path) -> None:
    rendered = render(month)
    before = modification_times(rendered.folder)
    assert render(month).written_count == 0
    assert modification_times(rendered.folder) == before
    first, second, third, *_ = rendered.paths
    data = third.read_bytes()
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1])
    third.write_bytes(data[:-500] + bytes([data[-500] ^ 1]) + data[-499:])
    again = render(month)
    assert again.written_count == 3
    assert third.read_bytes() == data
    after = modification_times(rendered.folder)
    assert {name for name in before if before[name] != after[name]} == set(NAMES[:3])


def test_a_run_that_was_interrupted_goes_on(month: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        original = programmes._Renderer.mp3_file

        def fail_on_day_8(self: Any, dated: Any, laid_out: Any) -> Any:  # noqa: ANN401 - passed on
            if dated.date.day == 8:
                raise VoiceError("hoarse")
            return original(self, dated, laid_out)

        patch.setattr(programmes._Renderer, "mp3_file", fail_on_day_8)
        with pytest.raises(VoiceError):
            render(month)
    before = modification_times(month.parent / "out")
    assert sorted(before) == NAMES[:2]
    rendered = render(month)
    assert rendered.written_count == 3
    after = modification_times(rendered.folder)
    assert {name: after[name] for name in before} == before


def test_one_day_has_the_files_that_the_whole_has(month: Path) -> None:
    whole = {path.name: path.read_bytes() for path in render(month).paths}
    for path in (month.parent / "out").iterdir():
        path.unlink()
    rendered = render(month, day=1)
    assert {path.name: path.read_bytes() for path in rendered.folder.iterdir()} == {
        name: whole[name] for name in NAMES[:2]
    }


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (2, "Day 2 has no session. The nearest day that has one is 1."),
        (15, "month has 14 days: choose one from 1 to 14."),
        (0, "month has 14 days"),
    ],
)
def test_a_day_without_a_session_is_refused(month: Path, day: int, message: str) -> None:
    with pytest.raises(RequestError, match=re.escape(message)):
        render(month, day=day)


def test_options_of_the_listener_apply_to_every_session(month: Path) -> None:
    choices = [dated.scheduled.plan.choices for dated in render(month, chime="bell").sessions]
    assert {(choice.chime, choice.guidance) for choice in choices} == {("bell", "names")}


def test_a_length_that_cannot_be_had_is_reported_at_its_line(month: Path) -> None:
    month.write_text(MONTH.replace("length 1:30", "length 0:10"), encoding="utf-8")
    with pytest.raises(ScriptError) as error:
        render(month)
    assert str(error.value).startswith(f"{month}:")
    line = next(number for number, text in enumerate(MONTH.split("\n"), 1) if "1:30" in text)
    assert f"{month}:{line}:" in str(error.value)


def test_other_dated_files_in_the_folder_are_mentioned(month: Path) -> None:
    folder = render(month).folder
    (folder / "2026-12-28-1-shrug.mp3").write_bytes(b"")
    (folder / "mine.mp3").write_bytes(b"")
    assert any("1 other dated file:" in note for note in render(month).notes)


def test_a_folder_that_cannot_be_written_is_reported(month: Path) -> None:
    (month.parent / "out").write_bytes(b"")
    with pytest.raises(FileError, match=r"out cannot be written: "):
        render(month)
    (month.parent / "out").unlink()
    (month.parent / "out" / NAMES[0]).mkdir(parents=True)
    with pytest.raises(FileError, match=r"out cannot be written: "):
        render(month)


def test_a_programme_begins_on_a_monday() -> None:
    assert parse_start("2027-01-04") == MONDAY
    assert [next_monday(date(2027, 1, day)) for day in (4, 5, 10, 11)] == [
        MONDAY,
        *[date(2027, 1, 11)] * 3,
    ]
    with pytest.raises(RequestError, match=r"2027-01-06 is no Monday.* 2027-01-04 or on 2027-01-11"):
        parse_start("2027-01-06")
    for text in ("soon", "2027-02-30", ""):
        with pytest.raises(RequestError, match="is not a date: write one such as 2027-01-04"):
            parse_start(text)
    with pytest.raises(RequestError, match="too far away"):
        parse_start("9999-01-04")


def test_the_page_has_every_session_rule_and_the_safety_note(month: Path) -> None:
    rendered = render(month)
    page = (rendered.folder / "month.html").read_text("utf-8")
    for text in (
        "For stiff &amp; tired backs.",
        "Not after an operation.",
        "Monday, 2027-01-04",
        "☐ 10:30, ☐ 15:00",
        "As far as is easy, &amp; no further.",
        "Week 1: Learn",
        "Week 2",
        "if you like",
        "<li>Go on. <small>(Convention)</small></li>",
        "Thanks",
        *(note.text for note in open_library().safety_notes.full),
        *NAMES,
    ):
        assert text in page, text
    assert page.count("<tr>") == 5
    assert programme_page.round_minutes(1) == 1


# Calendars ------------------------------------------------------------------------------------------------

EVENTS = [
    ("Shrug", "2027-01-04 07:30", True),
    ("Shrug", "2027-01-04 10:30", True),
    ("Shrug", "2027-01-04 15:00", True),
    ("Shrug", "2027-01-08 10:30", True),
    ("Shrug", "2027-01-08 15:00", True),
    ("Shrug (if you like)", "2027-01-10 07:30", False),
    ("Shrug", "2027-01-12 07:30", True),
]
"""Summary, local time, and whether there is a reminder."""


@pytest.mark.judge
def test_vobject_reads_the_calendar(month: Path) -> None:
    data = (render(month).folder / "month.ics").read_text("utf-8")
    calendar = require_package("vobject").readOne(data)
    events = calendar.vevent_list
    assert calendar.version.value == "2.0"
    assert [
        (event.summary.value, f"{event.dtstart.value:%Y-%m-%d %H:%M}", hasattr(event, "valarm"))
        for event in events
    ] == EVENTS
    assert all(event.dtstart.value.tzinfo is None for event in events)
    assert len({event.uid.value for event in events}) == len(events)
    assert {event.valarm.trigger.value.total_seconds() for event in events if hasattr(event, "valarm")} == {
        -600
    }
    assert events[-1].duration.value.total_seconds() == 90
    assert "Week 1: Learn, Day 1" in events[0].description.value


@pytest.mark.judge
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_a_second_parser_reads_the_calendar(month: Path) -> None:
    data = (render(month).folder / "month.ics").read_text("utf-8")
    calendar = require_package("ics").Calendar(data)
    events = sorted(calendar.events)
    assert [
        (event.name, event.begin.format("YYYY-MM-DD HH:mm"), bool(event.alarms)) for event in events
    ] == EVENTS
    assert {alarm.trigger.total_seconds() for event in events for alarm in event.alarms} == {-600}
    assert events[-1].duration.total_seconds() == 90


@pytest.mark.parametrize("name", [NAMES[1], "month.ics", "month.html"])
def test_a_file_of_somebody_else_is_replaced_only_by_force(month: Path, name: str) -> None:
    found, library = find_programme(str(month), open_library())
    listener, folder = Listener({"voice": ("silent",)}), month.parent / "out"
    folder.mkdir()
    (folder / name).write_bytes(b"theirs")
    with pytest.raises(RequestError, match=rf"{name} is there already, .*--force"):
        render_programme(found, library, listener, MONDAY, folder)
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [(name, b"theirs")]
    render_programme(found, library, listener, MONDAY, folder, force=True)
    assert render_programme(found, library, listener, MONDAY, folder).written_count == 0
