"""Each row becomes an order, or its problem is told at its cell."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import ScriptError
from voiceguide.export.batch.orders import Order, make_slug, read_orders
from voiceguide.export.batch.table import parse_table

if TYPE_CHECKING:
    from pathlib import Path

MONDAY = date(2027, 1, 4)


def orders(*lines: str) -> tuple[Order, ...]:
    return read_orders(parse_table("\n".join(lines), "people.csv"), None, MONDAY)


def first_problem(*lines: str) -> str:
    with pytest.raises(ScriptError) as caught:
        orders(*lines)
    return str(caught.value.problems[0])


def test_a_row_is_an_order() -> None:
    (order,) = orders(
        "Name,Session,Minutes,Hold,Avoid,seated-twist.hold,#phone",
        'Åsa Öz,upper-back-reset,12,"shoulder-blade-squeeze=5s; longer","knees, wrists",25s,0123',
    )
    assert order == Order(
        line=2,
        name="Åsa Öz",
        script="upper-back-reset",
        start=None,
        texts=(
            ("minutes", ("12",)),
            ("hold", ("shoulder-blade-squeeze=5s", "longer")),
            ("avoid", ("knees, wrists",)),
            ("set", ("seated-twist.hold=25s",)),
        ),
        stem="asa-oz-upper-back-reset",
    )
    assert order.choices_text == (
        "minutes 12, hold shoulder-blade-squeeze=5s, hold longer, avoid knees, wrists, set seated-twist.hold=25s"
    )


def test_a_programme_starts_on_its_date_or_the_next_monday() -> None:
    one, other = orders("name,programme,start", "A,upper-back-4-weeks,2027-02-01", "B,upper-back-4-weeks,")
    assert (one.start, other.start) == (date(2027, 2, 1), MONDAY)
    assert one.stem == "a-upper-back-4-weeks"


def test_a_file_may_be_named() -> None:
    assert [order.stem for order in orders("file,session", "x 1.mp3,settle", "ü,settle")] == ["x 1", "ü"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("A,,,,,", "2:3: session: It is not said what to make."),
        (",,settle,,,", "2:1: name: The file has no name."),
        ("???,,settle,,,", "2:1: name: The file has no name."),
        ("A,,setle,,,", "2:3: session: There is no session or technique “setle”."),
        ("A,,upper-back-4-weeks,,,", "2:3: session: "),
        ("A,,../settle.md,,,", "2:3: session: “../settle.md” is a path"),
        ("A,,settle,upper-back-4-weeks,,", "2:4: programme: There is a session and a programme."),
        ("A,,,settle,,", "2:4: programme: "),
        ("A,,,nothing,,", "2:4: programme: There is no programme “nothing”."),
        ("A,,settle,,ten,", "2:5: minutes: "),
        ("A,,settle,,0,", "2:5: minutes: "),
        ("A,,settle,,99999,", "2:5: minutes: "),
        ("A,,upper-back-reset,,,seated-twist=99h", "2:6: hold: "),
        ("A,,upper-back-reset,,,nothing=20s", "2:6: hold: "),
        ("A,../a,settle,,,", "2:2: file: “../a” has a sign that a file's name cannot have."),
        ("A,/etc/passwd,settle,,,", "2:2: file: "),
        ("A,a\\b,settle,,,", "2:2: file: "),
        ("A,..,settle,,,", "2:2: file: "),
        ("A,.hidden,settle,,,", "2:2: file: "),
        ("A,CON.mp3,settle,,,", "2:2: file: "),
        ("A,lpt1.old.mp3,settle,,,", "2:2: file: "),
        ("A,a.,settle,,,", "2:2: file: "),
        (f"A,{'ü' * 121},settle,,,", "2:2: file: "),
        ("A,a:b,settle,,,", "2:2: file: "),
    ],
)
def test_a_bad_cell_is_told(row: str, message: str) -> None:
    assert first_problem("name,file,session,programme,minutes,hold", row).startswith(f"people.csv:{message}")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            ("name,session,minuets", "A,settle,12"),
            "1:3: There is no option “minuets”. Did you mean “minutes”?",
        ),
        (("name,session,e-mail", "A,settle,x"), "1:3: There is no option “e-mail”."),
        (("session", "settle"), "1:1: No column names the files."),
        (("name", "A"), "1:1: No column says what to make."),
        (("name,session", "A,settle", "a,settle"), "3:1: name: The file a-settle is already that of line 2."),
        (("file,session", "x,settle", "X.mp3,settle"), "3:1: file: The file X is already that of line 2."),
        (("name,session,start", "A,settle,2027-01-04"), "2:3: start: Only a programme has a first day."),
        (("name,programme,start", "A,upper-back-4-weeks,2027-01-05"), "2:3: start: 2027-01-05 is no Monday"),
        (("name,programme,start", "A,upper-back-4-weeks,soon"), "2:3: start: “soon” is not a date"),
        (("name,session,level", "A,settle,hard"), "2:3: level: “hard”"),
        (("name,session,voice-rate", "A,settle,9000"), "2:3: voice-rate: "),
        (("name,session,seated-twist.hold", "A,upper-back-reset,99h"), "2:3: seated-twist.hold: "),
        (("name,session,seated-twist.held", "A,upper-back-reset,20s"), "2:3: seated-twist.held: "),
        (("name,session,minutes,length", "A,settle,3,3:00"), "2:4: length: "),
    ],
)
def test_a_bad_table_is_told(lines: tuple[str, ...], message: str) -> None:
    assert first_problem(*lines).startswith(f"people.csv:{message}"), first_problem(*lines)


def test_every_bad_row_is_told() -> None:
    with pytest.raises(ScriptError) as caught:
        orders("name,session,minutes", "A,settle,x", "B,settle,3", "C,nothing,3", "D,settle,y")
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(2, 3), (4, 2), (5, 3)]


def test_scripts_of_the_users_folder_can_be_ordered(shrug: Path) -> None:
    table = parse_table("name,session\nA,shrug\n", "people.csv")
    (order,) = read_orders(table, shrug.parent, MONDAY)
    assert order.stem == "a-shrug"


@given(st.text())
def test_a_slug_can_be_part_of_a_files_name(text: str) -> None:
    slug = make_slug(text)
    assert all(character.isalnum() or character == "-" for character in slug)
    assert len(f"{slug}-upper-back-reset.mp3".encode()) <= 255
    assert make_slug(slug) == slug
