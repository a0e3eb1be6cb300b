from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import RequestError
from voiceguide.export import compose
from voiceguide.export.session import lay_out_session
from voiceguide.plan.options import Choices
from voiceguide.plan.parsers import parse_hold, parse_minutes, parse_override
from voiceguide.script import format_files
from voiceguide.script.reader import read_script
from voiceguide.script.walk import circuits, turn_count
from voiceguide.units import parse_duration

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("cat-camel", "floor-twist", "slow-breathing")


def test_techniques_become_a_session_between_bells_and_closing_that_lasts_as_asked() -> None:
    chosen = Choices(length=parse_minutes("9"), voice="silent")
    session, known = compose.compose(NAMES, chosen)
    assert [use.technique for use in session.uses] == ["bells", *NAMES, "closing"]
    assert [use.technique for use in session.uses if use.fill] == ["slow-breathing"]
    timeline = lay_out_session((session, known), chosen).timeline
    assert (timeline.length, timeline.session, timeline.title) == (chosen.length, "my-session", "My session")
    assert [chapter.technique for chapter in timeline.chapters] == ["", "bells", *NAMES, "closing"]


def test_note_names_the_fill_when_compose_chooses_it() -> None:
    chosen = Choices(length=parse_minutes("9"), voice="silent")
    done = lay_out_session(compose.compose(NAMES, chosen), chosen)
    times = done.plan.techniques[3].amount("times")
    assert times != 12
    assert done.timeline.notes == (f"Slow breathing: times {times} instead of 12, to fill the time.",)


def test_without_a_length_it_lasts_as_long_as_it_takes_and_a_name_may_come_twice() -> None:
    session, _ = compose.compose(("cat-camel", "bells", "cat-camel"), Choices(), title="Twice")
    assert [use.technique for use in session.uses] == ["bells", "cat-camel", "cat-camel", "closing"]
    assert (session.length, session.title) == (0, "Twice")


def test_saved_session_is_formatted_and_has_the_overrides(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    wishes = (parse_hold("floor-twist=+10s"), parse_override("cat-camel.times=10"))
    chosen = Choices(length=parse_minutes("9"), overrides=wishes, scripts_dir=folder, voice="silent")
    session, known = compose.compose(NAMES, chosen, name="my-evening")
    path = compose.new_script_path(known, chosen, "my-evening")
    compose.save_script(session, known, chosen, path)
    assert path.read_text("utf-8") == (
        "---\ntitle: My evening\nlength: 9:00\n---\n\n- use bells\n- use cat-camel, times 10\n"
        "- use floor-twist, hold 50s\n- use slow-breathing, fill\n- use closing\n"
    )
    assert format_files.format_scripts((folder,), write=False) == (1, ())
    assert read_script(path).title == "My evening"
    again = lay_out_session("my-evening", Choices(scripts_dir=folder, voice="silent")).timeline
    once = lay_out_session((session, known), chosen).timeline
    assert [(event.start, event.sound) for event in again.events] == [
        (event.start, event.sound) for event in once.events
    ]
    with pytest.raises(RequestError, match="There is a script called “my-evening” already"):
        compose.new_script_path(known, chosen, "my-evening")


def test_saved_session_keeps_exclusions_and_limits_are_noted(tmp_path: Path) -> None:
    chosen = Choices(
        overrides=(parse_hold("5s"),),
        skip=("cat-camel",),
        avoid=("osteoporosis",),
        sounds="guided",
        chime="wood",
        preference_fields=frozenset({"chime"}),
        scripts_dir=tmp_path,
    )
    session, known = compose.compose(("settle", *NAMES), chosen, name="mine")
    told = compose.save_script(session, known, chosen, tmp_path / "mine.md")
    assert (tmp_path / "mine.md").read_text("utf-8") == (
        "---\ntitle: Mine\n---\n\n- use bells\n- use settle, hold 10s\n- use seated-side-to-side\n"
        "- use slow-breathing\n- use closing\n"
    )
    assert told == (
        "A moment to settle: hold stops at 10s (10s to 60s).",
        "Cat and camel left out.",
        "Seated side to side in place of Floor twist: not with osteoporosis.",
        "Not in the script: sounds. “voiceguide set” remembers them for every session.",
    )


@pytest.mark.parametrize("name", ["settle", "upper-back-reset", "safety", "positions"])
def test_compose_refuses_name_when_it_exists(tmp_path: Path, name: str) -> None:
    chosen = Choices(scripts_dir=tmp_path)
    _, known = compose.compose(NAMES, chosen, name=name)
    with pytest.raises(RequestError, match="Choose another name"):
        compose.new_script_path(known, chosen, name)


@pytest.mark.parametrize("name", ["../x", "My evening", "", "\x1b[31m"])
def test_a_name_that_no_script_can_have_is_refused(name: str) -> None:
    with pytest.raises(RequestError, match="is not a name for a script"):
        compose.compose(NAMES, Choices(), name=name)


def test_an_unknown_technique_is_refused_with_the_nearest() -> None:
    with pytest.raises(RequestError, match="Did you mean “cat-camel”"):
        compose.compose(("cat-caml",), Choices())


def test_choices_are_refused_when_a_script_cannot_express_them(tmp_path: Path) -> None:
    chosen = Choices(overrides=(parse_hold("floor-twist.left=45s"),), scripts_dir=tmp_path)
    session, known = compose.compose(NAMES, chosen, name="one-sided")
    with pytest.raises(RequestError, match="set one side alone"):
        compose.save_script(session, known, chosen, tmp_path / "one-sided.md")
    assert list(tmp_path.iterdir()) == []


def test_session_is_not_saved_when_length_cannot_be_met(tmp_path: Path) -> None:
    chosen = Choices(length=parse_minutes("1"), scripts_dir=tmp_path, voice="silent")
    session, known = compose.compose(NAMES, chosen, name="short")
    with pytest.raises(RequestError, match=r"Short cannot last 1:00: the shortest is \d:\d\d") as refused:
        lay_out_session((session, known), chosen)
    with pytest.raises(RequestError) as caught:
        compose.save_script(session, known, chosen, tmp_path / "short.md")
    assert str(caught.value) == str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_compose_makes_a_circuit_with_values_and_saves_it(tmp_path: Path) -> None:
    chosen = Choices(scripts_dir=tmp_path, voice="silent")
    options = compose.CircuitOptions(rounds=3, rest=parse_duration("60s"), every=parse_duration("90s"))
    names = ("rows,times=12", "wall-slides")
    session, known = compose.compose(names, chosen, name="round", circuit=options)
    circuit, _ = circuits(session)
    assert (circuit.heading.rounds, turn_count(session)) == (3, 8)
    path = compose.new_script_path(known, chosen, "round")
    compose.save_script(session, known, chosen, path)
    assert path.read_text("utf-8").partition("- use bells")[2] == (
        "\n\n## Circuit, 3 x, rest 60s, every 90s\n\n- use rows, times 12\n- use wall-slides\n\n"
        "## Afterwards\n\n- use closing\n"
    )


@pytest.mark.parametrize(
    ("names", "options", "message"),
    [
        (("rows,",), compose.CircuitOptions(), "“rows,” is not understood here."),
        (("rows",), compose.CircuitOptions(rest=24_000), "A rest lies between rounds"),
    ],
)
def test_compose_refuses_what_no_circuit_has(
    names: tuple[str, ...], options: compose.CircuitOptions, message: str
) -> None:
    with pytest.raises(RequestError, match=message):
        compose.compose(names, Choices(), circuit=options)


def test_a_path_is_answered_with_the_name_and_the_folder() -> None:
    with pytest.raises(RequestError, match=r"Write “squats --scripts lib”\."):
        compose.compose(("lib/squats.md",), Choices())
