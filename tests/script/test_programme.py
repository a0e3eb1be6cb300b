"""Programmes are read, printed and formatted; tests/errors/programmes has their mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import FileError, RequestError
from voiceguide.plan.options import OPTIONS_BY_NAME
from voiceguide.script.files import detect_kind
from voiceguide.script.formatter import format_source
from voiceguide.script.library import open_library
from voiceguide.script.practice_line import format_practice_line, parse_practice_line
from voiceguide.script.programme_library import find_programme, is_programme
from voiceguide.script.programme_reader import read_programme
from voiceguide.script.vocabulary import PROGRAMME_KEYS

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.script.programme import Programme

MONTH = """---
level:  gentle
title: A month
time: 7:05
reminder: 1h
---

For stiff backs.
<!-- not printed -->

> Not after an operation.

##  week 1 :  Learn

Two lines
of words.

- monday,tuesday,wednesday and friday : settle,  minutes 4 , rows.times 12,optional
   -  Why not?
-  Sunday at 15:00 and 8:30: desk-break

## Weeks 2 to 3

- Monday at 23:00: settle
- Monday at 6:00: rows

## Rules

Go on. (Convention (of habit), 1997)

## Thanks

To all.
"""

FORMATTED_MONTH = """---
title: A month
time: 7:05
reminder: 1h
level: gentle
---

For stiff backs.
<!-- not printed -->

> Not after an operation.

## Week 1: Learn

Two lines of words.

- Monday to Wednesday and Friday: settle, minutes 4, rows.times 12, optional
  - Why not?
- Sunday at 8:30 and 15:00: desk-break

## Weeks 2 to 3

- Monday at 23:00: settle
- Monday at 6:00: rows

## Rules

Go on. (Convention (of habit), 1997)

## Thanks

To all.
"""


def read(text: str) -> Programme:
    return read_programme(text, "month", "month.md")


def test_a_programme_is_formatted_as_one_writes_a_handout() -> None:
    assert format_source(MONTH, "month.md", read) == FORMATTED_MONTH
    assert format_source(FORMATTED_MONTH, "month.md", read) == FORMATTED_MONTH


def test_each_part_of_a_programme_is_read() -> None:
    programme = read(FORMATTED_MONTH.replace("<!-- not printed -->", ""))
    assert (programme.time, programme.reminder) == (7 * 60 + 5, 60)
    assert [(setting.name, setting.text) for setting in programme.settings] == [("level", "gentle")]
    assert [note.text for note in programme.notes] == ["Not after an operation."]
    assert [(week.first, week.last, week.title) for week in programme.weeks] == [(1, 1, "Learn"), (2, 3, "")]
    (rule,) = programme.rules
    assert (rule.words, rule.source) == ("Go on.", "Convention (of habit), 1997")
    assert [section.title for section in programme.sections] == ["Thanks"]
    first, second = programme.weeks[0].lines
    assert (first.weekdays, first.optional, programme.times(first)) == ((0, 1, 2, 4), True, (425,))
    assert [(setting.name, setting.text) for setting in first.settings] == [
        ("minutes", "4"),
        ("rows.times", "12"),
    ]
    assert [remark.text for remark in first.remarks] == ["Why not?"]
    assert (second.weekdays, programme.times(second)) == ((6,), (510, 900))


def test_days_are_numbered_through_and_their_sessions_are_in_the_order_of_the_clock() -> None:
    days = read(FORMATTED_MONTH.replace("<!-- not printed -->", "")).days
    assert [day.number for day in days] == list(range(1, 22))
    assert {day.number: [line.session.name for line in day.lines] for day in days if day.lines} == {
        **{day: ["settle"] for day in (1, 2, 3, 5)},
        7: ["desk-break"],
        **{day: ["rows", "settle"] for day in (8, 15)},
    }
    assert [(day.week_number, day.weekday) for day in days[6:9]] == [(1, 6), (2, 0), (2, 1)]


@pytest.mark.parametrize(
    "line",
    [
        "Monday: settle",
        "Monday and Tuesday: settle",
        "Monday to Sunday: settle",
        "Monday, Wednesday to Friday and Sunday at 0:00 and 23:59: settle, optional",
        "Tuesday at 12:30: settle, announce-next, skip bells, minutes 12.5, floor-twist.hold +5s, optional",
    ],
)
def test_a_line_is_printed_as_it_is_read(line: str) -> None:
    read_line, problems = parse_practice_line(line, read(FORMATTED_MONTH).location)
    assert not problems
    assert read_line
    assert format_practice_line(read_line) == line


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("---\ntitle: A\n---\n\n## Week 1\n", "programmes"),
        ("---\ntitle: A\n---\n\n- Monday: settle\n", "programmes"),
        ("---\ntitle: A\n---\n\n## Weekend stretch, 2 x\n\n- hold 20s\n", "techniques"),
        ("---\ntitle: A\nlength: 5:00\n---\n\n- use settle\n", "sessions"),
    ],
)
def test_the_kind_of_a_script_is_seen_in_its_text(text: str, kind: str) -> None:
    assert detect_kind(text) == kind


def test_programmes_are_found_by_name_and_by_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "programmes").mkdir()
    path = tmp_path / "programmes" / "month.md"
    path.write_text(FORMATTED_MONTH, encoding="utf-8")
    (tmp_path / "my-break.md").write_text(
        "---\ntitle: Mine\nlength: 3:00\n---\n\n- use settle, fill\n", "utf-8"
    )
    library = open_library(tmp_path)
    assert find_programme("month", library)[0] == read_programme(FORMATTED_MONTH, "month", str(path))
    near_library = find_programme(str(path), open_library())[1]
    assert "my-break" not in near_library.session_names
    (tmp_path / "sessions").mkdir()
    (tmp_path / "my-break.md").rename(tmp_path / "sessions" / "my-break.md")
    assert "my-break" in find_programme(str(path), open_library())[1].session_names
    assert is_programme("month", library)
    assert is_programme(str(path), library)
    assert not is_programme("desk-break", library)
    monkeypatch.chdir(tmp_path)
    assert not is_programme("absent.md", library)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("monht", "There is no programme “monht”. Did you mean “month”?"),
        ("zzz", "There is no programme “zzz”. Choose one of: month, upper-back"),
        ("desk-break", "For a single session use “voiceguide render desk-break”."),
        ("settle.md", "settle.md has no weeks: use “voiceguide render settle.md”."),
    ],
)
def test_another_name_is_refused_with_what_helps(
    name: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "month.md").write_text(FORMATTED_MONTH, encoding="utf-8")
    (tmp_path / "settle.md").write_text("---\ntitle: Settle\n---\n\nSit.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RequestError) as error:
        find_programme(name, open_library(tmp_path))
    assert message in str(error.value)


def test_a_programme_is_no_session_and_a_missing_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "month.md").write_text(FORMATTED_MONTH, encoding="utf-8")
    with pytest.raises(
        RequestError, match="month is a programme of many sessions: use “voiceguide programme"
    ):
        open_library(tmp_path).session("month")
    with pytest.raises((FileError, RequestError), match="does not exist"):
        find_programme(str(tmp_path / "absent.md"), open_library())


def test_a_key_of_a_programme_that_is_an_option_too_has_the_meaning_of_the_key() -> None:
    assert set(PROGRAMME_KEYS) & set(OPTIONS_BY_NAME) == {"language"}
    assert read("---\ntitle: A\nlanguage: de\n---\n\n## Week 1\n\n- Monday: rows\n").settings == ()
